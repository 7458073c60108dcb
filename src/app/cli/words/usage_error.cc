#include "app/cli/words/usage_error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "app/cli/words/unknown_word.h"
#include "base/text.h"

namespace sallyport::cli {
namespace {

std::string words_leading_to(const std::vector<const CLI::App*>& commands) {
  std::string path;
  for (const CLI::App* command : commands) path += (path.empty() ? "" : " ") + command->get_name();
  return path;
}

// "--kind KIND", or "MODE" for an argument.
std::string name_of(const CLI::Option& option) { return app::signature(app::describe(option)); }

// "--kind", or "MODE" for an argument.
std::string bare_name_of(const CLI::Option& option) {
  const app::WordOption described = app::describe(option);
  return described.names.empty() ? described.value : described.names.front();
}

// What CLI11 names as the cause stands at the front of its text: "--kind: ...".
const CLI::Option* culprit(const std::vector<const CLI::App*>& commands, std::string_view text) {
  const std::string_view name = text.substr(0, text.find(": "));
  for (const CLI::App* command : commands) {
    for (const CLI::Option* option : command->get_options()) {
      if (option->get_name() == name) return option;
    }
  }
  return nullptr;
}

std::string missing(const std::vector<const CLI::App*>& commands, std::string_view said) {
  const CLI::App& command = *commands.back();
  const auto parts = command.get_subcommands([](const CLI::App*) { return true; });
  if (!parts.empty()) {
    std::vector<std::string> names;
    for (const CLI::App* part : parts) names.push_back(part->get_name());
    return fmt::format("say which command of {}: {}", words_leading_to(commands), fmt::join(names, ", "));
  }
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_required() && option->count() == 0) names.push_back(name_of(*option));
  }
  if (names.empty()) return std::string(said);
  return fmt::format("{} is missing", fmt::join(names, " and "));
}

// CLI11 says "--expiry excludes --for".
std::string apart(std::string text) {
  constexpr std::string_view kExcludes = " excludes ";
  const auto at = text.find(kExcludes);
  if (at == std::string::npos) return text;
  return text.replace(at, kExcludes.size(), " and ") + " do not go together";
}

std::string too_many(const CLI::App& program) {
  std::vector<std::string> words;
  for (const std::string& word : program.remaining(true)) words.push_back(printable_excerpt(word));
  return fmt::format("more words than it takes: {}", fmt::join(words, " "));
}

std::string what_is_wrong(const CLI::App& program, const std::vector<const CLI::App*>& commands,
                          const CLI::ParseError& error) {
  const std::string said = printable(error.what());
  const std::string kind = error.get_name();
  if (kind == "RequiredError") return missing(commands, said);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) return too_many(program);
  if (kind == "ExcludesError") return apart(said);
  const CLI::Option* const option = culprit(commands, said);
  if (option == nullptr) return said;
  const std::string rest = said.substr(said.find(": ") + 2);
  if (kind == "ValidationError") return fmt::format("{}: {}", bare_name_of(*option), rest);
  if (kind == "ArgumentMismatch" && rest.ends_with(" missing"))
    return name_of(*option) + ": no value follows";
  if (kind == "ArgumentMismatch" && rest.starts_with("At Most")) {
    return bare_name_of(*option) + " is given more than once";
  }
  if (kind == "ArgumentMismatch") return name_of(*option) + ": there are too few";
  return said;
}

}  // namespace

std::vector<const CLI::App*> commands_read(const CLI::App& program) {
  std::vector<const CLI::App*> commands{&program};
  while (true) {
    const auto next = commands.back()->get_subcommands();
    if (next.empty()) return commands;
    commands.push_back(next.front());
  }
}

std::string usage_error(const CLI::App& program, const CLI::ParseError& error, int count, char** words) {
  if (const auto wrong = unknown_word(program, count, words); wrong) return *wrong;
  const auto commands = commands_read(program);
  std::string text = what_is_wrong(program, commands, error);
  const auto before = std::vector(commands.begin(), commands.end() - 1);
  if (commands.size() > 1 && commands.back()->get_subcommands([](const CLI::App*) { return true; }).empty()) {
    text += "\nusage: " + app::usage(words_leading_to(before), app::describe(*commands.back()));
  }
  return text;
}

}  // namespace sallyport::cli
