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

TEST(Parser, AQuestionWithoutAnAnswerMustOnlySucceed) {
  for (const std::string_view line : {"mode acme", "authorized acme", "denied acme/web", "unauthorized acme",
                                      "explain web from ::1", "mail a@b", "audit acme"}) {
    EXPECT_TRUE(std::holds_alternative<Success>(only(line).expectation)) << line;
  }
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

TEST(Parser, JoinsTheTwoNamesOfACredential) {
  for (const std::string_view line :
       {R"(mode "a b"/"c d")", R"(mode "a b/c d")", R"(request "a b"/"c d" from ::1)",
        R"(request "a b/c d" from ::1)", R"(explain "a b"/"c d" from ::1 => deny)"}) {
    const Statement statement = only(line);
    control::ScopeName name;
    if (const auto* mode = std::get_if<ReadMode>(&statement.deed)) name = mode->scope;
    if (const auto* request = std::get_if<Request>(&statement.deed)) name = request->credential;
    if (const auto* explain = std::get_if<Explain>(&statement.deed)) name = explain->credential;
    EXPECT_EQ(name.organization, "a b") << line;
    EXPECT_EQ(name.credential, "c d") << line;
  }
  EXPECT_EQ(deed<ReadMode>(R"(mode "a b"/web)").scope.credential, "web");
  EXPECT_EQ(deed<ReadMode>(R"(mode acme/"c d" => off)").scope.credential, "c d");
  const auto bare = deed<Request>("request web from ::1").credential;
  EXPECT_EQ(bare.organization, "");
  EXPECT_EQ(bare.credential, "web");
  for (const std::string_view line : {R"(mode "a"/)", R"(mode /"a")", R"(mode "a"b)", R"(mode a"b")",
                                      R"(request "a"/ from ::1)", R"(request acme/ from ::1)"}) {
    EXPECT_NE(malformed(line), "") << line;
  }
}

TEST(Parser, TakesArrowsWithoutSpaces) {
  for (const std::string_view line :
       {"mode acme=>off", "mode acme =>off", "mode acme=> off", R"(mode "acme"=>off)"}) {
    EXPECT_EQ(deed<ReadMode>(line).scope.organization, "acme") << line;
    EXPECT_EQ(std::get<ExpectedMode>(only(line).expectation).word, "off") << line;
  }
  EXPECT_EQ(deed<ReadMode>(R"(mode "a=>b" => off)").scope.organization, "a=>b");
  EXPECT_NE(malformed("mode acme=>"), "");
  EXPECT_NE(malformed("mode acme => => off"), "");
}

TEST(Parser, TakesListsInBrackets) {
  const auto prefixes = [](std::string_view list) {
    return std::get<ExpectedPrefixes>(only("authorized acme => " + std::string(list)).expectation).prefixes;
  };
  for (const std::string_view list : {"[]", "[ ]", "none"}) EXPECT_TRUE(prefixes(list).empty()) << list;
  for (const std::string_view list :
       {"[::1,::2]", "[::1, ::2]", "[ ::1 , ::2 ]", R"(["::1","::2"])", R"([ "::1" ,::2])"}) {
    EXPECT_EQ(prefixes(list).size(), 2U) << list;
  }
  for (const std::string_view list : {"[", "]", "[::1", "::1]", "[::1,]", "[,::1]", "[none]", "[::1] ::2",
                                      "[::1 ::2]", "[[::1]]", "[] ::1"}) {
    EXPECT_NE(malformed("authorized acme => " + std::string(list)), "") << list;
  }
}

TEST(Parser, ReadsOptionalClauses) {
  const auto member = deed<AddMember>("member a@b of acme may owner, read");
  EXPECT_TRUE(member.permissions.owner);
  EXPECT_FALSE(member.permissions.audit);
  EXPECT_TRUE(deed<AddMember>("member a@b of acme may audit").permissions.audit);
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
  EXPECT_FALSE(deed<SetProtection>("set acme colour blue => error invalid_setting").impossible.empty());
  for (const std::string_view line :
       {"member a@b of acme may admin", "credential web of acme channel ftp", "mode acme channel ftp",
        "authorize acme ::1 for soon", "advance soon", "unenforce acme channel ftp"}) {
    EXPECT_NE(deed<Unacceptable>(std::string(line) + " => error invalid_setting").why, "") << line;
    EXPECT_NE(malformed(line), "") << line;
    EXPECT_NE(malformed(std::string(line) + " => 1"), "") << line;
  }
  EXPECT_NE(malformed("organisation acme => error duplicate"), "");
  EXPECT_NE(malformed("authorize acme ::1 forr 1h => error duplicate"), "");
}

TEST(Parser, ReadsExpectations) {
  const auto decision = std::get<ExpectedDecision>(
      only("explain web from 10.0.0.1 => allow because authorized entry 10.0.0.0/8").expectation);
  EXPECT_EQ(decision.verdict, policy::Verdict::allow);
  EXPECT_EQ(decision.reason, "authorized");
  EXPECT_EQ(decision.entry->to_string(), "10.0.0.0/8");
  const auto turned = std::get<ExpectedDecision>(
      only("explain web from 10.0.0.1 => deny entry 10.0.0.0/8 because denied").expectation);
  EXPECT_EQ(turned.reason, "denied");
  EXPECT_TRUE(turned.entry);
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

TEST(Parser, WhatIsLearnedIsNotDenied) {
  EXPECT_NE(malformed("request web from ::1 => deny because learned"), "");
  EXPECT_EQ(malformed("request web from ::1 => allow because learned"), "");
}

TEST(Parser, ReadsTrees) {
  EXPECT_EQ(deed<CreateOrganization>("organization acme").parent, "");
  EXPECT_EQ(deed<CreateOrganization>("organization \"the child\" parent \"the acme\"").parent, "the acme");
  const auto everybody = deed<Share>("share acme 10.0.0.0/8");
  EXPECT_EQ(everybody.organization, "acme");
  EXPECT_EQ(everybody.prefix, "10.0.0.0/8");
  EXPECT_TRUE(everybody.with.empty());
  EXPECT_EQ(deed<Share>("share acme 10.0.0.0/8 with a,b, c").with, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_FALSE(deed<Unshare>("unshare acme ::1").keep);
  EXPECT_FALSE(deed<Unshare>("unshare acme ::1").force);
  for (const std::string_view line : {"unshare acme ::1 keep force", "unshare acme ::1 force keep"}) {
    EXPECT_TRUE(deed<Unshare>(line).keep && deed<Unshare>(line).force) << line;
  }
  const auto both = deed<Enforce>("enforce acme blocking");
  EXPECT_EQ(both.mode, policy::Mode::blocking);
  EXPECT_FALSE(both.channel);
  for (const std::string_view line :
       {"enforce acme channel smtp learning", "enforce acme learning channel smtp"}) {
    EXPECT_EQ(deed<Enforce>(line).channel, policy::Channel::smtp) << line;
    EXPECT_EQ(deed<Enforce>(line).mode, policy::Mode::learning) << line;
  }
  EXPECT_FALSE(deed<Enforce>("enforce acme automatic").mode);
  EXPECT_NE(deed<Enforce>("enforce acme automatic").impossible, "");
  EXPECT_EQ(deed<Enforce>("enforce acme off").mode, policy::Mode::off);  // control refuses it
  EXPECT_EQ(deed<Unenforce>("unenforce acme channel api").channel, policy::Channel::api);
  EXPECT_FALSE(deed<Unenforce>("unenforce acme").channel);
}

TEST(Parser, TakesOptionsInAnyOrderAndOnce) {
  for (const std::string_view line :
       {"authorize acme ::1 for 1h by a@b force", "authorize acme ::1 force by a@b for 1h",
        "authorize acme ::1 by a@b force for 1h"}) {
    const auto authorize = deed<Authorize>(line);
    EXPECT_EQ(authorize.lifetime, 1h) << line;
    EXPECT_EQ(authorize.by, "a@b") << line;
    EXPECT_TRUE(authorize.force) << line;
  }
  EXPECT_TRUE(deed<Deny>("deny acme ::1 force by a@b").force);
  EXPECT_EQ(deed<Deny>("deny acme ::1 force by a@b").by, "a@b");
  EXPECT_TRUE(deed<Remove>("remove acme ::1 by a@b force").force);
  EXPECT_FALSE(deed<Remove>("remove acme ::1 by force").force);  // somebody of that name
  EXPECT_EQ(malformed("remove acme ::1 force force"), "'force' stands here twice");
  EXPECT_EQ(malformed("set acme channel api mode off channel api"), "'channel' has no place here");
  EXPECT_EQ(malformed("deny acme ::1 forse"), "'forse' has no place here: did you mean 'force'?");
  EXPECT_EQ(malformed("deny acme ::1 for 1h"),
            "'for' has no place here: only 'by', 'force' may stand behind");
}

TEST(Parser, TakesListsWithSpacesAroundTheirCommas) {
  const std::vector<std::string> three = {"a", "b b", "c"};
  for (const std::string_view line :
       {R"(share acme ::1 with a,"b b",c)", R"(share acme ::1 with a, "b b", c)",
        R"(share acme ::1 with a , "b b" ,c)", R"(share acme ::1 with "a","b b" , c)"}) {
    EXPECT_EQ(deed<Share>(line).with, three) << line;
  }
  for (const std::string_view list : {"a,", "a,,b", ",a", "a, ,b", "a b", "a ,", "a , , b", R"("a" "," c)"}) {
    EXPECT_NE(malformed("share acme ::1 with " + std::string(list)), "") << list;
  }
}

TEST(Parser, ReadsAnswersToAlerts) {
  EXPECT_EQ(deed<PressButton>("press a@b deny").action, control::Action::deny);
  EXPECT_EQ(deed<PressButton>("press a@b deactivate 10.0.0.1 => error enforced_by_parent").action,
            control::Action::deactivate);
  EXPECT_EQ(deed<OpenLink>("open a@b deny 10.0.0.1").address, "10.0.0.1");
  EXPECT_TRUE(malformed("press a@b authorise").starts_with("'authorise' is not an action: did you mean"));
}

TEST(Parser, SaysWhatWasProbablyMeant) {
  EXPECT_EQ(malformed("organisation acme"),
            "'organisation' is not a statement: did you mean 'organization'?");
  EXPECT_EQ(malformed("Share acme ::1"), "'Share' is not a statement: did you mean 'share'?");
  EXPECT_TRUE(
      malformed("forbid acme").starts_with("'forbid' is not a statement: write one of organization, "));
  EXPECT_TRUE(malformed("set acme dryrun on").find("did you mean 'dry_run'?") != std::string::npos);
  EXPECT_TRUE(malformed("member a@b of acme may reed").find("did you mean 'read'?") != std::string::npos);
  EXPECT_TRUE(malformed("request web from ::1 => deny because unknown_adress")
                  .find("did you mean 'unknown_address'?") != std::string::npos);
  EXPECT_TRUE(
      malformed("restart => error lockout").starts_with("'lockout' is not a refusal code: write one"));
}

TEST(Parser, PassesOverNoWord) {
  for (const std::string_view line : {"share acme",
                                      "share acme ::1 bolt",
                                      "share acme ::1 with",
                                      "share acme ::1 with a by b@c",
                                      "unshare acme",
                                      "unshare acme ::1 with a",
                                      "enforce acme",
                                      "enforce acme channel api",
                                      "enforce acme blocking learning",
                                      "enforce acme bloking",
                                      "unenforce acme blocking",
                                      "unenforce",
                                      "organization a parent",
                                      "organization a of b",
                                      "press a@b",
                                      "press a@b deny ::1 ::2",
                                      "open a@b",
                                      "explain web from ::1 => allow entry ::1 entry ::1",
                                      "share acme ::1 => allow",
                                      "restart => error precondition_failed"}) {
    EXPECT_NE(malformed(line), "") << line;
  }
}

TEST(Parser, RefusesBytesThatAreNoText) {
  EXPECT_NE(malformed(std::string_view("organization a\0b", 16)), "");
  EXPECT_NE(malformed("organization a\x1b[31m"), "");
  EXPECT_EQ(malformed("\xef\xbb\xbforganization acme"), "");  // a byte order mark
  EXPECT_NE(malformed("\xef\xbb\xbf\xef\xbb\xbforganization acme"), "");
  EXPECT_NE(malformed("organization acme\n\xef\xbb\xbforganization bolt"), "");
}

}  // namespace
}  // namespace sallyport::scenario
