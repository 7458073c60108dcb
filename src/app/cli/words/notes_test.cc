// Examples are command lines that the program takes; none is about a command that it does not have.

#include "app/cli/words/notes.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <sstream>

#include "app/cli/command_line.h"
#include "app/cli/words/note_examples.h"

namespace sallyport::cli {
namespace {

// The words up to the first pipe or redirection, without quotes.
std::vector<std::string> words_of(const std::string& command) {
  std::istringstream in(command);
  std::vector<std::string> words;
  for (std::string word; in >> word && !std::set<std::string>{"|", ">", ">>", "<"}.contains(word);) {
    std::erase(word, '\'');
    words.push_back(word);
  }
  return words;
}

bool is_taken(std::vector<std::string> words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  return parse_command_line(static_cast<int>(pointers.size()), pointers.data()).command != nullptr;
}

TEST(Notes, EveryCommandHasAnExampleAndItsExitCodes) {
  std::set<std::string> paths;
  const std::function<void(const std::string&, const app::Word&)> check = [&](const std::string& path,
                                                                              const app::Word& word) {
    for (const auto& part : word.words) check(path.empty() ? part.name : path + " " + part.name, part);
    if (!word.words.empty()) return;
    paths.insert(path);
    EXPECT_FALSE(word.examples.empty()) << path << ": add one to note_examples.cc";
    EXPECT_GE(word.exit_codes.size(), 2U) << path;
  };
  check("", program_words());
  for (const NoteExample& example : note_examples()) {
    EXPECT_TRUE(paths.contains(std::string(example.path))) << example.path << " is no command";
  }
}

TEST(Notes, EveryExampleIsTaken) {
  for (const NoteExample& example : note_examples()) {
    const std::string command(example.command);
    EXPECT_NE(command.find(example.path), std::string::npos) << command;
    EXPECT_FALSE(example.meaning.empty()) << command;
    if (!command.starts_with("sallyport ")) continue;  // source <(sallyport ...)
    EXPECT_TRUE(is_taken(words_of(command))) << command;
  }
}

}  // namespace
}  // namespace sallyport::cli
