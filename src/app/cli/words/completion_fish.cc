#include <fmt/format.h>

#include "app/cli/words/completion_scripts.h"

namespace sallyport::cli {

using app::Word;
using app::WordOption;

namespace {

std::string fish_offer(const WordOption& option) {
  if (option.vendor) return "'(__@NAME@_vendors)'";
  if (option.choices.empty()) return {};
  if (!option.listed) return in_shell_quotes(joined_words(option.choices));
  return in_shell_quotes("(__@NAME@_listed " + joined_words(option.choices) + ")");
}

}  // namespace

// One condition for each path: "__sallyport_at 'address list'"; and one for an argument's place.
std::string fish_script(const Word& program) {
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
    if contains -- $word @VALUED_EVERYWHERE@; or contains -- "$path|$word" @VALUED_WORDS@
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
function __@NAME@_vendors
  set -l folder $SALLYPORT_CATALOGS
  test -n "$folder"; or set folder (dirname -- (realpath -- (command -s @NAME@)))/../share/sallyport/catalogs
  for file in $folder/*.yaml
    basename -- $file .yaml
  end
end
function __@NAME@_listed
  set -l given (string match -r -- '(?<==|^)[^=]*,' (commandline -ct))
  for choice in $argv
    echo "$given$choice"
  end
end
complete -c @NAME@ -f
)";
  const auto option_line = [&](const std::string& condition, const WordOption& option) {
    std::string line = "complete -c @NAME@" + condition;
    for (const auto& name : option.names) {
      line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    if (!option.value.empty()) line += option.file ? " -r -F" : " -x";
    if (const auto offered = fish_offer(option); !offered.empty()) line += " -a " + offered;
    return line + " -d " + in_shell_quotes(option.help) + "\n";
  };
  each_word(program, "", [&](const std::string& path, const Word& word) {
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
      if (const auto offered = fish_offer(argument); !offered.empty()) {
        out += fmt::format("complete -c @NAME@{} -a {}\n", place, offered);
      }
    }
  });
  return out;
}

}  // namespace sallyport::cli
