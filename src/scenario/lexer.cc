#include "scenario/lexer.h"

namespace sallyport::scenario {
namespace {

constexpr std::string_view kArrow = "=>";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool may_follow_a_quote(std::string_view rest) {
  return rest.empty() || is_space(rest[0]) || rest[0] == '#' || rest[0] == ',' || rest[0] == '/' ||
         rest[0] == ']' || rest.starts_with(kArrow);
}

// Reads what stands in quotes; `at` stands on the opening one, and behind the closing one afterwards.
std::expected<std::string, std::string> quoted_part(std::string_view line, std::size_t& at) {
  std::string text;
  for (++at; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '"') {
      ++at;
      if (may_follow_a_quote(line.substr(at))) return text;
      return std::unexpected("something stands right behind a closing quote: put a space between them");
    }
    if (c == '\\') {
      ++at;
      if (at >= line.size() || (line[at] != '"' && line[at] != '\\')) {
        return std::unexpected(
            R"(a backslash in a string stands before a quote or a backslash: write \" or \\)");
      }
    }
    text.push_back(line[at]);
  }
  return std::unexpected("the string has no closing quote");
}

// Reads up to white space, a comment, an arrow, or a quote that may stand there.
std::expected<std::string, std::string> bare_part(std::string_view line, std::size_t& at) {
  std::string text;
  for (; at < line.size() && !is_space(line[at]) && line[at] != '#'; ++at) {
    if (line.substr(at).starts_with(kArrow)) break;
    if (line[at] == '"') {
      if (text.ends_with(',') || text.ends_with('/') || text == "[") break;
      return std::unexpected("a quote stands inside a word: quote the whole word");
    }
    text.push_back(line[at]);
  }
  return text;
}

// The parts that slashes join. REQUIRES: a word starts there.
std::expected<Word, std::string> next_word(std::string_view line, std::size_t& at) {
  if (line.substr(at).starts_with(kArrow)) {
    at += kArrow.size();
    return Word{.text = std::string(kArrow), .quoted = false};
  }
  Word word;
  for (bool more = true; more;) {
    const bool quoted = line[at] == '"';
    auto part = quoted ? quoted_part(line, at) : bare_part(line, at);
    if (!part) return std::unexpected(std::move(part.error()));
    word.quoted |= quoted;
    word.text += *part;
    const char next = at < line.size() ? line[at] : ' ';
    more = quoted ? next == '/' : next == '"' && part->ends_with('/');
  }
  return word;
}

}  // namespace

std::expected<std::vector<Word>, std::string> split_words(std::string_view line) {
  std::vector<Word> words;
  std::size_t at = 0;
  while (at < line.size()) {
    if (is_space(line[at])) {
      ++at;
      continue;
    }
    if (line[at] == '#') break;
    auto word = next_word(line, at);
    if (!word) return std::unexpected(word.error());
    for (const char c : word->text) {
      if (is_control(c)) return std::unexpected("a control character stands in the line: remove it");
    }
    words.push_back(std::move(*word));
  }
  return words;
}

}  // namespace sallyport::scenario
