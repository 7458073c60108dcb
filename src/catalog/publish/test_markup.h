// A checker of markup: whether it is well-formed XML 1.0 (the part of it that is written here: no CDATA, no
// entities but the five and numbers), and what text it has.
//
// Thread safety: pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport::catalog::test {

struct Markup {
  std::string wrong;               // why it is not well-formed; empty: it is
  std::string text;                // all text between the tags, with its references resolved
  std::vector<std::string> names;  // of the elements, in their order
};

class MarkupReader {
 public:
  // `html`: with a doctype, and elements that have no end.
  static Markup read(std::string_view text, bool html) { return MarkupReader(text, html).read(); }

 private:
  MarkupReader(std::string_view text, bool html) : rest_(text), html_(html) {}

  Markup read() {
    if (html_ && rest_.starts_with("<!DOCTYPE html>")) rest_.remove_prefix(15);
    if (!html_ && rest_.starts_with("<?xml ")) rest_.remove_prefix(rest_.find("?>") + 2);
    while (!rest_.empty() && markup_.wrong.empty()) {
      if (rest_.front() == '<') {
        tag();
      } else {
        markup_.text += text(rest_.find('<'));
      }
    }
    if (!open_.empty() && markup_.wrong.empty()) markup_.wrong = "no end of " + open_.back();
    return markup_;
  }

  void fail(const std::string& why) {
    if (markup_.wrong.empty()) markup_.wrong = why + " before: " + std::string(rest_.substr(0, 60));
    rest_ = {};
  }

  std::string text(std::size_t end) {
    std::string out;
    std::string_view raw = rest_.substr(0, end);
    const std::string_view after = rest_.substr(raw.size());
    while (!raw.empty()) {
      if (raw.front() != '&') {
        out += raw.front();
        raw.remove_prefix(1);
        continue;
      }
      constexpr std::string_view kNames[][2] = {
          {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
      bool known = false;
      for (const auto& [name, character] : kNames) {
        if (known || !raw.starts_with(name)) continue;
        out += character;
        raw.remove_prefix(name.size());
        known = true;
      }
      if (!known) {
        fail("a bare &");
        return out;
      }
    }
    rest_ = after;
    return out;
  }

  std::string name() {
    const std::size_t size = rest_.find_first_of(" \t\n=/>\"'<");
    std::string word(rest_.substr(0, size));
    rest_.remove_prefix(word.size());
    return word;
  }

  void tag() {
    rest_.remove_prefix(1);
    if (rest_.starts_with('/')) {
      rest_.remove_prefix(1);
      const std::string word = name();
      if (open_.empty() || open_.back() != word) return fail("an end of " + word + " that is not open");
      open_.pop_back();
      return close_tag();
    }
    const std::string word = name();
    if (word.empty() || word.front() == '!' || word.front() == '?') return fail("no name of an element");
    markup_.names.push_back(word);
    while (rest_.starts_with(' ')) {
      rest_.remove_prefix(1);
      const std::string attribute = name();
      if (attribute.empty() || attribute.starts_with("on") || attribute == "src")
        return fail("the attribute " + attribute);
      if (!rest_.starts_with("=\"")) return fail("an attribute without a quoted value");
      rest_.remove_prefix(2);
      if (text(rest_.find('"')).find('<') != std::string::npos && !html_) return fail("< in an attribute");
      rest_.remove_prefix(rest_.empty() ? 0 : 1);
    }
    const bool is_empty = rest_.starts_with('/');
    if (is_empty) rest_.remove_prefix(1);
    const bool is_void = html_ && (word == "meta" || word == "link" || word == "br");
    if (!is_empty && !is_void) open_.push_back(word);
    close_tag();
  }

  void close_tag() {
    if (!rest_.starts_with('>')) return fail("no end of a tag");
    rest_.remove_prefix(1);
  }

  std::string_view rest_;
  bool html_;
  std::vector<std::string> open_;
  Markup markup_;
};

}  // namespace sallyport::catalog::test
