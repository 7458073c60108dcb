#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iostream>

#include "app/cli/about.h"
#include "app/cli/command_line.h"
#include "app/cli/words/completion.h"
#include "app/help.h"
#include "base/nearest.h"

namespace sallyport::cli {
namespace {

// What is wrong with words that lead to no command.
std::string no_command_at(const app::Word& program, const std::vector<std::string>& path) {
  const app::Word* above = &program;
  std::string said = program.name;
  for (const std::string& name : path) {
    const app::Word* const found = app::find_word(*above, {name});
    if (found == nullptr) {
      if (above->words.empty()) return fmt::format("{} has no commands below it: leave '{}' out", said, name);
      std::vector<std::string_view> known;
      for (const app::Word& word : above->words) known.push_back(word.name);
      return fmt::format("{}: {}", said, no_such("command", name, known));
    }
    above = found;
    said += " " + name;
  }
  return said;
}

}  // namespace

int print_completion(Session&, const Arguments& arguments) {
  std::cout << completion(arguments.shell, program_words());
  return kDone;
}

int print_manual(Session& session, const Arguments& arguments) {
  const app::Word program = program_words();
  const std::string page = app::manual_page(program, about(), arguments.words);
  if (page.empty()) return session.usage(no_command_at(program, arguments.words));
  std::cout << page;
  return kDone;
}

int print_help(Session& session, const Arguments& arguments) {
  const app::Word program = program_words();
  const std::string text = app::help(program, about(), arguments.words);
  if (text.empty()) return session.usage(no_command_at(program, arguments.words));
  std::cout << text;
  return kDone;
}

}  // namespace sallyport::cli
