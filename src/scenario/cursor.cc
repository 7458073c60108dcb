#include "scenario/cursor.h"

#include <fmt/format.h>

#include "base/duration.h"
#include "base/text.h"

namespace sallyport::scenario {
namespace {

// Appends the elements between the commas of one bare word; false where one of them is empty.
bool split_commas(std::string_view word, std::vector<std::string>& elements) {
  for (;;) {
    const auto comma = word.find(',');
    const std::string_view element = word.substr(0, comma);
    if (element.empty()) return false;
    elements.emplace_back(element);
    if (comma == std::string_view::npos) return true;
    word.remove_prefix(comma + 1);
  }
}

}  // namespace

bool Cursor::at_keyword(std::string_view keyword) const {
  return !at_end() && !words_[at_].quoted && words_[at_].text == keyword;
}

bool Cursor::take_keyword(std::string_view keyword) {
  if (!at_keyword(keyword)) return false;
  ++at_;
  return true;
}

Parsed<std::string> Cursor::text(std::string_view what) {
  if (at_expectation()) return std::unexpected(fmt::format("{} is missing", what));
  return words_[at_++].text;
}

Parsed<std::string> Cursor::text_after(std::string_view keyword, std::string_view what) {
  if (!take_keyword(keyword))
    return std::unexpected(fmt::format("'{}' and {} are missing here", keyword, what));
  return text(what);
}

Parsed<std::chrono::seconds> Cursor::duration(std::string_view what) {
  const auto word = text(what);
  if (!word) return std::unexpected(word.error());
  const auto duration = parse_duration(*word);
  if (!duration) return std::unexpected(printable_excerpt(duration.error().message));
  return *duration;
}

Parsed<policy::Channel> Cursor::channel() {
  const auto word = text("the channel, api or smtp,");
  if (!word) return std::unexpected(word.error());
  const auto channel = policy::parse_channel(*word);
  if (!channel) {
    return std::unexpected(fmt::format("'{}' is not a channel: write api or smtp", printable_excerpt(*word)));
  }
  return *channel;
}

Parsed<control::ScopeName> Cursor::scope() {
  auto word = text("an organization, or ORGANIZATION/CREDENTIAL,");
  if (!word) return std::unexpected(word.error());
  const auto slash = word->find('/');
  if (slash == std::string::npos) return control::ScopeName{std::move(*word), {}};
  control::ScopeName scope{word->substr(0, slash), word->substr(slash + 1)};
  if (scope.organization.empty() || scope.credential.empty()) {
    return std::unexpected(
        fmt::format("'{}' names no credential: write ORGANIZATION/CREDENTIAL", printable_excerpt(*word)));
  }
  return scope;
}

// A comma at the front of the next bare word belongs to the list before it: `a ,b` and `"a", b`.
bool Cursor::take_comma() {
  if (at_end() || words_[at_].quoted || !words_[at_].text.starts_with(',')) return false;
  words_[at_].text.erase(0, 1);
  if (words_[at_].text.empty()) ++at_;
  return true;
}

Parsed<std::vector<std::string>> Cursor::list(std::string_view what) {
  std::vector<std::string> elements;
  for (bool more = true; more;) {
    if (at_expectation()) return std::unexpected(fmt::format("{} is missing", what));
    const Word& word = words_[at_++];
    bool comma_behind = false;
    if (word.quoted) {
      elements.push_back(word.text);
    } else {
      std::string_view text = word.text;
      comma_behind = text.ends_with(',');
      if (comma_behind) text.remove_suffix(1);
      if (!split_commas(text, elements)) {
        return std::unexpected(
            fmt::format("an element of the list is empty at '{}'", printable_excerpt(word.text)));
      }
    }
    more = comma_behind || take_comma();
  }
  return elements;
}

std::string Cursor::shown() const { return printable_excerpt(words_[at_].text); }

Parsed<void> Cursor::end() const {
  if (at_end()) return {};
  return std::unexpected(fmt::format("'{}' has no place here", shown()));
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace sallyport::scenario
