// Word: what a command line takes, as data. Completion, manual pages and the reference are made from it, so
// none of them can know what the program does not.
//
// Thread safety: a value.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace sallyport::app {

// An option, or an argument that stands by its place.
struct WordOption {
  std::vector<std::string> names;    // "--format", "-f"; empty: an argument
  std::string value;                 // what stands for the value, such as PREFIX; empty: it takes none
  std::vector<std::string> choices;  // all that it takes; empty: anything
  std::string help;
  std::string otherwise;    // the value where it is left out
  std::string environment;  // the variable that gives it too
  bool required = false;
  bool repeated = false;
  bool file = false;
  bool listed = false;    // several values in one word, with commas between them
  bool commands = false;  // its values are the program's own words
  bool vendor = false;    // its value is a vendor of a catalog: a file's name
};

struct Word {
  std::string name;
  std::string help;
  std::vector<WordOption> options;
  std::vector<WordOption> arguments;
  std::vector<Word> words;
  std::vector<std::pair<std::string, std::string>> examples;    // a command, and what it does (may be empty)
  std::vector<std::pair<std::string, std::string>> exit_codes;  // and what they mean; empty: the program's
};

Word describe(const CLI::App& app);
WordOption describe(const CLI::Option& option);

// "sallyport address list [OPTIONS] SCOPE". `path` is what stands before the word's own name.
std::string usage(const std::string& path, const Word& word);
// "--kind KIND", "PREFIX..."
std::string signature(const WordOption& option);
// What it is, with its choices, what holds where it is left out, and the variable that gives it.
std::string details(const WordOption& option);
// The word at the end of a path of names below `program`; null where there is none.
const Word* find_word(const Word& program, const std::vector<std::string>& path);

}  // namespace sallyport::app
