// Names and numbers of what belongs to others: under one's own path, and in bodies, they are like those that
// nobody has.

#include <set>

#include "api/testing/isolation_world.h"

namespace sallyport::api {
namespace {

using testing::body_of;
using testing::Caller;
using testing::ComparedAnswer;
using testing::IsolationTest;
using testing::kAbsent;
using testing::of_organization;
using testing::replaced;
using testing::target_of;

bool names_a_thing(const Route& route) {
  return of_organization(route) && (route.path.contains("{credential}") || route.path.contains("{member}") ||
                                    route.path.contains("{token}") || route.path.contains("{alert}") ||
                                    route.path.contains("{webhook}") || route.id == "explain");
}

// What differs because another name, or another number, was asked for.
ComparedAnswer masked(ComparedAnswer answer, const std::string& things, const std::string& number) {
  for (const std::string& word : {things, "alert " + number, "webhook " + number, "/" + number}) {
    answer = replaced(std::move(answer), word, "ASKED");
  }
  return answer;
}

class IsolationNamesTest : public IsolationTest {
 protected:
  const Caller& owner() { return caller("token of acme with owner"); }

  // The route's answer for a name in its body is, but for the name, the one for a name that nobody has.
  void expect_like_unknown(std::string_view method, const std::string& path, const std::string& body,
                           const std::string& foreign, const std::string& code = "unknown_organization") {
    const std::string before = watcher_->version();
    const auto there = call(owner(), method, path, replaced(body, "NAME", foreign));
    const auto nowhere = call(owner(), method, path, replaced(body, "NAME", kAbsent));
    EXPECT_EQ(replaced(there, foreign, kAbsent), nowhere) << path << " " << body;
    EXPECT_TRUE(there.has_code(code)) << path << " " << body << " " << there;
    EXPECT_EQ(watcher_->version(), before) << path << " " << body;
  }
};

TEST_F(IsolationNamesTest, ThingsOfOthersUnderOnesOwnPathAreLikeNone) {
  const std::string before = watcher_->dump();
  const std::vector<std::pair<std::string, std::string>> foreign = {
      {"lynx-summit", "1"}, {"lynx-kid", "3"}, {"lynx-twin", "4"}, {"zebra", "5"}};
  std::size_t asked = 0;
  for (const char* const name : {"member of acme with owner", "token of acme with owner"}) {
    for (const Route& route : routes()) {
      if (!names_a_thing(route)) continue;
      for (const auto& [things, number] : foreign) {
        for (const std::string& body : {std::string(), body_of(route)}) {
          if (body.empty() != route.request.empty()) continue;
          const auto there = call(caller(name), route.method, target_of(route, "lynx-acme", things), body);
          const auto nowhere = call(caller(name), route.method, target_of(route, "lynx-acme", kAbsent), body);
          EXPECT_EQ(masked(there, things, number), masked(nowhere, kAbsent, "999"))
              << route.id << " " << things;
          EXPECT_EQ(there.status, 404U) << route.id << " " << things << " " << there;
          ++asked;
        }
      }
    }
  }
  EXPECT_EQ(watcher_->dump(), before);
  EXPECT_GT(asked, 150U);
}

// Which schemas of bodies have an organization's name in them; whoever adds a schema says so here.
TEST_F(IsolationNamesTest, EveryBodyWithAnOrganizationsNameIsTested) {
  const std::set<std::string_view> with_name = {"NewOrganization", "NewSharing", "PolicyOrder"};
  const std::set<std::string_view> without = {"Answer",         "AnswerForm",      "CheckOrder",
                                              "EndOfSharing",   "EntryChange",     "FeedToRead",
                                              "ListToRender",   "ListsToCompare",  "MeChange",
                                              "MemberChange",   "NewCredential",   "NewDenials",
                                              "NewEnforcement", "NewEntries",      "NewEntry",
                                              "NewFollow",      "NewMember",       "NewRotation",
                                              "NewSession",     "NewToken",        "NewWebhook",
                                              "PasswordForm",   "PasswordRequest", "ProtectionChange",
                                              "Rollback",       "WebhookChange",   "WebhookSecretRotation"};
  for (const Route& route : routes()) {
    if (route.request.empty()) continue;
    EXPECT_NE(with_name.contains(route.request), without.contains(route.request))
        << route.id << " " << route.request;
  }
}

TEST_F(IsolationNamesTest, ForeignOrganizationsInBodiesAreLikeUnknownOnes) {
  const std::string acme = "/api/v1/organizations/lynx-acme";
  for (const std::string foreign : {"zebra", "zebra-cub", "lynx-twin", "lynx-summit"}) {
    expect_like_unknown("POST", "/api/v1/organizations", R"({"name":"brand-new","parent":"NAME"})", foreign);
    expect_like_unknown("POST", acme + "/shared", R"({"prefix":"192.0.2.0/24","with":["NAME"]})", foreign);
    expect_like_unknown("POST", acme + "/shared",
                        R"({"prefixes":["192.0.2.0/24"],"with":["lynx-kid","NAME"]})", foreign);
    for (const std::string path : {"/api/v1/policy/plan", "/api/v1/policy/apply"}) {
      const auto document = [](const std::string& organizations) {
        return R"({"document":{"organizations":[)" + organizations + "]}}";
      };
      expect_like_unknown("POST", path, document(R"({"name":"NAME"})"), foreign);
      expect_like_unknown("POST", path, document(R"({"name":"NAME","protection":{"api":{"mode":"off"}}})"),
                          foreign);
      expect_like_unknown("POST", path, document(R"({"name":"brand-new","parent":"NAME"})"), foreign);
      expect_like_unknown("POST", path, document(R"({"name":"brand-new","parent":"NAME"},{"name":"NAME"})"),
                          foreign);
      expect_like_unknown(
          "POST", path,
          document(R"({"name":"lynx-acme","entries":[{"prefix":"192.0.2.0/24","share":["NAME"]}]})"),
          foreign);
    }
  }
}

// Names of organizations are unique, so that a taken one is told of: to whoever may make one, by creating,
// planning and applying alike, and by nothing else.
TEST_F(IsolationNamesTest, ThatANameIsTakenIsTheOneThingThatIsTold) {
  const std::string before = watcher_->version();
  const auto refused = [&](const Caller& who, const std::string& path, const std::string& body) {
    const auto answer = call(who, "POST", "/api/v1/" + path, body);
    EXPECT_EQ(watcher_->version(), before) << path << body;
    return answer;
  };
  const auto order = [](const std::string& organizations) {
    return R"({"document":{"organizations":[)" + organizations + "]}}";
  };
  for (const std::string foreign : {"zebra", "zebra-cub", "lynx-twin", "lynx-summit"}) {
    const std::string one = R"({"name":")" + foreign + R"(","parent":"lynx-acme"})";
    const auto created = refused(owner(), "organizations", one);
    EXPECT_TRUE(created.status == 409 && created.has_code("duplicate")) << created;
    for (const char* const path : {"policy/plan", "policy/apply"}) {
      const auto answer = refused(owner(), path, order(one));
      EXPECT_EQ(answer.status, created.status) << path;
      EXPECT_EQ(answer.body, created.body) << path;
      // Below one that the document makes, too.
      EXPECT_EQ(refused(owner(), path,
                        order(R"({"name":"new-one","parent":"lynx-acme"},{"name":")" + foreign +
                              R"(","parent":"new-one"})"))
                    .body,
                created.body)
          << path;
    }
    // Whoever may make none hears nothing.
    for (const char* const who : {"member of acme with read", "token of acme with authorized_ips"}) {
      for (const std::string path : {"organizations", "policy/plan", "policy/apply"}) {
        const auto body = [&](const std::string& name) {
          const std::string named = R"({"name":")" + name + R"(","parent":"lynx-acme"})";
          return path == "organizations" ? named : order(named);
        };
        const auto there = refused(caller(who), path, body(foreign));
        EXPECT_EQ(replaced(there, foreign, kAbsent), refused(caller(who), path, body(kAbsent)))
            << who << " " << path;
        EXPECT_EQ(there.status, 403U) << there;
      }
    }
  }
}

// A person who is known elsewhere is like one who is not.
TEST_F(IsolationNamesTest, PeopleOfOthersAreLikeNewOnes) {
  const std::string path = "/api/v1/organizations/lynx-acme/members";
  const auto known = call(owner(), "POST", path, R"({"email":"olga@zebra.example","language":"de"})");
  const auto unknown = call(owner(), "POST", path, R"({"email":"nova@zebra.example","language":"de"})");
  EXPECT_EQ(known.status, 201U);
  EXPECT_EQ(replaced(known.body, "olga", "nova"), unknown.body);
}

}  // namespace
}  // namespace sallyport::api
