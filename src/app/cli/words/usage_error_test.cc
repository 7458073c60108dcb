#include "app/cli/words/usage_error.h"

#include <gtest/gtest.h>

#include "app/cli/command_line.h"

namespace sallyport::cli {
namespace {

// What is said of these words, its first line; empty where they are taken.
std::string complaint(std::vector<std::string> words, bool whole = false) {
  words.insert(words.begin(), "sallyport");
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  testing::internal::CaptureStderr();
  const auto invocation = parse_command_line(static_cast<int>(pointers.size()), pointers.data());
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_EQ(invocation.command == nullptr, !said.empty());
  EXPECT_EQ(invocation.exit_code, said.empty() ? kDone : kUsage);
  return whole ? said : said.substr(0, said.find('\n'));
}

TEST(UsageError, AValueThatIsNoneOfASetNamesTheNearest) {
  EXPECT_EQ(complaint({"--format", "xml", "version"}),
            "sallyport: --format: 'xml' is no value of it; it takes table, json, csv");
  EXPECT_EQ(complaint({"member", "add", "acme", "a@x.example", "--may", "authorised_ips"}),
            "sallyport: --may: 'authorised_ips' is no value of it: did you mean 'authorized_ips'? It takes "
            "owner, authorized_ips, read, audit, none");
  EXPECT_EQ(complaint({"credential", "create", "acme", "web", "--channel", "smpt"}),
            "sallyport: --channel: 'smpt' is no value of it: did you mean 'smtp'? It takes api, smtp");
  EXPECT_EQ(
      complaint({"protection", "set", "acme", "--mode", "blockin"}),
      "sallyport: --mode: 'blockin' is no value of it: did you mean 'blocking'? It takes off, learning, "
      "blocking");
  EXPECT_EQ(
      complaint({"webhook", "create", "https://x.example", "--event", "entry.authorised"}).substr(0, 84),
      "sallyport: --event: 'entry.authorised' is no value of it: did you mean 'entry.author");
  EXPECT_EQ(complaint({"webhook", "create", "https://x.example", "--event", "entry.*"}), "");
}

TEST(UsageError, OffIsNoDemand) {
  EXPECT_EQ(
      complaint({"protection", "enforce", "acme", "off"}),
      "sallyport: MODE: off demands nothing of anybody: 'sallyport protection unenforce' ends a demand");
}

TEST(UsageError, NumbersSayTheirRange) {
  EXPECT_EQ(complaint({"protection", "set", "acme", "--learned-ipv4", "48"}),
            "sallyport: --learned-ipv4: '48' is no whole number from 8 to 32");
  EXPECT_EQ(complaint({"alert", "answer", "acme", "x", "deny"}),
            "sallyport: ALERT: 'x' is no whole number from 1 on");
  EXPECT_EQ(complaint({"alert", "answer", "acme", "0", "deny"}),
            "sallyport: ALERT: '0' is no whole number from 1 on");
  EXPECT_EQ(complaint({"catalog", "check", "acme", "--timeout", "soon"}),
            "sallyport: --timeout: 'soon' is no number from 0.1 to 60");
}

TEST(UsageError, AnUnknownOptionIsNamedAndNotWhatComesAfterIt) {
  EXPECT_EQ(complaint({"address", "list", "--knd", "denied", "acme"}),
            "sallyport: sallyport address list has no option '--knd': did you mean '--kind'?");
  EXPECT_EQ(complaint({"address", "list", "--knd=denied", "acme"}),
            "sallyport: sallyport address list has no option '--knd': did you mean '--kind'?");
  EXPECT_EQ(
      complaint({"address", "list", "acme", "-x"}),
      "sallyport: sallyport address list has no option '-x'; 'sallyport address list --help' lists them");
}

TEST(UsageError, SaysWhatIsMissingOrTooMuch) {
  EXPECT_EQ(complaint({"protection", "enforce"}, true),
            "sallyport: ORGANIZATION and MODE is missing\n"
            "usage: sallyport protection enforce [OPTIONS] ORGANIZATION MODE\n");
  EXPECT_EQ(complaint({"address"}).substr(0, 51), "sallyport: say which command of sallyport address: ");
  EXPECT_EQ(complaint({"organization", "show", "acme", "more", "words"}),
            "sallyport: more words than it takes: more words");
  EXPECT_EQ(complaint({"address", "list", "acme", "--kind"}), "sallyport: --kind KIND: no value follows");
  EXPECT_EQ(complaint({"address", "deny", "acme", "::1", "--force", "--preview"}),
            "sallyport: --force and --preview do not go together");
  EXPECT_EQ(complaint({"render", "plain", "--site", "DC-02"}), "sallyport: --site requires --catalog");
}

TEST(UsageError, NothingOfTheLibrarysOwnIsSaid) {
  const std::vector<std::vector<std::string>> wrong = {
      {"--format", "xml", "version"},
      {"member", "language", "fr"},
      {"catalog", "compare", "one"},
      {"address", "list", "--kind"},
      {"address", "list", "a", "--kind", ""},
      {"protection", "set", "a", "--learned-ipv6", "-1"},
      {"audit", "export", "--after", "x"},
      {"token", "create", "a", "b", "--may"},
      {"audit", "list", "a", "--format"},
      {"address", "list", "a", "--kind", "denied", "--kind", "removed"}};
  for (const auto& words : wrong) {
    const std::string said = complaint(words, true);
    EXPECT_NE(said, "");
    for (const char* raw : {"FAILED", "TEXT", "Run with", "Required", "Most", "Least", "1797", "{"}) {
      EXPECT_EQ(said.find(raw), std::string::npos) << said;
    }
  }
}

}  // namespace
}  // namespace sallyport::cli
