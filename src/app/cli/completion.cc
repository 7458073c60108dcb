#include "app/cli/completion.h"

#include <fmt/format.h>

#include <functional>

namespace sallyport::cli {
namespace {

using app::Word;
using app::WordOption;

// A word and the words that lead to it: "", "address", "address list".
using Visit = std::function<void(const std::string& path, const Word& word)>;

void each(const Word& word, const std::string& path, const Visit& visit) {
  visit(path, word);
  for (const Word& part : word.words) each(part, path.empty() ? part.name : path + " " + part.name, visit);
}

// In single quotes, for all three shells: help is plain text, and nothing in it ends the quotes.
std::string in_shell_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\n') {
      out += ' ';
    } else if (c == '\'') {
      out += "’";
    } else if (c != '\\') {
      out += c;
    }
  }
  return out + "'";
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

// Patterns of `case`: all options of the tree that take a value.
std::string options_with_value(const Word& program) {
  std::string pattern;
  each(program, "", [&](const std::string&, const Word& word) {
    for (const auto& option : word.options) {
      if (option.value.empty()) continue;
      for (const auto& name : option.names) {
        if (("|" + pattern + "|").find("|" + name + "|") == std::string::npos) {
          pattern += (pattern.empty() ? "" : "|") + name;
        }
      }
    }
  });
  return pattern;
}

// Patterns of `case`: all paths but the empty one.
std::string paths(const Word& program) {
  std::string pattern;
  each(program, "", [&](const std::string& path, const Word&) {
    if (!path.empty()) pattern += (pattern.empty() ? "'" : "|'") + path + "'";
  });
  return pattern;
}

// "PATH|OPTION) choices" for options, "PATH|NUMBER) choices" for arguments. The program's own options may
// stand after every word, so their path is a pattern.
std::string choices(const Word& program, std::string_view files, std::string_view indent) {
  std::string out;
  const auto line = [&](const std::string& pattern, const WordOption& option) {
    if (option.choices.empty() && !option.file) return;
    out +=
        fmt::format("{}{}) {} ;;\n", indent, pattern,
                    option.file ? std::string(files) : "choices=" + in_shell_quotes(joined(option.choices)));
  };
  each(program, "", [&](const std::string& path, const Word& word) {
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
  each(program, "", [&](const std::string& path, const Word& word) {
    std::vector<std::string> words, options;
    for (const Word& part : word.words) words.push_back(part.name);
    for (const auto& option : word.options)
      options.insert(options.end(), option.names.begin(), option.names.end());
    if (!path.empty()) {
      for (const auto& option : program.options) {
        options.insert(options.end(), option.names.begin(), option.names.end());
      }
    }
    out += fmt::format("{}'{}') names={} flags={} ;;\n", indent, path, in_shell_quotes(joined(words)),
                       in_shell_quotes(joined(options)));
  });
  return out;
}

std::string bash() {
  return R"(# bash completion for @NAME@: source <(@NAME@ completion bash)
_@NAME@() {
  local current=${COMP_WORDS[COMP_CWORD]} before= path= word i arguments=0
  local names= flags= choices= files=
  COMPREPLY=()
  [ "$current" = '=' ] && current=
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    before=
    case $word in
      @VALUED@)
        [ "${COMP_WORDS[i + 1]}" = '=' ] && ((i++))
        if ((i + 1 >= COMP_CWORD)); then before=$word; else ((i++)); fi
        continue ;;
      -*) continue ;;
    esac
    case "${path:+$path }$word" in
      @PATHS@) path="${path:+$path }$word" ;;
      *) ((arguments++)) ;;
    esac
  done
  case "$path" in
@NAMES@  esac
  case "$path|${before:-$arguments}" in
@CHOICES@  esac
  if [ -n "$files" ]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  elif [ -n "$before" ] || [ -n "$choices" ] && [[ $current != -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$current")
  elif [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W "$names" -- "$current")
  fi
}
complete -F _@NAME@ @NAME@
)";
}

std::string zsh(const Word& program) {
  std::string described;
  each(program, "", [&](const std::string& path, const Word& word) {
    if (word.words.empty()) return;
    described += fmt::format("    '{}') described=(", path);
    for (const Word& part : word.words) described += in_shell_quotes(part.name + ":" + part.help) + " ";
    described += ") ;;\n";
  });
  std::string out = R"(#compdef @NAME@
# zsh completion for @NAME@: source <(@NAME@ completion zsh)
_@NAME@() {
  local current=${words[CURRENT]} before= path_= word i arguments=0
  local names= flags= choices= files=
  local -a described
  for ((i = 2; i < CURRENT; i++)); do
    word=${words[i]}
    before=
    case $word in
      (@VALUED@)
        if ((i + 1 >= CURRENT)); then before=$word; else ((i++)); fi
        continue ;;
      (-*) continue ;;
    esac
    case "${path_:+$path_ }$word" in
      @PATHS@) path_="${path_:+$path_ }$word" ;;
      *) ((arguments++)) ;;
    esac
  done
  case "$path_" in
@NAMES@  esac
  case "$path_" in
@DESCRIBED@  esac
  case "$path_|${before:-$arguments}" in
@CHOICES@  esac
  if [[ -n $files ]]; then
    _files
  elif [[ -n $before || -n $choices ]] && [[ $current != -* ]]; then
    compadd -- ${=choices}
  elif [[ $current == -* ]]; then
    compadd -- ${=flags}
  else
    (( ${#described} )) && _describe -t commands command described
  fi
}
compdef _@NAME@ @NAME@
)";
  const auto at = out.find("@DESCRIBED@");
  return out.replace(at, std::string_view("@DESCRIBED@").size(), described);
}

// One condition for each path: "__sallyport_at 'address list'"; and one for an argument's place.
std::string fish(const Word& program) {
  std::string out = R"(# fish completion for @NAME@: @NAME@ completion fish | source
function __@NAME@_place
  set -l path
  set -l arguments 0
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
      continue
    end
    if contains -- $word @VALUED_WORDS@
      set skip 1
      continue
    end
    string match -q -- '-*' $word; and continue
    set -l longer (string trim -- "$path $word")
    if contains -- $longer @PATH_WORDS@
      set path $longer
    else
      set arguments (math $arguments + 1)
    end
  end
  echo "$path|$arguments"
end
function __@NAME@_at
  string match -q -- "$argv[1]|*" (__@NAME@_place)
end
function __@NAME@_argument
  set -l place (__@NAME@_place)
  string match -q -- "$argv[1]" $place
end
complete -c @NAME@ -f
)";
  const auto option_line = [&](const std::string& condition, const WordOption& option) {
    std::string line = "complete -c @NAME@" + condition;
    for (const auto& name : option.names) {
      line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    if (!option.value.empty()) line += option.file ? " -r -F" : " -x";
    if (!option.choices.empty()) line += " -a " + in_shell_quotes(joined(option.choices));
    return line + " -d " + in_shell_quotes(option.help) + "\n";
  };
  each(program, "", [&](const std::string& path, const Word& word) {
    const std::string at = fmt::format(" -n \"__@NAME@_at '{}'\"", path);
    for (const Word& part : word.words) {
      out += fmt::format("complete -c @NAME@{} -a {} -d {}\n", at, part.name, in_shell_quotes(part.help));
    }
    for (const auto& option : word.options) {
      out += option_line(path.empty() ? "" : at, option);
    }
    for (std::size_t i = 0; i < word.arguments.size(); ++i) {
      const auto& argument = word.arguments[i];
      const std::string place =
          fmt::format(" -n \"__@NAME@_argument '{}|{}'\"", path, argument.repeated ? "*" : std::to_string(i));
      if (argument.file) out += "complete -c @NAME@" + place + " -F\n";
      if (!argument.choices.empty()) {
        out += fmt::format("complete -c @NAME@{} -a {}\n", place, in_shell_quotes(joined(argument.choices)));
      }
    }
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

}  // namespace

std::string completion(std::string_view shell, const Word& program) {
  std::string out;
  if (shell == "bash") out = bash();
  if (shell == "zsh") out = zsh(program);
  if (shell == "fish") out = fish(program);
  replace_all(out, "@VALUED@", options_with_value(program));
  replace_all(out, "@VALUED_WORDS@", with_spaces(options_with_value(program)));
  replace_all(out, "@PATHS@", paths(program));
  replace_all(out, "@PATH_WORDS@", with_spaces(paths(program)));
  replace_all(out, "@NAMES@", names_after(program, "    "));
  replace_all(out, "@CHOICES@", choices(program, "files=yes", "    "));
  replace_all(out, "@NAME@", program.name);
  return out;
}

}  // namespace sallyport::cli
