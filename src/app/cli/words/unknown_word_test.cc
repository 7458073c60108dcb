#include "app/cli/words/unknown_word.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

namespace sallyport::cli {
namespace {

class UnknownWordTest : public testing::Test {
 protected:
  UnknownWordTest() {
    program.add_option("--url", url);
    CLI::App* const address = program.add_subcommand("address");
    address->add_subcommand("versions");
    address->add_subcommand("list")->add_option("organization", organization);
    program.add_subcommand("alert");
  }

  std::string of(std::vector<std::string> words) {
    words.insert(words.begin(), "sallyport");
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    return unknown_word(program, static_cast<int>(pointers.size()), pointers.data()).value_or("");
  }

  CLI::App program{"", "sallyport"};
  std::string url;
  std::string organization;
};

TEST_F(UnknownWordTest, SaysWhatWasProbablyMeant) {
  EXPECT_EQ(of({"adress", "list"}), "sallyport has no command 'adress': did you mean 'address'?");
  EXPECT_EQ(of({"address", "version", "acme"}),
            "sallyport address has no command 'version': did you mean 'versions'?");
}

TEST_F(UnknownWordTest, ListsThemWhereNothingIsNear) {
  EXPECT_EQ(of({"address", "history"}), "sallyport address has no command 'history'; it has: versions, list");
}

TEST_F(UnknownWordTest, LeavesValuesAndArgumentsAlone) {
  EXPECT_EQ(of({"--url", "adress", "alert"}), "");
  EXPECT_EQ(of({"--url=x", "address", "list", "acme", "more"}), "");
  EXPECT_EQ(of({"address"}), "");
  EXPECT_EQ(of({}), "");
}

}  // namespace
}  // namespace sallyport::cli
