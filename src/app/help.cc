#include "app/help.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sallyport::app {
namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kWidestTag = 28;  // a longer one has a line of its own

// Breaks at spaces; every line but the first begins with `indent` spaces. `at`: the column where it starts.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t at) {
  std::string out;
  for (std::size_t start = 0; start <= text.size();) {
    const auto end = std::min(text.find_first_of(" \n", start), text.size());
    const auto word = text.substr(start, end - start);
    start = end + 1;
    if (word.empty()) continue;
    if (at > indent && at + 1 + word.size() > kColumns) {
      out += '\n' + std::string(indent, ' ');
      at = indent;
    } else if (at > indent) {
      out += ' ';
      ++at;
    }
    out += word;
    at += word.size();
  }
  return out;
}

using Rows = std::vector<std::pair<std::string, std::string>>;

// Two columns under a heading.
std::string rows(std::string_view heading, const Rows& all) {
  if (all.empty()) return {};
  std::size_t widest = 0;
  for (const auto& row : all) {
    if (row.first.size() <= kWidestTag) widest = std::max(widest, row.first.size());
  }
  const std::size_t indent = widest + 4;
  std::string out = fmt::format("\n{}:\n", heading);
  for (const auto& [tag, text] : all) {
    if (tag.size() > widest) {
      out += fmt::format("  {}\n{}{}\n", tag, std::string(indent, ' '), wrapped(text, indent, indent));
    } else {
      out += fmt::format("  {:<{}}  {}\n", tag, widest, wrapped(text, indent, indent));
    }
  }
  return out;
}

Rows rows_of(const std::vector<WordOption>& options) {
  Rows all;
  for (const auto& option : options) {
    all.emplace_back(signature(option),
                     details(option) + (option.required && !option.names.empty() ? "; required" : ""));
  }
  return all;
}

Rows rows_of(const std::vector<Word>& words) {
  Rows all;
  for (const auto& word : words) all.emplace_back(word.name, word.help);
  return all;
}

template <class Pairs>
std::string examples(const Pairs& all) {
  if (all.empty()) return {};
  std::string out = "\nExamples:\n";
  for (const auto& [command, text] : all) {
    out += fmt::format("  {}\n", command);
    if (!text.empty()) out += fmt::format("      {}\n", wrapped(text, 6, 6));
  }
  return out;
}

template <class Pairs>
std::string exit_codes(const Pairs& codes) {
  std::vector<std::string> texts;
  for (const auto& [code, meaning] : codes) texts.push_back(fmt::format("{} {}", code, meaning));
  if (texts.empty()) return {};
  const std::string all = fmt::format("Exit codes: {}.", fmt::join(texts, "; "));
  return fmt::format("\n{}\n", wrapped(all, 0, 0));
}

std::string of_program(const Word& program, const About& about) {
  std::string out = fmt::format("{}: {}\n\nusage: {} [OPTIONS] {}\n", program.name, about.summary,
                                program.name, program.words.empty() ? "" : "COMMAND ...");
  out += rows("Commands", rows_of(program.words)) + rows("Options", rows_of(program.options));
  out += rows("Exit codes", Rows(about.exit_codes.begin(), about.exit_codes.end()));
  return out + fmt::format("\n'{0} COMMAND --help' tells more of a command; '{0} man' is the manual.\n",
                           program.name);
}

}  // namespace

std::string help(const Word& program, const About& about, const std::vector<std::string>& path) {
  const Word* const word = find_word(program, path);
  if (word == nullptr) return {};
  if (word == &program) return of_program(program, about);
  const std::vector<std::string> above(path.begin(), path.end() - 1);
  const std::string before =
      above.empty() ? program.name : fmt::format("{} {}", program.name, fmt::join(above, " "));
  const std::string whole = fmt::format("{}", fmt::join(path, " "));
  std::string out = fmt::format("usage: {}\n\n{}\n", usage(before, *word), wrapped(word->help, 0, 0));
  if (word->words.empty()) {
    out += rows("Arguments", rows_of(word->arguments)) + rows("Options", rows_of(word->options));
    out += examples(word->examples) + exit_codes(word->exit_codes);
  } else {
    out += rows("Commands", rows_of(word->words));
    out += fmt::format("\n'{} {} COMMAND --help' tells more of a command.\n", program.name, whole);
  }
  std::vector<std::string> general;
  for (const auto& option : program.options) {
    if (!option.value.empty()) general.push_back(option.names.front());
  }
  if (general.empty()) return out;
  return out + "\n" +
         wrapped(fmt::format("Every command takes {}: see '{} --help'. The manual: '{} man {}'.",
                             fmt::join(general, ", "), program.name, program.name, whole),
                 0, 0) +
         "\n";
}

}  // namespace sallyport::app
