// The scripts are run by the shells themselves, where these are installed.

#include "app/cli/words/completion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <set>
#include <sstream>

#include "app/cli/command_line.h"

namespace sallyport::cli {
namespace {

bool installed(const std::string& program) {
  return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
}

using TypedLine = std::vector<std::string>;  // words without spaces or quotes; the last one is completed
using Set = std::set<std::string>;
// What is offered for each line.
using Ask = std::function<std::vector<Set>(const std::vector<TypedLine>& lines)>;

// Runs a script that prints one line of words for each question.
std::vector<Set> run(const std::string& shell, const std::string& script) {
  const auto file = std::filesystem::path(testing::TempDir()) / ("ask." + shell);
  std::ofstream(file) << script;
  FILE* const pipe = popen((shell +
                            (shell == "fish"  ? " --no-config "
                             : shell == "zsh" ? " -f "
                                              : " ") +
                            file.string() + " 2>&1")
                               .c_str(),
                           "r");
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t size = 0; (size = fread(part.data(), 1, part.size(), pipe)) > 0;)
    text.append(part.data(), size);
  EXPECT_EQ(pclose(pipe), 0) << script.substr(script.size() / 2) << "\n" << text;
  std::vector<Set> answers;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    answers.emplace_back();
    for (std::string word; words >> word;) answers.back().insert(word);
  }
  return answers;
}

std::string joined(const TypedLine& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "'" : " '") + word + "'";
  return text;
}

// The script with a line that calls `ask` for each question.
std::string script(const std::string& shell, const std::string& ask, const std::vector<TypedLine>& lines) {
  const std::string set = shell == "fish" ? "set -x SALLYPORT_CATALOGS " : "export SALLYPORT_CATALOGS=";
  std::string text =
      set + "'" SALLYPORT_REFERENCE "/../../catalogs'\n" + completion(shell, program_words()) + ask;
  for (const TypedLine& line : lines) text += "ask " + joined(line) + "\n";
  return text + "true\n";
}

std::vector<Set> ask_bash(const std::vector<TypedLine>& lines) {
  return run("bash", script("bash", R"(
ask() {
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  _sallyport
  echo "${COMPREPLY[*]}"
}
)",
                            lines));
}

// compdef, compadd, _describe and _files belong to an interactive shell: here they print what they get.
std::vector<Set> ask_zsh(const std::vector<TypedLine>& lines) {
  auto answers = run("zsh", "compdef() { : }\n" + script("zsh", R"(
compadd() { shift; print -n -- "$@ " }
_files() { print -n -- 'FILES ' }
_describe() { print -n -- ${described%%:*} '' }
ask() {
  words=("$@")
  CURRENT=$#
  _sallyport
  print
}
)",
                                                         lines));
  for (std::size_t i = 0; i < std::min(answers.size(), lines.size()); ++i) {
    std::erase_if(answers[i], [&](const std::string& word) {
      return word != "FILES" && !word.starts_with(lines[i].back());
    });
  }
  return answers;
}

std::vector<Set> ask_fish(const std::vector<TypedLine>& lines) {
  return run("fish", script("fish", R"(
function ask
  echo (complete -C (string join ' ' -- $argv) | string replace -r '\t.*' '')
end
)",
                            lines));
}

Set one(const Ask& ask, const TypedLine& line) {
  const auto answers = ask({line});
  return answers.empty() ? Set{} : answers.front();
}

void expect_sound(const Ask& shell) {
  const auto ask = [&](const TypedLine& line) { return one(shell, line); };
  EXPECT_EQ(ask({"sallyport", "organ"}), Set{"organization"});
  EXPECT_TRUE(ask({"sallyport", ""}).contains("explain"));
  EXPECT_TRUE(ask({"sallyport", "organization", ""}).contains("create"));
  EXPECT_EQ(ask({"sallyport", "--url", "http://h", "address", "au"}), Set{"authorize"})
      << "a value is passed over";
  EXPECT_EQ(ask({"sallyport", "address", "deny", "--note", "list", "--exp"}), Set{"--expiry"})
      << "a value that is spelled like a word is none";
  EXPECT_EQ(ask({"sallyport", "address", "list", "acme", "--kind", "au"}), Set{"authorized"});
  EXPECT_EQ(ask({"sallyport", "address", "list", "--format", ""}), (Set{"csv", "json", "table"}));
  EXPECT_TRUE(ask({"sallyport", "address", "list", "--"}).contains("--kind"));
  EXPECT_TRUE(ask({"sallyport", "address", "list", "--"}).contains("--format"));
  EXPECT_EQ(ask({"sallyport", "completion", ""}), (Set{"bash", "fish", "zsh"}));
  EXPECT_TRUE(ask({"sallyport", "alert", "answer", "acme", "7", "auth"}).contains("authorize"));
  EXPECT_EQ(ask({"sallyport", "organization", "show", "zzz"}), Set{}) << "a name is not guessed";
  EXPECT_EQ(ask({"sallyport", "protection", "set", "acme", "--mode", ""}),
            (Set{"off", "learning", "blocking"}));
  EXPECT_EQ(ask({"sallyport", "protection", "enforce", "acme", "b"}), Set{"blocking"});
  EXPECT_TRUE(ask({"sallyport", "man", ""}).contains("address"));
  EXPECT_TRUE(ask({"sallyport", "man", "address", ""}).contains("list"));
  EXPECT_EQ(ask({"sallyport", "help", "address", "dif"}), Set{"diff"});
  EXPECT_EQ(ask({"sallyport", "member", "add", "acme", "x@y", "--may", "owner,re"}), Set{"owner,read"});
  EXPECT_EQ(ask({"sallyport", "follow", "acme", "--dry-run", "moeng"}), Set{"moengage"})
      << "a flag of one command, with a value in another";
  EXPECT_EQ(ask({"sallyport", "catalog", "resolve", "moeng"}), Set{"moengage"});
}

// Lines that ask for a value with choices, and the choices.
std::vector<std::pair<TypedLine, Set>> questions() {
  std::vector<std::pair<TypedLine, Set>> all;
  const std::function<void(TypedLine, const app::Word&)> visit = [&](TypedLine path, const app::Word& word) {
    path.push_back(word.name);
    for (const auto& part : word.words) visit(path, part);
    const auto add = [&](TypedLine line, const app::WordOption& option) {
      if (option.choices.empty()) return;
      line.emplace_back();
      all.emplace_back(std::move(line), Set(option.choices.begin(), option.choices.end()));
    };
    for (const auto& option : word.options) {
      TypedLine line = path;
      line.push_back(option.names.front());
      add(line, option);
    }
    for (const auto& argument : word.arguments) {
      add(path, argument);
      path.emplace_back("x");
    }
  };
  visit({}, program_words());
  return all;
}

void expect_all_choices(const Ask& shell) {
  std::vector<TypedLine> lines;
  for (const auto& question : questions()) lines.push_back(question.first);
  const auto answers = shell(lines);
  ASSERT_EQ(answers.size(), lines.size());
  EXPECT_GT(lines.size(), 30U);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(answers[i], questions()[i].second) << joined(lines[i]);
  }
}

TEST(Completion, Bash) {
  expect_sound(ask_bash);
  EXPECT_EQ(one(ask_bash, {"sallyport", "address", "list", "--kind", "=", "den"}), Set{"denied"});
  expect_all_choices(ask_bash);
}

TEST(Completion, Zsh) {
  if (!installed("zsh")) GTEST_SKIP() << "zsh is not installed";
  expect_sound(ask_zsh);
  EXPECT_EQ(one(ask_zsh, {"sallyport", "test", "a"}), Set{"FILES"});
  expect_all_choices(ask_zsh);
}

TEST(Completion, Fish) {
  if (!installed("fish")) GTEST_SKIP() << "fish is not installed";
  expect_sound(ask_fish);
  expect_all_choices(ask_fish);
}

TEST(Completion, OnlyForShellsThatAreKnown) { EXPECT_EQ(completion("tcsh", program_words()), ""); }

// "api or smtp", "off, learning or blocking": whoever writes so gives the option its set.
TEST(Words, AHelpThatListsItsValuesHasThemAsChoices) {
  const std::regex listing("([a-z_]+, )*[a-z_]+ or [a-z_]+|.*: ([a-z_]+, )+[a-z_]+( or [a-z_]+)?");
  const std::function<void(const std::string&, const app::Word&)> check = [&](const std::string& path,
                                                                              const app::Word& word) {
    for (const auto* options : {&word.options, &word.arguments}) {
      for (const auto& option : *options) {
        if (option.value.empty() || (option.repeated && !option.listed)) continue;  // "addresses or networks"
        if (!std::regex_match(option.help, listing)) continue;
        EXPECT_FALSE(option.choices.empty()) << path << " " << signature(option) << ": " << option.help;
      }
    }
    for (const auto& part : word.words) check(path + " " + part.name, part);
  };
  check("sallyport", program_words());
}

TEST(Words, EveryWordHasHelpAndEveryCommandIsReachable) {
  const std::function<void(const std::string&, const app::Word&)> check = [&](const std::string& path,
                                                                              const app::Word& word) {
    EXPECT_FALSE(word.help.empty()) << path;
    for (const auto* options : {&word.options, &word.arguments}) {
      for (const auto& option : *options)
        EXPECT_FALSE(option.help.empty()) << path << " " << signature(option);
    }
    for (const auto& part : word.words) check(path + " " + part.name, part);
  };
  const app::Word program = program_words();
  check("sallyport", program);
  EXPECT_GT(program.words.size(), 8U);
}

}  // namespace
}  // namespace sallyport::cli
