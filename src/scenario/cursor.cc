#include "scenario/cursor.h"

#include <fmt/format.h>

#include "base/duration.h"
#include "base/result.h"
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
  if (duration) return *duration;
  SALLYPORT_TRY(refuse(printable_excerpt(duration.error().message)));
  return std::chrono::seconds(0);
}

Parsed<policy::Channel> Cursor::channel() {
  const auto word = text("the channel, api or smtp,");
  if (!word) return std::unexpected(word.error());
  const auto channel = policy::parse_channel(*word);
  if (channel) return *channel;
  SALLYPORT_TRY(refuse(fmt::format("'{}' is not a channel: write api or smtp", printable_excerpt(*word))));
  return policy::Channel::api;
}

Parsed<control::ScopeName> Cursor::scope() {
  auto word = text("an organization, or ORGANIZATION/CREDENTIAL,");
  if (!word) return std::unexpected(word.error());
  const auto slash = word->find('/');  // names have none
  if (slash == std::string::npos) return control::ScopeName{std::move(*word), {}};
  control::ScopeName scope{word->substr(0, slash), word->substr(slash + 1)};
  if (scope.organization.empty() || scope.credential.empty()) {
    return std::unexpected(
        fmt::format("'{}' names no credential: write ORGANIZATION/CREDENTIAL", printable_excerpt(*word)));
  }
  return scope;
}

Parsed<control::ScopeName> Cursor::credential() {
  if (at_expectation()) return std::unexpected("the name of the credential is missing");
  SALLYPORT_ASSIGN(control::ScopeName scope, this->scope());
  if (scope.credential.empty()) std::swap(scope.organization, scope.credential);
  return scope;
}

Parsed<void> Cursor::refuse(std::string why) {
  if (!expects_refusal()) return std::unexpected(std::move(why));
  if (refused_.empty()) refused_ = std::move(why);
  return {};
}

bool Cursor::expects_refusal() const {
  const auto is = [&](std::size_t at, std::string_view keyword) {
    return at < words_.size() && !words_[at].quoted && words_[at].text == keyword;
  };
  std::size_t arrow = at_;
  while (arrow < words_.size() && !is(arrow, "=>")) ++arrow;
  return is(arrow + 1, "error");
}

// The character at the front of the next bare word, by itself or not: `a ,b` and `"a", b` are lists.
bool Cursor::take_front(char character) {
  if (at_end() || words_[at_].quoted || !words_[at_].text.starts_with(character)) return false;
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
    more = comma_behind || take_front(',');
  }
  return elements;
}

Parsed<std::vector<std::string>> Cursor::expected_list(std::string_view what) {
  if (take_keyword("none")) return std::vector<std::string>();
  if (!take_front('[')) return list(what);
  if (take_front(']')) return std::vector<std::string>();
  SALLYPORT_ASSIGN(auto elements, list(what));
  if (take_front(']')) return elements;
  std::string& last = elements.back();
  if (last.size() < 2 || !last.ends_with(']')) return std::unexpected("the list has no closing bracket");
  last.pop_back();
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
