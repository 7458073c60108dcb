// Traefik 3: an ipAllowList middleware, for the file provider (YAML).
//
// Semantics: who is not in sourceRange gets 403; the remote address counts, unless ipStrategy is set.
// Loading: put it at once (mv) where the file provider watches.
#include <fmt/format.h>

#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {

Result<Rendered> write_traefik(const List& list, const Options& options) {
  Rendered rendered;
  std::string text = fmt::format(
      "# An allow list: the rest gets 403.\nhttp:\n  middlewares:\n    {}:\n      ipAllowList:\n        "
      "sourceRange:\n",
      options.name);
  append_lines(text, list.prefixes.prefixes(), "          - \"", "\"");
  rendered.files.push_back({options.name + ".yaml", std::move(text)});
  rendered.notes.push_back(fmt::format(
      "put it where the file provider watches, and name the middleware in the routers: '{}@file'. A router "
      "that does not name it lets everybody in. Traefik 2 calls it ipWhiteList",
      options.name));
  return rendered;
}

}  // namespace sallyport::render
