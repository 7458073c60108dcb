#include "scenario/keywords.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"

namespace sallyport::scenario {

std::expected<void, std::string> require_one_of(std::string_view word, std::string_view what,
                                                std::span<const std::string_view> known) {
  if (std::ranges::find(known, word) != known.end()) return {};
  const std::string_view meant = nearest(word, known);
  return std::unexpected(fmt::format("'{}' is not {}: {}write one of {}", printable_excerpt(word), what,
                                     meant.empty() ? "" : fmt::format("did you mean '{}'? ", meant),
                                     fmt::join(known, ", ")));
}

}  // namespace sallyport::scenario
