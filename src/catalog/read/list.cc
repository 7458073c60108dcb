// Plain text lists, as Cloudflare, Akamai and firewalls that poll them have them:
//
//   list = *( line LF )          CR LF too; the last line need not end
//   line = [ destination ] blanks [ "#" comment ]
//
// with blanks (and tabs) around, a destination as net/destination.h has it: a prefix or a host, and ports
// where there are any.

#include "catalog/read/feed_lines.h"
#include "catalog/read/feed_values.h"
#include "catalog/read/formats.h"

namespace sallyport::catalog {
namespace {

Result<void> add_list_line(std::string_view text, FeedBuilder& builder) {
  if (const auto prefix = net::Prefix::parse(text)) return builder.add(*prefix, {});
  const auto destination = net::parse_destination(text);
  if (!destination) {
    if (text.find('*') == std::string_view::npos) return std::unexpected(destination.error());
    SALLYPORT_ASSIGN(const auto host, published_host(text, Star::one_label, builder));
    if (host) return builder.add(*host, {});
    return {};
  }
  if (const net::Prefix* const prefix = destination->prefix())
    return builder.add(*prefix, {}, destination->ports);
  return builder.add(*destination->host(), {}, destination->ports);
}

}  // namespace

Result<Feed> read_text_list(std::string_view body, std::size_t most) {
  FeedBuilder builder(Format::list, most);
  FeedLines lines(body);
  while (lines.next()) {
    const std::string_view text = trim_blanks(lines.line().substr(0, lines.line().find('#')));
    if (text.empty()) continue;
    if (const auto added = add_list_line(text, builder); !added) return lines.refuse(text, added.error());
  }
  builder.header().ends_open = lines.ends_open();
  return builder.take();
}

}  // namespace sallyport::catalog
