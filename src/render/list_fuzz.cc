// Any bytes as a list: it is refused, or every target refuses it or writes it; and what `plain` writes is the
// same list.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "render/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sallyport::render;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto list = parse_list(text);
  if (!list) return 0;
  for (const Target& target : targets()) {
    for (const bool summarise : {false, true}) {
      Options options;
      options.summarise = summarise;
      const auto rendered = render(target, *list, options);
      if (target.id != "plain") continue;
      if (!rendered) std::abort();
      const auto again = parse_list(rendered->files.front().text);
      if (!again || again->prefixes != list->prefixes || again->destinations != list->destinations)
        std::abort();
    }
  }
  return 0;
}
