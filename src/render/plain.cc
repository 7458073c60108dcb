// Plain text: a prefix, or a host with its ports, a line, as `catalog resolve` prints it and `render`
// reads it. Where it is prefixes only, it is what Palo Alto, FortiGate, pfSense and Check Point fetch by
// URL as an external list.
//
// Limits: none of its own; what fetches it has some.
// Loading: put the file where it is fetched, under its name at once (mv): what fetches it replaces its
// list.
#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {

Result<Rendered> write_plain(const List& list, const Options& options) {
  Rendered rendered;
  std::string text;
  append_lines(text, list.prefixes.prefixes(), "", "");
  for (const auto& destination : list.destinations) {
    text += net::to_string(destination);
    text += '\n';
  }
  rendered.files.push_back({options.name + ".txt", std::move(text)});
  return rendered;
}

}  // namespace sallyport::render
