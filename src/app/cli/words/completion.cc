#include "app/cli/words/completion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

#include "app/cli/words/completion_scripts.h"

namespace sallyport::cli {
namespace {

using app::Word;
using app::WordOption;

// Each option that takes a value as "PATH|NAME". The program's own may stand after every word.
using ValuedOption = std::function<void(const std::string& path, const std::string& name)>;

void each_valued_option(const Word& program, const ValuedOption& visit) {
  each_word(program, "", [&](const std::string& path, const Word& word) {
    for (const auto& option : word.options) {
      if (option.value.empty()) continue;
      for (const auto& name : option.names) visit(path, name);
    }
  });
}

// Patterns of `case` for "PATH|NAME".
std::string options_with_value(const Word& program) {
  std::string pattern;
  each_valued_option(program, [&](const std::string& path, const std::string& name) {
    pattern += (pattern.empty() ? "" : "|") + (path.empty() ? "*'|" : "'" + path + "|") + name + "'";
  });
  return pattern;
}

// Patterns of `case`: all paths but the empty one.
std::string paths(const Word& program) {
  std::string pattern;
  each_word(program, "", [&](const std::string& path, const Word&) {
    if (!path.empty()) pattern += (pattern.empty() ? "'" : "|'") + path + "'";
  });
  return pattern;
}

std::string offer(const WordOption& option, std::string_view files) {
  if (option.vendor) return "vendors=yes";
  if (option.file) return std::string(files);
  return "choices=" + in_shell_quotes(joined_words(option.choices)) + (option.listed ? " listed=yes" : "");
}

// "PATH|OPTION) choices" for options, "PATH|NUMBER) choices" for arguments. The program's own options may
// stand after every word, so their path is a pattern.
std::string choices(const Word& program, std::string_view files, std::string_view indent) {
  std::string out;
  const auto line = [&](const std::string& pattern, const WordOption& option) {
    if (option.choices.empty() && !option.file && !option.vendor) return;
    out += fmt::format("{}{}) {} ;;\n", indent, pattern, offer(option, files));
  };
  each_word(program, "", [&](const std::string& path, const Word& word) {
    for (const auto& option : word.options) {
      for (const auto& name : option.names)
        line((path.empty() ? "*'|" : "'" + path + "|") + name + "'", option);
    }
    for (std::size_t i = 0; i < word.arguments.size(); ++i) {
      const auto& argument = word.arguments[i];
      line(fmt::format("'{}|{}'{}", path, i, argument.repeated ? "|'" + path + "|'*" : ""), argument);
    }
  });
  return out;
}

// The words and options that may stand after each path.
std::string names_after(const Word& program, std::string_view indent) {
  std::string out;
  each_word(program, "", [&](const std::string& path, const Word& word) {
    std::vector<std::string> words, options;
    for (const Word& part : word.words) words.push_back(part.name);
    for (const auto& option : word.options)
      options.insert(options.end(), option.names.begin(), option.names.end());
    if (!path.empty()) {
      for (const auto& option : program.options) {
        options.insert(options.end(), option.names.begin(), option.names.end());
      }
    }
    out += fmt::format("{}'{}') names={} flags={} ;;\n", indent, path, in_shell_quotes(joined_words(words)),
                       in_shell_quotes(joined_words(options)));
  });
  return out;
}

void replace_all(std::string& text, std::string_view mark, const std::string& with) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + with.size())) {
    text.replace(at, mark.size(), with);
  }
}

std::string with_spaces(std::string text) {
  for (char& c : text) c = c == '|' ? ' ' : c;
  return text;
}

// Words of fish: the names of the program's own options, or "PATH|NAME" of all others.
std::string valued_words(const Word& program, bool of_the_program) {
  std::string out;
  each_valued_option(program, [&](const std::string& path, const std::string& name) {
    if (path.empty() != of_the_program) return;
    out += (out.empty() ? "'" : " '") + (of_the_program ? name : path + "|" + name) + "'";
  });
  return out;
}

// Below a word whose arguments are commands, these stand as words of its own.
void put_commands_below(std::vector<Word>& words, const std::vector<Word>& commands) {
  for (Word& word : words) {
    const bool takes_them = std::ranges::any_of(word.arguments, &WordOption::commands);
    if (takes_them) {
      word.words = commands;
    } else {
      put_commands_below(word.words, commands);
    }
  }
}

std::vector<Word> only_names(const std::vector<Word>& words) {
  std::vector<Word> names;
  for (const Word& word : words)
    names.push_back({word.name, word.help, {}, {}, only_names(word.words), {}, {}});
  return names;
}

}  // namespace

std::string completion(std::string_view shell, const Word& words) {
  Word program = words;
  put_commands_below(program.words, only_names(words.words));
  std::string out;
  if (shell == "bash") out = bash_script();
  if (shell == "zsh") out = zsh_script(program);
  if (shell == "fish") out = fish_script(program);
  replace_all(out, "@VALUED@", options_with_value(program));
  replace_all(out, "@VALUED_WORDS@", valued_words(program, false));
  replace_all(out, "@VALUED_EVERYWHERE@", valued_words(program, true));
  replace_all(out, "@PATHS@", paths(program));
  replace_all(out, "@PATH_WORDS@", with_spaces(paths(program)));
  replace_all(out, "@NAMES@", names_after(program, "    "));
  replace_all(out, "@CHOICES@", choices(program, "files=yes", "    "));
  replace_all(out, "@NAME@", program.name);
  return out;
}

}  // namespace sallyport::cli
