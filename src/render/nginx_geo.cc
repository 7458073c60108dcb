// nginx, ngx_http_geo_module: a variable that is 1 for a member and 0 for the rest; a tree, fit for long
// lists.
//
// Semantics: a length of 0 is what `default` sets, so that 0.0.0.0/0 is two halves.
// Loading: `include` in http; `nginx -s reload` takes a configuration as a whole or not at all.
#include <fmt/format.h>

#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {

Result<Rendered> write_nginx_geo(const List& list, const Options& options) {
  Rendered rendered;
  // No variable of nginx's own is called so, as they may not be changed by a list's name.
  std::string text =
      fmt::format("# An allow list: 1 for those on it.\ngeo ${}_allowed {{\n  default 0;\n", options.name);
  append_lines(text, without_length_0(list.prefixes), "  ", " 1;");
  text += "}\n";
  rendered.files.push_back({options.name + ".conf", std::move(text)});
  rendered.notes.push_back(
      fmt::format("include it in http, and where it is to count say 'if (${}_allowed = 0) {{ return 403; "
                  "}}': by itself it denies "
                  "nobody. Behind a proxy, set_real_ip_from says who connects",
                  options.name));
  return rendered;
}

}  // namespace sallyport::render
