#include "scenario/parser.h"

#include <gtest/gtest.h>

namespace sallyport::scenario {
namespace {

using namespace std::chrono_literals;

Statement only(std::string_view line) {
  const auto statements = parse(line);
  EXPECT_TRUE(statements) << line << ": " << (statements ? "" : statements.error().message);
  if (!statements || statements->size() != 1) return {};
  return statements->front();
}

template <class Deed>
Deed deed(std::string_view line) {
  const Statement statement = only(line);
  const auto* found = std::get_if<Deed>(&statement.deed);
  EXPECT_NE(found, nullptr) << line;
  return found != nullptr ? *found : Deed{};
}

std::string malformed(std::string_view text) {
  const auto statements = parse(text);
  return statements ? "" : statements.error().message;
}

TEST(Parser, ARequestWithoutAnAnswerIsOnlyMade) {
  EXPECT_TRUE(std::holds_alternative<Success>(only("request web from 192.0.2.1").expectation));
}

TEST(Parser, CountsLinesOverCommentsAndEmptyOnes) {
  const auto statements = parse("# first\n\n  organization acme # why\r\n\nrestart");
  ASSERT_TRUE(statements);
  ASSERT_EQ(statements->size(), 2U);
  EXPECT_EQ((*statements)[0].line, 3U);
  EXPECT_EQ((*statements)[1].line, 5U);
}

TEST(Parser, TakesQuotedWordsAsTheyAre) {
  EXPECT_EQ(deed<CreateOrganization>(R"(organization "a \"b\" # \\ c")").name, R"(a "b" # \ c)");
  EXPECT_EQ(deed<CreateCredential>(R"(credential "of" of "acme corp")").organization, "acme corp");
}

TEST(Parser, ReadsOptionalClauses) {
  const auto member = deed<AddMember>("member a@b of acme may owner, read");
  EXPECT_TRUE(member.permissions.owner);
  EXPECT_FALSE(member.permissions.authorized_ips);
  EXPECT_TRUE(member.permissions.read);
  EXPECT_FALSE(deed<AddMember>("member a@b of acme").permissions.manages_addresses());
  EXPECT_EQ(deed<CreateCredential>("credential web of acme").channel, policy::Channel::api);
  EXPECT_EQ(deed<CreateCredential>("credential web of acme channel smtp").channel, policy::Channel::smtp);
  const auto authorize = deed<Authorize>("authorize acme/web 10.0.0.1,10.0.0.2, ::1 for 12h by a@b");
  EXPECT_EQ(authorize.scope.organization, "acme");
  EXPECT_EQ(authorize.scope.credential, "web");
  EXPECT_EQ(authorize.prefixes, (std::vector<std::string>{"10.0.0.1", "10.0.0.2", "::1"}));
  EXPECT_EQ(authorize.lifetime, 12h);
  EXPECT_EQ(authorize.by, "a@b");
  EXPECT_EQ(deed<PressButton>("press a@b authorize 10.0.0.1").address, "10.0.0.1");
  EXPECT_FALSE(deed<PressButton>("press a@b authorize => error used_token").address);
}

TEST(Parser, ReadsSettings) {
  EXPECT_EQ(deed<SetProtection>("set acme mode off").change->mode, policy::Mode::off);
  EXPECT_EQ(deed<SetProtection>("set acme channel smtp dry_run on").change->dry_run, true);
  EXPECT_EQ(deed<SetProtection>("set acme/web quiet_period 90s").change->quiet_period, 90s);
  EXPECT_EQ(deed<SetProtection>("set acme learned_ipv4 24").change->learned_ipv4, 24U);
  EXPECT_EQ(deed<SetProtection>("set acme learned_ipv6 64").change->learned_ipv6, 64U);
  EXPECT_TRUE(deed<SetProtection>("set acme after_learning blocking").impossible.empty());
  EXPECT_FALSE(deed<SetProtection>("set acme after_learning automatic").impossible.empty());
  EXPECT_FALSE(deed<SetProtection>("set acme mode automatic").impossible.empty());
  EXPECT_FALSE(deed<SetProtection>("set acme learned_ipv4 99999999999999").impossible.empty());
}

TEST(Parser, AValueThatIsNoneIsARefusalWhereOneIsExpected) {
  EXPECT_FALSE(deed<SetProtection>("set acme mode bloking => error invalid_setting").impossible.empty());
  EXPECT_NE(malformed("set acme mode bloking"), "");
  EXPECT_NE(malformed("set acme mode bloking => allow"), "");
}

TEST(Parser, ReadsExpectations) {
  const auto decision = std::get<ExpectedDecision>(
      only("explain web from 10.0.0.1 => allow because authorized entry 10.0.0.0/8").expectation);
  EXPECT_EQ(decision.verdict, policy::Verdict::allow);
  EXPECT_EQ(decision.reason, "authorized");
  EXPECT_EQ(decision.entry->to_string(), "10.0.0.0/8");
  const auto prefixes =
      std::get<ExpectedPrefixes>(only("authorized acme => ::1, 10.0.0.0/8,10.0.0.0/8").expectation).prefixes;
  ASSERT_EQ(prefixes.size(), 2U);
  EXPECT_EQ(prefixes[0].to_string(), "10.0.0.0/8");
  EXPECT_TRUE(std::get<ExpectedAddresses>(only("unauthorized acme => none").expectation).addresses.empty());
  EXPECT_EQ(std::get<ExpectedCount>(only("mail a@b => 12").expectation).count, 12U);
  EXPECT_EQ(std::get<ExpectedText>(only("mail a@b => contains \"two words\"").expectation).part, "two words");
  EXPECT_EQ(std::get<Refusal>(only("restart => error forbidden").expectation).code, "forbidden");
  EXPECT_TRUE(std::holds_alternative<Success>(only("audit acme => intact").expectation));
  EXPECT_EQ(std::get<ExpectedMode>(only("mode acme => automatic").expectation).word, "automatic");
}

TEST(Parser, LeavesTheAddressesOfAStatementToTheProduct) {
  EXPECT_EQ(deed<Deny>("deny acme 010.0.0.1").prefix, "010.0.0.1");
  EXPECT_EQ(deed<Request>("request web from nowhere => deny").address, "nowhere");
  EXPECT_EQ(deed<Authorize>("authorize acme \"10.0.0.1 \"").prefixes.front(), "10.0.0.1 ");
}

TEST(Parser, SaysWhatALaterVersionWillKnow) {
  for (const std::string_view line :
       {"organization child parent acme", "share acme 10.0.0.1 with bolt", "unshare acme 10.0.0.1 keep",
        "enforce acme blocking", "unenforce acme", "authorize acme 10.0.0.1 force",
        "deny acme 10.0.0.1 by a@b force", "press a@b deny", "press a@b deactivate", "open a@b deny"}) {
    EXPECT_TRUE(malformed(line).starts_with("this version does not know")) << line;
  }
}

TEST(Parser, RefusesBytesThatAreNoText) {
  EXPECT_NE(malformed(std::string_view("organization a\0b", 16)), "");
  EXPECT_NE(malformed("organization a\x1b[31m"), "");
  EXPECT_NE(malformed("\xef\xbb\xbforganization acme"), "");
}

}  // namespace
}  // namespace sallyport::scenario
