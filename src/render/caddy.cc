// Caddy: a matcher of all who are not on the list (remote_ip), and 403 for them.
//
// Semantics: Caddy runs directives in an order of its own (Caddyfile, "Directive order"), `handle` and
// `route` before `respond`; only within `route` are they run as they stand. So this belongs first into a
// `route` around the site.
// Loading: `import` there; `caddy reload` takes a configuration as a whole or not at all.
#include <fmt/format.h>

#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {

Result<Rendered> write_caddy(const List& list, const Options& options) {
  Rendered rendered;
  std::string text =
      fmt::format("# An allow list: the rest gets 403. First within: route {{ }}\n@{}_others {{\n\tnot {{\n",
                  options.name);
  append_lines(text, list.prefixes.prefixes(), "\t\tremote_ip ", "");
  fmt::format_to(std::back_inserter(text), "\t}}\n}}\nrespond @{}_others 403\n", options.name);
  rendered.files.push_back({options.name + ".caddy", std::move(text)});
  rendered.notes.push_back(
      fmt::format("in the site, write 'route {{', 'import {}.caddy', all the rest, '}}': the rest of the "
                  "world gets 403. Outside a "
                  "route, Caddy would run handle and route before it",
                  options.name));
  return rendered;
}

}  // namespace sallyport::render
