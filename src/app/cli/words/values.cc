#include "app/cli/words/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "base/nearest.h"
#include "base/text.h"

namespace sallyport::cli {
namespace {

std::string quoted_excerpt(std::string_view word) { return fmt::format("'{}'", printable_excerpt(word)); }

template <class Number>
bool reads_as(std::string_view text, Number& number) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

}  // namespace

std::string none_of_them(std::string_view word, const std::vector<std::string>& words) {
  const std::string all = fmt::format("{}", fmt::join(words, ", "));
  if (word.empty()) return "the value is empty; it takes " + all;
  const std::vector<std::string_view> known(words.begin(), words.end());
  const std::string_view meant = nearest(word, known);
  if (meant.empty()) return fmt::format("{} is no value of it; it takes {}", quoted_excerpt(word), all);
  return fmt::format("{} is no value of it: did you mean '{}'? It takes {}", quoted_excerpt(word), meant,
                     all);
}

CLI::Validator one_of(std::vector<std::string> words, std::map<std::string, std::string> hints) {
  const std::string description = fmt::format("{{{}}}", fmt::join(words, ","));
  return CLI::Validator(
      [words = std::move(words), hints = std::move(hints)](std::string& word) {
        if (std::ranges::find(words, word) != words.end()) return std::string();
        const auto hint = hints.find(word);
        return hint != hints.end() ? hint->second : none_of_them(word, words);
      },
      description);
}

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
  return CLI::Validator(
      [least, most](std::string& text) -> std::string {
        std::uint64_t value = 0;
        if (reads_as(text, value) && value >= least && value <= most) return {};
        if (most == kAnyNumber) {
          return fmt::format("{} is no whole number from {} on", quoted_excerpt(text), least);
        }
        return fmt::format("{} is no whole number from {} to {}", quoted_excerpt(text), least, most);
      },
      "");
}

CLI::Validator number(double least, double most) {
  return CLI::Validator(
      [least, most](std::string& text) -> std::string {
        double value = 0;
        if (reads_as(text, value) && value >= least && value <= most) return {};
        return fmt::format("{} is no number from {} to {}", quoted_excerpt(text), least, most);
      },
      "");
}

}  // namespace sallyport::cli
