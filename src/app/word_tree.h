// Word: what a command line takes, as data. Completion, manual pages and the reference are made from it, so
// none of them can know what the program does not.
//
// Thread safety: a value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

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
};

struct Word {
  std::string name;
  std::string help;
  std::vector<WordOption> options;
  std::vector<WordOption> arguments;
  std::vector<Word> words;
};

Word describe(const CLI::App& app);

// "sallyport address list [OPTIONS] SCOPE". `path` is what stands before the word's own name.
std::string usage(const std::string& path, const Word& word);
// "--kind KIND", "PREFIX..."
std::string signature(const WordOption& option);

}  // namespace sallyport::app
