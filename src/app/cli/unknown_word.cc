#include "app/cli/unknown_word.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "base/nearest.h"

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

// Whether the word after this option is its value.
bool takes_next(const CLI::App& program, const CLI::App& command, const std::string& word) {
  if (word.find('=') != std::string::npos) return false;
  for (const CLI::App* app : {&command, &program}) {
    const CLI::Option* const option = app->get_option_no_throw(word);
    if (option != nullptr) return option->get_items_expected_max() > 0;
  }
  return false;
}

}  // namespace

std::optional<std::string> unknown_word(const CLI::App& program, int count, char** words) {
  const CLI::App* at = &program;
  std::string path = program.get_name();
  const std::span<char*> all(words, static_cast<std::size_t>(count));
  for (std::size_t i = 1; i < all.size() && !commands_of(*at).empty(); ++i) {
    const std::string word = all[i];
    if (word.starts_with('-')) {
      if (takes_next(program, *at, word)) ++i;
      continue;
    }
    const CLI::App* const next = find(*at, word);
    if (next == nullptr) {
      const auto names = names_of(commands_of(*at));
      const std::string_view meant = nearest(word, names);
      if (!meant.empty()) return fmt::format("{} has no command '{}': did you mean '{}'?", path, word, meant);
      return fmt::format("{} has no command '{}'; it has: {}", path, word, fmt::join(names, ", "));
    }
    at = next;
    path += ' ' + word;
  }
  return std::nullopt;
}

}  // namespace sallyport::cli
