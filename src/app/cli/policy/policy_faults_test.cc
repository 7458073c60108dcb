// What the API says of a place in a request is told as a place in the file.

#include "app/cli/policy/policy_faults.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace sallyport::cli {
namespace {

const std::string kText =
    "organizations:\n"
    "  - name: acme\n"
    "    entires: []\n"
    "    entries:\n"
    "      - prefix: 192.0.2.1/24\n"
    "        share: [1]\n"
    "      - note: x\n";

std::string told(const std::string& pointer, const std::string& why) {
  return describe("policy.yaml", kText, {{pointer, why}}).front();
}

TEST(PolicyFaults, TheFilesLineSaysThePlace) {
  const std::string acme = "document.organizations[0]";
  const std::string at = "/document/organizations/0";
  EXPECT_EQ(told(at + "/entires", "there is no field " + acme + ".entires (did you mean entries?)"),
            "policy.yaml:3:5: there is no field entires (did you mean entries?)");
  EXPECT_EQ(told(at + "/entries/0/prefix", acme + ".entries[0].prefix: it has host bits"),
            "policy.yaml:5:17: prefix: it has host bits");
  EXPECT_EQ(told(at + "/entries/0/share/0", acme + ".entries[0].share[0] must be a name"),
            "policy.yaml:6:17: share[0] must be a name");
  EXPECT_EQ(told(at + "/entries/1", acme + ".entries[1].prefix is missing"),
            "policy.yaml:7:9: prefix is missing");
  EXPECT_EQ(told(at, acme + " must be a JSON object"),
            "policy.yaml:2:5: organizations[0] must be a JSON object");
  EXPECT_EQ(told(at + "/entries/1", "acme: ::1 stands there twice"),
            "policy.yaml:7:9: acme: ::1 stands there twice");
}

TEST(PolicyFaults, WithoutAPlaceTheFileIsNamed) {
  EXPECT_EQ(describe("policy.yaml", YamlFaults{{{}, "the file is empty"}, {{2, 3}, "no"}}),
            (std::vector<std::string>{"policy.yaml: the file is empty", "policy.yaml:2:3: no"}));
}

TEST(PolicyFaults, OnlyWhatHasAPlaceIsTakenFromAProblem) {
  const auto problem = boost::json::parse(
      R"({"errors":[{"pointer":"/document","code":"x","detail":"d"},{"index":1,"detail":"e"},7]})");
  const auto faults = faults_of(problem);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().pointer, "/document");
  EXPECT_EQ(faults.front().why, "d");
  EXPECT_TRUE(faults_of(boost::json::parse("[]")).empty());
}

}  // namespace
}  // namespace sallyport::cli
