#include "base/nearest.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/text.h"

namespace sallyport {
namespace {

constexpr std::size_t kLongestWord = 64;  // nothing longer is a slip
constexpr std::size_t kMostNamed = 20;

std::string in_small_letters(std::string_view word) {
  std::string text(word);
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// How many letters must be put in, taken out, replaced or swapped with the next to make one of the other.
std::size_t letters_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> above(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    next[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      next[j + 1] = std::min({row[j] + (a[i] == b[j] ? 0 : 1), next[j] + 1, row[j + 1] + 1});
      const bool swapped = i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j];
      if (swapped) next[j + 1] = std::min(next[j + 1], above[j - 1] + 1);
    }
    above.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  if (word.size() > kLongestWord) return {};
  const std::string wanted = in_small_letters(word);
  std::string_view best;
  std::size_t least = 3;  // more than two letters wrong: another word
  for (const std::string_view candidate : known) {
    if (candidate.size() > wanted.size() + least || wanted.size() > candidate.size() + least) continue;
    const std::size_t letters = letters_between(wanted, in_small_letters(candidate));
    if (letters < least && letters * 3 <= candidate.size()) {
      least = letters;
      best = candidate;
    }
  }
  return best;
}

std::string no_such(std::string_view what, std::string_view word, std::span<const std::string_view> known) {
  std::string text = fmt::format("there is no {} '{}'", what, printable_excerpt(word));
  if (known.empty()) return text + ": there is none at all";
  const std::string_view meant = nearest(word, known);
  if (!meant.empty()) text += fmt::format(": did you mean '{}'?", meant);
  text += fmt::format("{} {}", meant.empty() ? ": there are" : " There are",
                      fmt::join(known.first(std::min(known.size(), kMostNamed)), ", "));
  if (known.size() > kMostNamed) text += fmt::format(" and {} more", known.size() - kMostNamed);
  return text;
}

}  // namespace sallyport
