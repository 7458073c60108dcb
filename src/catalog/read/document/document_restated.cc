#include "catalog/read/document/document_restated.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace sallyport::catalog {
namespace {

constexpr std::size_t kQuotedBefore = 40;  // bytes in front of the first difference
constexpr std::size_t kQuoted = 240;

struct Subject {
  std::string_view offering;
  std::string_view place;
  std::optional<net::Destination> of;

  friend auto operator<=>(const Subject&, const Subject&) = default;
};
using Numbers = std::vector<std::size_t>;  // of texts, in Document::texts
struct Both {
  Numbers before, after;

  friend auto operator<=>(const Both&, const Both&) = default;
};

template <class Add>
void add_texts(const Document& document, Add add) {
  for (std::size_t i = 0; i < document.texts.size(); ++i) {
    const DocumentText& text = document.texts[i];
    if (text.of.empty()) add(Subject{text.offering, text.place, std::nullopt}, i);
    for (const net::Destination& each : text.of) add(Subject{text.offering, text.place, each}, i);
  }
}

bool has(const Document& document, const Subject& subject) {
  if (!subject.of) return subject.place.empty() || document.find(subject.offering, subject.place) != nullptr;
  const DocumentCell* const cell = document.find(subject.offering, subject.place);
  const auto* const addresses = cell == nullptr ? nullptr : std::get_if<DocumentAddresses>(&cell->content);
  if (addresses == nullptr) return false;
  const auto found = std::ranges::lower_bound(addresses->destinations, *subject.of);
  return found != addresses->destinations.end() && found->what == subject.of->what;
}

std::string joined_texts(const Document& document, const Numbers& numbers) {
  std::string all;
  for (const std::size_t number : numbers) {
    if (!all.empty()) all += " / ";
    all += document.texts[number].text;
  }
  return all;
}

bool is_inside_of_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80;
}

// From `begin` on, so much as a person reads in a list.
std::string quoted(std::string_view text, std::size_t begin) {
  std::size_t end = std::min(text.size(), begin + kQuoted);
  while (is_inside_of_character(text, end)) --end;
  std::string part = begin == 0 ? std::string() : "…";
  part += printable(text.substr(begin, end - begin));
  return end == text.size() ? part : part + "…";
}

struct Quotes {
  std::string before, after;
};

// Empty where they are the same.
std::optional<Quotes> difference(const Document& found, const Document& last_good, const Both& both) {
  const std::string before = joined_texts(last_good, both.before);
  const std::string after = joined_texts(found, both.after);
  if (before == after) return std::nullopt;
  const auto first = static_cast<std::size_t>(std::ranges::mismatch(before, after).in1 - before.begin());
  std::size_t begin = first <= kQuotedBefore ? 0 : first - kQuotedBefore;
  while (begin > 0 && is_inside_of_character(before, begin)) --begin;
  return Quotes{quoted(before, begin), quoted(after, begin)};
}

}  // namespace

std::vector<Restated> find_restated(const Document& found, const Document& last_good) {
  if (!found.is_page || !last_good.is_page) return {};
  std::map<Subject, Both> subjects;
  add_texts(last_good, [&](const Subject& of, std::size_t text) { subjects[of].before.push_back(text); });
  add_texts(found, [&](const Subject& of, std::size_t text) { subjects[of].after.push_back(text); });
  std::map<Both, std::optional<Quotes>> known;  // a text may be about thousands of addresses
  std::vector<Restated> restated;
  for (const auto& [subject, both] : subjects) {
    if (!has(found, subject) || !has(last_good, subject)) continue;
    const auto [quotes, is_new] = known.try_emplace(both);
    if (is_new) quotes->second = difference(found, last_good, both);
    if (!quotes->second) continue;
    restated.push_back({.offering = std::string(subject.offering),
                        .site = std::string(subject.place),
                        .of = subject.of,
                        .before = quotes->second->before,
                        .after = quotes->second->after});
  }
  return restated;
}

}  // namespace sallyport::catalog
