// The scripts are run by the shells themselves, where these are installed.

#include "app/cli/completion.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "app/cli/command_line.h"

namespace sallyport::cli {
namespace {

bool installed(const std::string& program) {
  return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
}

// The lines that a command prints.
std::set<std::string> run(const std::string& command) {
  std::set<std::string> lines;
  FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t size = 0; (size = fread(part.data(), 1, part.size(), pipe)) > 0;)
    text.append(part.data(), size);
  EXPECT_EQ(pclose(pipe), 0) << command << "\n" << text;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    line = line.substr(0, line.find('\t'));  // fish appends a description
    while (line.ends_with(' ')) line.pop_back();
    if (!line.empty()) lines.insert(line);
    at = end + 1;
  }
  return lines;
}

// What is offered for the last word of a line. A word is without spaces or quotes.
using Ask = std::function<std::set<std::string>(const std::vector<std::string>& words)>;

std::filesystem::path script(const std::string& shell) {
  const auto file = std::filesystem::path(testing::TempDir()) / ("completion." + shell);
  std::ofstream(file) << completion(shell, program_words());
  return file;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "'" : " '") + word + "'";
  return text;
}

std::set<std::string> ask_bash(const std::vector<std::string>& words) {
  return run("bash -c \"source " + script("bash").string() + "; COMP_WORDS=(" + joined(words) +
             "); COMP_CWORD=" + std::to_string(words.size() - 1) +
             "; _sallyport; printf '%s\\n' \\\"\\${COMPREPLY[@]}\\\"\"");
}

// compdef, compadd, _describe and _files belong to an interactive shell: here they print what they get.
std::set<std::string> ask_zsh(const std::vector<std::string>& words) {
  const std::string prefix = words.back();
  auto offered =
      run("zsh -f -c \"compdef() { : }; compadd() { shift; print -l -- \\\"\\$@\\\" }; _files() { print -- "
          "FILES }; "
          "_describe() { print -l -- \\${described%%:*} }; source " +
          script("zsh").string() + "; words=(" + joined(words) +
          "); CURRENT=" + std::to_string(words.size()) + "; _sallyport; true\"");
  std::erase_if(offered,
                [&](const std::string& word) { return word != "FILES" && !word.starts_with(prefix); });
  return offered;
}

std::set<std::string> ask_fish(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words) line += (line.empty() ? "" : " ") + word;
  return run("fish --no-config -c \"source " + script("fish").string() + "; complete -C '" + line + "'\"");
}

using Set = std::set<std::string>;

void expect_sound(const Ask& ask) {
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
}

TEST(Completion, Bash) {
  expect_sound(ask_bash);
  EXPECT_EQ(ask_bash({"sallyport", "address", "list", "--kind", "=", "den"}), Set{"denied"});
}

TEST(Completion, Zsh) {
  if (!installed("zsh")) GTEST_SKIP() << "zsh is not installed";
  expect_sound(ask_zsh);
  EXPECT_EQ(ask_zsh({"sallyport", "test", "a"}), Set{"FILES"});
}

TEST(Completion, Fish) {
  if (!installed("fish")) GTEST_SKIP() << "fish is not installed";
  expect_sound(ask_fish);
}

TEST(Completion, OnlyForShellsThatAreKnown) { EXPECT_EQ(completion("tcsh", program_words()), ""); }

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
