#include "app/manual.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sallyport::app {
namespace {

// Text between requests: no line begins one, and '\' and '-' are themselves.
std::string roff(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    line_begins = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

// As the argument of a request.
std::string in_roff_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : roff(text)) out += c == '"' ? "\\(dq" : std::string(1, c);
  return out + '"';
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

std::string item(std::string_view tag, std::string_view text) {
  return fmt::format(".TP\n.B {}\n{}\n", in_roff_quotes(tag), roff(text));
}

std::string items(const Word& word) {
  std::string out;
  for (const auto& argument : word.arguments) out += item(signature(argument), details(argument));
  for (const auto& option : word.options) out += item(signature(option), details(option));
  return out;
}

std::string heading(const About& about, std::string_view name) {
  return fmt::format(".TH {} {} \"\" {} {}\n", in_roff_quotes(upper(name)), in_roff_quotes(about.section),
                     in_roff_quotes(fmt::format("Sallyport {}", about.version)), in_roff_quotes("Sallyport"));
}

template <class Pairs>
std::string section(std::string_view title, const Pairs& pairs) {
  if (pairs.empty()) return {};
  std::string out = fmt::format(".SH {}\n", title);
  for (const auto& [tag, text] : pairs) out += item(tag, text);
  return out;
}

std::string ending(const About& about) {
  std::string out = section("EXIT STATUS", about.exit_codes) + section("ENVIRONMENT", about.environment) +
                    section("FILES", about.files) + section("EXAMPLES", about.examples);
  if (!about.see_also.empty())
    out += fmt::format(".SH SEE ALSO\n{}\n", roff(fmt::format("{}", fmt::join(about.see_also, ", "))));
  return out;
}

// Each command that does something, under its words.
std::string commands(const std::string& path, const Word& word) {
  std::string out;
  for (const Word& part : word.words) {
    if (part.words.empty()) {
      out += fmt::format(".SS {}\n{}\n{}", in_roff_quotes(usage(path, part)), roff(part.help), items(part));
    } else {
      out += commands(path.empty() ? part.name : path + " " + part.name, part);
    }
  }
  return out;
}

// Its own, or those of the commands below it.
std::vector<std::pair<std::string, std::string>> examples_of(const Word& word) {
  auto all = word.examples;
  for (const Word& part : word.words) all.insert(all.end(), part.examples.begin(), part.examples.end());
  return all;
}

std::string one_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

// '|' would end a cell, '<' and '*' would be marks.
std::string markdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\|<*_`[").contains(c)) out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string table(const Word& word) {
  if (word.options.empty() && word.arguments.empty()) return {};
  std::string out = "| | |\n|---|---|\n";
  const auto rows = [&out](const std::vector<WordOption>& options) {
    for (const auto& option : options) {
      out += fmt::format("| `{}` | {}{} |\n", signature(option), markdown(details(option)),
                         option.required && !option.names.empty() ? "; required" : "");
    }
  };
  rows(word.arguments);
  rows(word.options);
  return out + "\n";
}

// As code, in which nothing is a mark.
template <class Pairs>
std::string example_lines(const Pairs& examples) {
  if (examples.empty()) return {};
  std::string out;
  for (const auto& [command, text] : examples) {
    out += text.empty() ? fmt::format("    {}\n", command) : fmt::format("    {}  # {}\n", command, text);
  }
  return out + "\n";
}

std::string reference_of_commands(const std::string& path, const Word& word) {
  std::string out;
  for (const Word& part : word.words) {
    const std::string here = path + " " + part.name;
    if (part.words.empty()) {
      out += fmt::format("### `{}`\n\n{}\n\n{}{}", usage(path, part), markdown(part.help), table(part),
                         example_lines(part.examples));
    } else {
      out +=
          fmt::format("## {}: {}\n\n{}", part.name, markdown(part.help), reference_of_commands(here, part));
    }
  }
  return out;
}

template <class Pairs>
std::string markdown_list(std::string_view title, const Pairs& pairs) {
  if (pairs.empty()) return {};
  std::string out = fmt::format("## {}\n\n| | |\n|---|---|\n", title);
  for (const auto& [name, text] : pairs) out += fmt::format("| `{}` | {} |\n", name, markdown(text));
  return out + "\n";
}

}  // namespace

std::string manual_page(const Word& program, const About& about) {
  std::string out = heading(about, program.name);
  out += fmt::format(".SH NAME\n{} \\- {}\n", roff(program.name), roff(about.summary));
  out += fmt::format(".SH SYNOPSIS\n.B {}\n{}\n", roff(program.name),
                     program.words.empty() ? "[OPTIONS]" : "[OPTIONS] COMMAND ...");
  out += ".SH DESCRIPTION\n";
  for (const auto paragraph : about.description) {
    out += (paragraph == about.description.front() ? "" : ".PP\n") + roff(paragraph) + "\n";
  }
  out += ".SH OPTIONS\n" + items(program);
  if (!program.words.empty()) out += ".SH COMMANDS\n" + commands({}, program);
  return out + ending(about);
}

std::string manual_page(const Word& program, const About& about, const std::vector<std::string>& path) {
  const Word* const word = find_word(program, path);
  if (word == nullptr) return {};
  if (word == &program) return manual_page(program, about);
  const std::string name = fmt::format("{}-{}", program.name, fmt::join(path, "-"));
  const std::vector<std::string> above(path.begin(), path.end() - 1);
  const std::string before =
      above.empty() ? program.name : fmt::format("{} {}", program.name, fmt::join(above, " "));
  std::string out = heading(about, name);
  out += fmt::format(".SH NAME\n{} \\- {}\n", roff(name), roff(one_line(word->help)));
  out += fmt::format(".SH SYNOPSIS\n.B {}\n", roff(usage(before, *word)));
  out += fmt::format(".SH DESCRIPTION\n{}\n{}", roff(word->help), items(*word));
  if (!word->words.empty()) out += ".SH COMMANDS\n" + commands(before + " " + word->name, *word);
  out += ".SH OPTIONS OF ALL COMMANDS\n";
  for (const auto& option : program.options) {
    if (!option.value.empty()) out += item(signature(option), details(option));
  }
  out += section("EXAMPLES", examples_of(*word));
  return out + (word->exit_codes.empty() ? section("EXIT STATUS", about.exit_codes)
                                         : section("EXIT STATUS", word->exit_codes));
}

std::string reference(const Word& program, const About& about) {
  std::string out = fmt::format("# {}\n\n", program.name);
  for (const auto paragraph : about.description) out += markdown(paragraph) + "\n\n";
  out += (program.words.empty() ? "## Settings\n\n" : "## Options of all commands\n\n") + table(program);
  Word nouns = program;  // those without a noun come first
  std::erase_if(nouns.words, [](const Word& word) { return word.words.empty(); });
  Word verbs = program;
  std::erase_if(verbs.words, [](const Word& word) { return !word.words.empty(); });
  if (!verbs.words.empty()) out += "## Commands\n\n" + reference_of_commands(program.name, verbs);
  out += reference_of_commands(program.name, nouns);
  return out + markdown_list("Exit codes", about.exit_codes) +
         markdown_list("Environment", about.environment) + markdown_list("Files", about.files) +
         (about.examples.empty() ? "" : "## Examples\n\n" + example_lines(about.examples));
}

}  // namespace sallyport::app
