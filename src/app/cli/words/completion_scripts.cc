#include "app/cli/words/completion_scripts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sallyport::cli {

using app::Word;

void each_word(const Word& word, const std::string& path, const WordVisit& visit) {
  visit(path, word);
  for (const Word& part : word.words)
    each_word(part, path.empty() ? part.name : path + " " + part.name, visit);
}

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

std::string joined_words(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

// The folder of the catalogs is found as the program does it, without running it.
std::string bash_script() {
  return R"script(# bash completion for @NAME@: source <(@NAME@ completion bash)
_@NAME@_vendors() {
  local folder=$SALLYPORT_CATALOGS file
  [ -n "$folder" ] || folder=$(dirname -- "$(readlink -f -- "$(type -P @NAME@)")")/../share/sallyport/catalogs
  for file in "$folder"/*.yaml; do
    [ -e "$file" ] || continue
    file=${file##*/}
    printf '%s ' "${file%.yaml}"
  done
}
_@NAME@() {
  local current=${COMP_WORDS[COMP_CWORD]} before= path= word i arguments=0
  local names= flags= choices= files= listed= vendors=
  COMPREPLY=()
  [ "$current" = '=' ] && current=
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    before=
    case "$path|$word" in
      @VALUED@)
        [ "${COMP_WORDS[i + 1]}" = '=' ] && ((i++))
        if ((i + 1 >= COMP_CWORD)); then before=$word; else ((i++)); fi
        continue ;;
    esac
    case $word in -*) continue ;; esac
    case "${path:+$path }$word" in
      @PATHS@) path="${path:+$path }$word" ;;
      *) ((arguments++)) ;;
    esac
  done
  case "$path" in
@NAMES@  esac
  case "$path|${before:-$arguments}" in
@CHOICES@  esac
  [ -n "$vendors" ] && choices=$(_@NAME@_vendors)
  if [ -n "$listed" ] && [[ $current == *,* ]]; then
    word=
    for i in $choices; do word="$word ${current%,*},$i"; done
    choices=$word
  fi
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
)script";
}

std::string zsh_script(const Word& program) {
  std::string described;
  each_word(program, "", [&](const std::string& path, const Word& word) {
    if (word.words.empty()) return;
    described += fmt::format("    '{}') described=(", path);
    for (const Word& part : word.words) described += in_shell_quotes(part.name + ":" + part.help) + " ";
    described += ") ;;\n";
  });
  std::string out = R"(#compdef @NAME@
# zsh completion for @NAME@: source <(@NAME@ completion zsh)
_@NAME@_vendors() {
  local folder=${SALLYPORT_CATALOGS:-${commands[@NAME@]:A:h}/../share/sallyport/catalogs}
  print -r -- $folder/*.yaml(N:t:r)
}
_@NAME@() {
  local current=${words[CURRENT]} before= path_= word i arguments=0
  local names= flags= choices= files= listed= vendors=
  local -a described
  for ((i = 2; i < CURRENT; i++)); do
    word=${words[i]}
    before=
    case "$path_|$word" in
      @VALUED@)
        if ((i + 1 >= CURRENT)); then before=$word; else ((i++)); fi
        continue ;;
    esac
    case $word in (-*) continue ;; esac
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
  [[ -n $vendors ]] && choices=$(_@NAME@_vendors)
  if [[ -n $listed && $current == *,* ]]; then
    choices="${current%,*},${choices// / ${current%,*},}"
  fi
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

}  // namespace sallyport::cli
