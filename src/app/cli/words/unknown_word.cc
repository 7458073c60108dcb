#include "app/cli/words/unknown_word.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "base/nearest.h"
#include "base/text.h"

namespace sallyport::cli {
namespace {

std::vector<std::string_view> names_of(const std::vector<const CLI::App*>& commands) {
  std::vector<std::string_view> names;
  for (const CLI::App* command : commands) names.push_back(command->get_name());
  return names;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

const CLI::App* find(const CLI::App& app, const std::string& name) {
  for (const CLI::App* command : commands_of(app)) {
    if (command->check_name(name)) return command;
  }
  return nullptr;
}

// The name of the option in a word such as "--kind=denied" or "-fFILE".
std::string option_name(const std::string& word) {
  return word.starts_with("--") ? word.substr(0, word.find('=')) : word.substr(0, 2);
}

const CLI::Option* find_option(const CLI::App& program, const CLI::App& command, const std::string& name) {
  for (const CLI::App* app : {&command, &program}) {
    if (const CLI::Option* const option = app->get_option_no_throw(name); option != nullptr) return option;
  }
  return nullptr;
}

std::string no_such_command(const std::string& path, const CLI::App& app, const std::string& word) {
  const auto names = names_of(commands_of(app));
  const std::string shown = printable_excerpt(word);
  const std::string_view meant = nearest(word, names);
  if (!meant.empty()) return fmt::format("{} has no command '{}': did you mean '{}'?", path, shown, meant);
  return fmt::format("{} has no command '{}'; it has: {}", path, shown, fmt::join(names, ", "));
}

std::string no_such_option(const std::string& path, const CLI::App& program, const CLI::App& command,
                           const std::string& name) {
  std::vector<std::string> all;
  for (const CLI::App* app : {&command, &program}) {
    for (const CLI::Option* option : app->get_options()) {
      for (const auto& known : option->get_lnames()) all.push_back("--" + known);
    }
  }
  const std::vector<std::string_view> names(all.begin(), all.end());
  const std::string shown = printable_excerpt(name);
  const std::string_view meant = nearest(name, names);
  if (!meant.empty()) return fmt::format("{} has no option '{}': did you mean '{}'?", path, shown, meant);
  return fmt::format("{} has no option '{}'; '{} --help' lists them", path, shown, path);
}

}  // namespace

std::optional<std::string> unknown_word(const CLI::App& program, int count, char** words) {
  const CLI::App* at = &program;
  std::string path = program.get_name();
  const std::span<char*> all(words, static_cast<std::size_t>(count));
  for (std::size_t i = 1; i < all.size(); ++i) {
    const std::string word = all[i];
    if (word == "--") return std::nullopt;  // what follows are arguments
    if (word.starts_with('-') && word.size() > 1) {
      const std::string name = option_name(word);
      const CLI::Option* const option = find_option(program, *at, name);
      if (option == nullptr) return no_such_option(path, program, *at, name);
      if (word == name && option->get_items_expected_max() > 0) ++i;  // its value
      continue;
    }
    if (commands_of(*at).empty()) continue;  // an argument
    const CLI::App* const next = find(*at, word);
    if (next == nullptr) return no_such_command(path, *at, word);
    at = next;
    path += ' ' + word;
  }
  return std::nullopt;
}

}  // namespace sallyport::cli
