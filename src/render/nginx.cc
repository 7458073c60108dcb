// nginx, ngx_http_access_module: `allow` for each prefix, and `deny all` behind them.
//
// Semantics: the rules are tried in order until one matches, and count only where the level below has none
// of its own.
// Limits: nginx reads the rules one after the other for each request: nginx-geo is a tree.
// Loading: `include` in http, server or location; `nginx -s reload` takes a configuration as a whole or
// not at all.
#include <fmt/format.h>

#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {

namespace {
constexpr std::size_t kLongForNginx = 1000;
}  // namespace

Result<Rendered> write_nginx(const List& list, const Options& options) {
  Rendered rendered;
  std::string text = "# An allow list: the rest is denied.\n";
  append_lines(text, list.prefixes.prefixes(), "allow ", ";");
  text += "deny all;\n";
  rendered.files.push_back({options.name + ".conf", std::move(text)});
  rendered.notes.push_back(
      "include it in http, server or location, then 'nginx -t' and 'nginx -s reload': the rest gets 403. A "
      "location with "
      "an allow or deny of its own does not inherit it; behind a proxy, set_real_ip_from says who connects");
  if (const std::size_t count = list.prefixes.prefixes().size(); count > kLongForNginx) {
    rendered.notes.push_back(
        fmt::format("nginx tries these {} rules one after the other: 'nginx-geo' is faster", count));
  }
  return rendered;
}

}  // namespace sallyport::render
