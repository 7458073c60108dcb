// Apache 2.4: `Require ip` (mod_authz_host) within <RequireAny>.
//
// Semantics: who matches none gets 403. Another Require beside it, outside <RequireAll>, is one more way
// in (mod_authz_core: RequireAny is the default).
// Limits: a length of 0 is refused (APR), so that 0.0.0.0/0 is two halves.
// Loading: `Include` within <Location>, <Directory> or <Files>; `apachectl graceful` after `apachectl -t`.
#include <fmt/format.h>

#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {

Result<Rendered> write_apache(const List& list, const Options& options) {
  Rendered rendered;
  std::string text = "# An allow list: the rest gets 403.\n<RequireAny>\n";
  append_lines(text, without_length_0(list.prefixes), "  Require ip ", "");
  text += "</RequireAny>\n";
  rendered.files.push_back({options.name + ".conf", std::move(text)});
  rendered.notes.push_back(
      "include it within <Location>, <Directory> or <Files>: the rest gets 403. Where other Require lines "
      "stand beside "
      "it, put <RequireAll> around all of them, or each is one more way in");
  return rendered;
}

}  // namespace sallyport::render
