#include "app/word_tree.h"

#include <CLI/CLI.hpp>
#include <algorithm>

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

WordOption describe(const CLI::Option& option) {
  WordOption described;
  for (const auto& name : option.get_lnames()) described.names.push_back("--" + name);
  for (const auto& name : option.get_snames()) described.names.push_back("-" + name);
  const std::string& name = option.get_single_name();
  if (option.get_items_expected_max() > 0) described.value = upper(name);
  described.choices = choices_of(option.get_type_name());
  described.help = option.get_description();
  described.otherwise = option.get_default_str();
  described.environment = option.get_envname();
  described.required = option.get_required();
  described.repeated = option.get_items_expected_max() > 1;
  described.file = names_a_file(name);
  return described;
}

}  // namespace

Word describe(const CLI::App& app) {
  Word word{app.get_name(), app.get_description(), {}, {}, {}};
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

std::string usage(const std::string& path, const Word& word) {
  std::string text = path.empty() ? word.name : path + " " + word.name;
  if (!word.words.empty()) return text + " COMMAND";
  if (std::ranges::any_of(word.options, [](const WordOption& option) { return !option.required; })) {
    text += " [OPTIONS]";
  }
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
