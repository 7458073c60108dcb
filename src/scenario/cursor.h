// Cursor: the words of one line, taken one after the other by the parser.
//
// Thread safety: belongs to one call.
// Invariants: a quoted word is never taken for a keyword.
#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/model.h"
#include "scenario/lexer.h"

namespace sallyport::scenario {

// A value, or why the line is malformed.
template <class T>
using Parsed = std::expected<T, std::string>;

class Cursor {
 public:
  explicit Cursor(std::vector<Word> words) : words_(std::move(words)) {}

  bool at_end() const { return at_ == words_.size(); }
  // Whether the statement's own words are taken: nothing is left of it but what must come.
  bool at_expectation() const { return at_end() || at_keyword("=>"); }
  bool at_keyword(std::string_view keyword) const;
  // Takes the keyword, where it is the next word.
  bool take_keyword(std::string_view keyword);

  // The next word as text; `what` names it in the error: "the name of the organization".
  Parsed<std::string> text(std::string_view what);
  // Keyword and text, or the error that the keyword is missing.
  Parsed<std::string> text_after(std::string_view keyword, std::string_view what);
  // Whether the line ends in `=> error CODE`.
  bool expects_refusal() const;
  // What cannot stand there may be what is to be refused: then it is remembered. Errors: `why`, where the
  // line expects no refusal.
  Parsed<void> refuse(std::string why);
  // The first of what was remembered; empty where there is none.
  const std::string& refused() const { return refused_; }
  Parsed<std::chrono::seconds> duration(std::string_view what);
  Parsed<policy::Channel> channel();
  Parsed<control::ScopeName> scope();       // ORG or ORG/CREDENTIAL
  Parsed<control::ScopeName> credential();  // CREDENTIAL, or ORG/CREDENTIAL; without it ORG is empty
  // One or more, separated by commas, with or without spaces around them.
  Parsed<std::vector<std::string>> list(std::string_view what);
  // As list(); or `none`, or in brackets, where there may be none of them: `[a, b]`, `[]`.
  Parsed<std::vector<std::string>> expected_list(std::string_view what);
  // Errors: words are left.
  Parsed<void> end() const;
  // The next word as a message shows it. REQUIRES: not at_end().
  std::string shown() const;

 private:
  bool take_front(char character);

  std::vector<Word> words_;
  std::size_t at_ = 0;
  std::string refused_;
};

// A whole decimal number without sign. Empty where it is none, or larger than 64 bits.
std::optional<std::uint64_t> parse_count(std::string_view text);

}  // namespace sallyport::scenario
