#include "scenario/options.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "base/result.h"
#include "scenario/keywords.h"

namespace sallyport::scenario {
namespace {

std::string no_place(const Cursor& words, const std::vector<Option>& options) {
  std::vector<std::string_view> known;
  for (const Option& option : options) known.push_back(option.keyword);
  const std::string_view meant = nearest(words.shown(), known);
  if (!meant.empty()) return fmt::format("'{}' has no place here: did you mean '{}'?", words.shown(), meant);
  return fmt::format("'{}' has no place here: only '{}' may stand behind", words.shown(),
                     fmt::join(known, "', '"));
}

}  // namespace

Parsed<void> read_options(Cursor& words, const std::vector<Option>& options) {
  std::vector<const Option*> taken;
  while (!words.at_expectation()) {
    const auto option = std::ranges::find_if(
        options, [&](const Option& candidate) { return words.take_keyword(candidate.keyword); });
    if (option == options.end()) return std::unexpected(no_place(words, options));
    if (std::ranges::find(taken, &*option) != taken.end()) {
      return std::unexpected(fmt::format("'{}' stands here twice", option->keyword));
    }
    taken.push_back(&*option);
    SALLYPORT_TRY(option->read());
  }
  return {};
}

Option flag(std::string_view keyword, bool& set) {
  return {keyword, [&set]() -> Parsed<void> {
            set = true;
            return {};
          }};
}

}  // namespace sallyport::scenario
