#include "scenario/lexer.h"

namespace sallyport::scenario {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// Reads a quoted word; `at` stands on its opening quote, and behind its closing one afterwards.
std::expected<Word, std::string> quoted_word(std::string_view line, std::size_t& at) {
  Word word{.text = {}, .quoted = true};
  for (++at; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '"') {
      ++at;
      if (at < line.size() && !is_space(line[at]) && line[at] != '#' && line[at] != ',') {
        return std::unexpected("something stands right behind a closing quote: put a space between them");
      }
      return word;
    }
    if (c == '\\') {
      ++at;
      if (at >= line.size() || (line[at] != '"' && line[at] != '\\')) {
        return std::unexpected(
            R"(a backslash in a string stands before a quote or a backslash: write \" or \\)");
      }
    }
    word.text.push_back(line[at]);
  }
  return std::unexpected("the string has no closing quote");
}

std::expected<Word, std::string> bare_word(std::string_view line, std::size_t& at) {
  Word word;
  for (; at < line.size() && !is_space(line[at]) && line[at] != '#'; ++at) {
    if (line[at] == '"') {
      if (word.text.ends_with(',')) break;
      return std::unexpected("a quote stands inside a word: quote the whole word");
    }
    word.text.push_back(line[at]);
  }
  if (word.text != "=>" && word.text.find("=>") != std::string::npos) {
    return std::unexpected("put white space around =>");
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
    auto word = line[at] == '"' ? quoted_word(line, at) : bare_word(line, at);
    if (!word) return std::unexpected(word.error());
    for (const char c : word->text) {
      if (is_control(c)) return std::unexpected("a control character stands in the line: remove it");
    }
    words.push_back(std::move(*word));
  }
  return words;
}

}  // namespace sallyport::scenario
