#include "scenario/keywords.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/text.h"

namespace sallyport::scenario {
namespace {

constexpr std::size_t kLongestWord = 32;  // nothing longer is a slip of a keyword

// How many letters must be put in, taken out or replaced to make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row[b.size()];
}

std::string lower(std::string_view word) {
  std::string text(word);
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  if (word.size() > kLongestWord) return {};
  const std::string wanted = lower(word);
  std::string_view best;
  std::size_t least = 3;  // more than two letters wrong: another word
  for (const std::string_view candidate : known) {
    const std::size_t letters = distance(wanted, candidate);
    if (letters < least && letters * 3 <= candidate.size()) {
      least = letters;
      best = candidate;
    }
  }
  return best;
}

std::expected<void, std::string> require_one_of(std::string_view word, std::string_view what,
                                                std::span<const std::string_view> known) {
  if (std::ranges::find(known, word) != known.end()) return {};
  const std::string_view meant = nearest(word, known);
  return std::unexpected(fmt::format("'{}' is not {}: {}write one of {}", printable_excerpt(word), what,
                                     meant.empty() ? "" : fmt::format("did you mean '{}'? ", meant),
                                     fmt::join(known, ", ")));
}

}  // namespace sallyport::scenario
