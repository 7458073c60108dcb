// Manual pages (roff, man(7)) and their like in Markdown, out of a program's words.
//
// Thread safety: pure functions.
// Invariants: nothing in a text can become a roff request or a Markdown mark.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/word_tree.h"

namespace sallyport::app {

// What the words do not say of themselves.
struct About {
  std::string_view section;  // of the manual: "1"
  std::string_view version;
  std::string_view summary;                   // after the name, without a full stop
  std::vector<std::string_view> description;  // paragraphs
  std::vector<std::pair<std::string_view, std::string_view>> exit_codes;  // and what they mean
  std::vector<std::pair<std::string_view, std::string_view>> environment;
  std::vector<std::pair<std::string_view, std::string_view>> examples;  // a command, and what it does
  std::vector<std::string_view> see_also;
  std::vector<std::pair<std::string_view, std::string_view>> files = {};  // and what lies in them
};

// Of the whole program.
std::string manual_page(const Word& program, const About& about);
// Of one of its commands: `path` are the words that lead to it. Empty where there is no such command.
std::string manual_page(const Word& program, const About& about, const std::vector<std::string>& path);

// A reference of all commands and options.
std::string reference(const Word& program, const About& about);

}  // namespace sallyport::app
