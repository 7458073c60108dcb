#include "app/word_tree.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

namespace sallyport::app {
namespace {

// What a check of CLI11 says of itself in braces: "TEXT:{api,smtp}".
std::vector<std::string> choices_of(const std::string& type) {
  std::vector<std::string> choices;
  const auto open = type.find('{');
  const auto close = type.find('}', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return choices;
  std::string_view rest = std::string_view(type).substr(open + 1, close - open - 1);
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    choices.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
  return choices;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

bool names_a_file(std::string_view name) {
  return name.ends_with("file") || name.ends_with("config") || name.ends_with("secret-key") || name == "data";
}

// What stands for the value: the name that the type was given, or else the option's own.
std::string value_of(const CLI::Option& option) {
  static constexpr std::array<std::string_view, 7> kOfCode = {"",      "TEXT",    "INT", "UINT",
                                                              "FLOAT", "BOOLEAN", "ENUM"};
  const std::string type = option.get_type_name();
  const std::string named = type.substr(0, type.find_first_of(":{"));
  return std::ranges::find(kOfCode, named) == kOfCode.end() ? named : upper(option.get_single_name());
}

}  // namespace

WordOption describe(const CLI::Option& option) {
  WordOption described;
  for (const auto& name : option.get_lnames()) described.names.push_back("--" + name);
  for (const auto& name : option.get_snames()) described.names.push_back("-" + name);
  const std::string& name = option.get_single_name();
  if (option.get_items_expected_max() > 0) described.value = value_of(option);
  described.choices = choices_of(option.get_type_name());
  described.help = option.get_description();
  described.otherwise = option.get_default_str();
  described.environment = option.get_envname();
  described.required = option.get_required();
  described.repeated = option.get_items_expected_max() > 1;
  described.file = names_a_file(name) || described.value == "FILE" || described.value == "FOLDER";
  described.listed = option.get_delimiter() == ',';
  described.commands = option.get_positional() && name == "command";
  described.vendor = described.value == "VENDOR";
  return described;
}

Word describe(const CLI::App& app) {
  Word word{app.get_name(), app.get_description(), {}, {}, {}, {}, {}};
  for (const CLI::Option* const option : app.get_options()) {
    if (option == app.get_help_ptr() && app.get_parent() != nullptr) continue;  // the program's own says it
    (option->get_positional() ? word.arguments : word.options).push_back(describe(*option));
  }
  for (const CLI::App* const part : app.get_subcommands(nullptr)) word.words.push_back(describe(*part));
  return word;
}

std::string signature(const WordOption& option) {
  std::string text;
  for (const auto& name : option.names) text += (text.empty() ? "" : ", ") + name;
  if (option.value.empty()) return text;
  if (!text.empty()) text += ' ';
  text += option.value;
  if (option.repeated) text += "...";
  return text;
}

std::string details(const WordOption& option) {
  std::string text = option.help;
  const bool said = std::ranges::all_of(option.choices, [&](const std::string& choice) {
    return option.help.find(choice) != std::string::npos;
  });
  if (!said) text += fmt::format(" ({})", fmt::join(option.choices, ", "));
  if (!option.otherwise.empty()) text += fmt::format(" [{}]", option.otherwise);
  if (!option.environment.empty()) text += fmt::format(" (or the variable {})", option.environment);
  return text;
}

const Word* find_word(const Word& program, const std::vector<std::string>& path) {
  const Word* word = &program;
  for (const auto& name : path) {
    const auto found = std::ranges::find(word->words, name, &Word::name);
    if (found == word->words.end()) return nullptr;
    word = &*found;
  }
  return word;
}

std::string usage(const std::string& path, const Word& word) {
  std::string text = path.empty() ? word.name : path + " " + word.name;
  if (!word.words.empty()) return text + " COMMAND";
  text += " [OPTIONS]";  // those of the program at least
  for (const auto& option : word.options) {
    if (option.required) text += " " + signature(option);
  }
  for (const auto& argument : word.arguments) {
    const std::string one = signature(argument);
    text += argument.required ? " " + one : " [" + one + "]";
  }
  return text;
}

}  // namespace sallyport::app
