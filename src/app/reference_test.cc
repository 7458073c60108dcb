// The manual pages and docs/reference are made from the programs' words; here they are held against checkers
// and against what is in docs/. SALLYPORT_UPDATE_SPEC=1 writes the latter anew.

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/cli/about.h"
#include "app/cli/command_line.h"
#include "app/daemon/settings.h"
#include "app/manual.h"

namespace sallyport::app {
namespace {

const std::filesystem::path kReference = SALLYPORT_REFERENCE;

void expect_current(const std::string& name, const std::string& expected) {
  const auto file = kReference / name;
  if (std::getenv("SALLYPORT_UPDATE_SPEC") != nullptr) std::ofstream(file) << expected;
  std::ifstream in(file);
  const std::string found(std::istreambuf_iterator<char>(in), {});
  EXPECT_TRUE(found == expected) << name << " is old: run this test with SALLYPORT_UPDATE_SPEC=1";
}

std::string run(const std::string& command, const std::string& input) {
  const auto file = std::filesystem::path(testing::TempDir()) / "page.roff";
  std::ofstream(file) << input;
  FILE* const pipe = popen((command + " " + file.string() + " 2>&1").c_str(), "r");
  std::string text;
  for (int c = 0; (c = fgetc(pipe)) != EOF;) text.push_back(static_cast<char>(c));
  pclose(pipe);
  return text;
}

bool installed(const std::string& program) {
  return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
}

std::vector<std::string> pages() {
  const Word program = cli::program_words();
  std::vector<std::string> pages{manual_page(program, cli::about()),
                                 manual_page(daemon::settings_words(), daemon::about())};
  for (const Word& noun : program.words) {
    pages.push_back(manual_page(program, cli::about(), {noun.name}));
    for (const Word& verb : noun.words)
      pages.push_back(manual_page(program, cli::about(), {noun.name, verb.name}));
  }
  return pages;
}

TEST(Manual, EveryPageIsSoundRoff) {
  const bool groff = installed("groff");
  const bool mandoc = installed("mandoc");
  if (!groff && !mandoc) GTEST_SKIP() << "neither groff nor mandoc is installed";
  std::string all;  // in one run: groff takes its time to start
  for (const auto& page : pages()) {
    EXPECT_FALSE(page.empty());
    all += page;
  }
  if (groff) {
    EXPECT_EQ(run("groff -man -ww -Tutf8 -z", all), "");
  }
  if (mandoc) {
    for (auto page : {pages()[0], pages()[1]}) {
      page.insert(page.find(" \"\" ") + 2, "2026-01-01");  // no date: the same source makes the same page
      EXPECT_EQ(run("mandoc -Tlint -Wwarning", page), "");
    }
  }
}

TEST(Manual, SaysWhatTheWordsSay) {
  const std::string page = manual_page(cli::program_words(), cli::about(), {"address", "list"});
  for (const char* part : {"sallyport address list [OPTIONS] SCOPE", "\\-\\-kind KIND", "EXIT STATUS"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part << "\n" << page;
  }
  EXPECT_EQ(manual_page(cli::program_words(), cli::about(), {"address", "lost"}), "");
}

TEST(Manual, NothingInATextIsARequest) {
  Word word{"program", "help", {}, {}, {}, {}, {}};
  word.options.push_back(
      {{"--x"}, "X", {}, ".SH INJECTED\n.br\n'br \\fB", "", "", false, false, false, false, false, false});
  const std::string page = manual_page(word, cli::about());
  EXPECT_EQ(page.find("\n.SH INJECTED"), std::string::npos);
  EXPECT_EQ(page.find("\n.br"), std::string::npos);
  EXPECT_EQ(page.find("\n'br"), std::string::npos);
  EXPECT_EQ(page.find("\\fB"), std::string::npos);
}

TEST(Reference, IsUpToDate) {
  expect_current("cli.md", reference(cli::program_words(), cli::about()));
  expect_current("settings.md", reference(daemon::settings_words(), daemon::about()));
}

}  // namespace
}  // namespace sallyport::app
