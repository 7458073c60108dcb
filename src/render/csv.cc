// CSV (RFC 4180) for spreadsheets and programs: destination, its kind (ipv4, ipv6, host, wildcard), and
// its ports, which are empty where every port is meant.
//
// No field needs quotes or could be taken for a formula: none holds a comma or a quote, or starts with
// one of = + - @.
// Limits: none. Loading: whatever reads it.
#include <fmt/format.h>

#include "render/writers.h"

namespace sallyport::render {
namespace {

std::string_view kind_of(const net::Destination& destination) {
  if (const net::Prefix* const prefix = destination.prefix()) {
    return prefix->family() == net::Family::ipv4 ? "ipv4" : "ipv6";
  }
  return destination.host()->is_wildcard() ? "wildcard" : "host";
}

void append_row(std::string& text, const net::Destination& destination) {
  text += net::to_string({.what = destination.what, .ports = {}});
  text += ',';
  text += kind_of(destination);
  if (const auto& ports = destination.ports) {
    fmt::format_to(std::back_inserter(text), ",{},{},{}\r\n", ports->first, ports->last,
                   net::to_string(ports->protocol));
  } else {
    text += ",,,\r\n";
  }
}

}  // namespace

Result<Rendered> write_csv(const List& list, const Options& options) {
  std::string text = "destination,kind,first_port,last_port,protocol\r\n";
  for (const auto& prefix : list.prefixes.prefixes()) append_row(text, {.what = prefix, .ports = {}});
  for (const auto& destination : list.destinations) append_row(text, destination);
  return Rendered{.files = {{options.name + ".csv", std::move(text)}}, .notes = {}};
}

}  // namespace sallyport::render
