// Who may do what, written down once more by hand: operation by permission. The product's own table
// (routes.h) and its Permissions::grants() are not asked, so that a slip in either shows here.

#include <algorithm>
#include <array>
#include <set>

#include "api/testing/isolation_world.h"

namespace sallyport::api {
namespace {

using testing::body_of;
using testing::Caller;
using testing::IsolationTest;
using testing::of_organization;
using testing::replaced;
using testing::target_of;

struct Allowed {
  std::string_view operation;
  std::string_view by;  // owner, authorized_ips, read, audit: a letter where that lets in, a dash where not
};

constexpr std::array kAllowed{
    Allowed{"showOrganization", "oir-"},
    Allowed{"listChildren", "oir-"},
    Allowed{"listMembers", "oir-"},
    Allowed{"showMember", "oir-"},
    Allowed{"listCredentials", "oir-"},
    Allowed{"showCredential", "oir-"},
    Allowed{"showProtections", "oir-"},
    Allowed{"showProtection", "oir-"},
    Allowed{"showCredentialProtection", "oir-"},
    Allowed{"listAuthorized", "oir-"},
    Allowed{"listDenied", "oir-"},
    Allowed{"listRemoved", "oir-"},
    Allowed{"listCredentialAuthorized", "oir-"},
    Allowed{"listCredentialDenied", "oir-"},
    Allowed{"listCredentialRemoved", "oir-"},
    Allowed{"listUnauthorized", "oir-"},
    Allowed{"listActivity", "oir-"},
    Allowed{"explain", "oir-"},
    Allowed{"listAlerts", "oir-"},
    Allowed{"listShared", "oir-"},
    Allowed{"listReceived", "oir-"},
    Allowed{"showEnforcement", "oir-"},
    Allowed{"showChannelEnforcement", "oir-"},
    Allowed{"listFollows", "oir-"},
    Allowed{"showFollow", "oir-"},
    Allowed{"showCovers", "oir-"},
    Allowed{"showReview", "oir-"},
    Allowed{"showDifference", "oir-"},
    Allowed{"exportOrganizationPolicy", "oir-"},

    Allowed{"authorize", "oi--"},
    Allowed{"changeAuthorized", "oi--"},
    Allowed{"removeAuthorized", "oi--"},
    Allowed{"deny", "oi--"},
    Allowed{"changeDenied", "oi--"},
    Allowed{"removeDenied", "oi--"},
    Allowed{"authorizeForCredential", "oi--"},
    Allowed{"changeCredentialAuthorized", "oi--"},
    Allowed{"removeCredentialAuthorized", "oi--"},
    Allowed{"denyForCredential", "oi--"},
    Allowed{"changeCredentialDenied", "oi--"},
    Allowed{"removeCredentialDenied", "oi--"},
    Allowed{"changeProtections", "oi--"},
    Allowed{"changeProtection", "oi--"},
    Allowed{"changeCredentialProtection", "oi--"},
    Allowed{"inheritProtection", "oi--"},
    Allowed{"answerAlert", "oi--"},
    Allowed{"share", "oi--"},
    Allowed{"unshare", "oi--"},
    Allowed{"unshareMany", "oi--"},
    Allowed{"enforce", "oi--"},
    Allowed{"unenforce", "oi--"},
    Allowed{"enforceChannel", "oi--"},
    Allowed{"unenforceChannel", "oi--"},
    Allowed{"putFollow", "oi--"},
    Allowed{"removeFollow", "oi--"},
    Allowed{"rollBack", "oi--"},

    Allowed{"addMember", "o---"},
    Allowed{"changeMember", "o---"},
    Allowed{"removeMember", "o---"},
    Allowed{"inviteMember", "o---"},
    Allowed{"createCredential", "o---"},
    Allowed{"removeCredential", "o---"},
    Allowed{"rotateCredential", "o---"},
    Allowed{"listTokens", "o---"},
    Allowed{"createToken", "o---"},
    Allowed{"revokeToken", "o---"},
    Allowed{"listWebhooks", "o---"},
    Allowed{"createWebhook", "o---"},
    Allowed{"showWebhook", "o---"},
    Allowed{"changeWebhook", "o---"},
    Allowed{"removeWebhook", "o---"},
    Allowed{"rotateWebhookSecret", "o---"},
    Allowed{"testWebhook", "o---"},
    Allowed{"listWebhookAttempts", "o---"},

    Allowed{"listOrganizationAudit", "o--a"},
    Allowed{"exportOrganizationAudit", "o--a"},
    Allowed{"listVersions", "o--a"},
};

// Of each caller, what the name says of their permission; empty: none in an organization of acme's.
std::string tested_permission_of(const Caller& caller) {
  const std::size_t with = caller.name.rfind(" with ");
  return with != std::string::npos && !caller.may.empty() ? caller.name.substr(with + 6)
         : caller.may.empty()                             ? ""
                                                          : "owner";
}

bool table_allows(std::string_view operation, const std::string& permission) {
  const auto row = std::ranges::find(kAllowed, operation, &Allowed::operation);
  EXPECT_NE(row, kAllowed.end()) << operation << " is missing in the table";
  if (row == kAllowed.end()) return false;
  const char letter = permission == "authorized_ips" ? 'i' : permission.front();
  return row->by.contains(letter);
}

class IsolationMatrixTest : public IsolationTest {};

// Members and tokens alike: of each permission, on each operation, in their organization and below it.
TEST_F(IsolationMatrixTest, EachPermissionLetsInWhereTheTableSays) {
  std::size_t refused = 0;
  std::size_t let_in = 0;
  for (const Caller& caller : callers_) {
    const std::string permission = tested_permission_of(caller);
    for (const Route& route : routes()) {
      if (!of_organization(route)) continue;
      for (const auto& [organization, unused] : caller.may) {
        const std::string before = watcher_->version();
        const std::string target = target_of(route, organization, organization);
        const auto answer = call(caller, route.method, target, body_of(route));
        const std::string what = caller.name + ": " + std::string(route.id) + " " + target;
        expect_never(caller, answer, what);
        if (table_allows(route.id, permission)) {
          ++let_in;
          EXPECT_TRUE(answer.status != 401 && answer.status != 403) << what << " " << answer;
          EXPECT_FALSE(answer.has_code("unknown_organization")) << what;
        } else {
          ++refused;
          EXPECT_TRUE(answer.status == 403 && answer.has_code("forbidden")) << what << " " << answer;
          EXPECT_EQ(watcher_->version(), before) << what;
        }
        if (route.method == "GET") {
          EXPECT_EQ(watcher_->version(), before) << what;
        }
      }
    }
  }
  EXPECT_GT(refused, 500U);
  EXPECT_GT(let_in, 500U);
}

// The rule behind the table, which no row may break.
TEST_F(IsolationMatrixTest, WhoMayOnlyLookChangesNothing) {
  std::size_t changes = 0;
  for (const char* const name : {"member of acme with read", "token of acme with read",
                                 "member of acme with audit", "token of acme with audit"}) {
    for (const Route& route : routes()) {
      if (!of_organization(route) || route.method == "GET") continue;
      const auto answer =
          call(caller(name), route.method, target_of(route, "lynx-acme", "lynx-acme"), body_of(route));
      EXPECT_EQ(answer.status, 403U) << name << ": " << route.id << " " << answer;
      ++changes;
    }
  }
  EXPECT_GT(changes, 100U);
}

TEST_F(IsolationMatrixTest, OnlyOwnersGiveAndOnlyWhatTheyHave) {
  const std::string path = "/api/v1/organizations/lynx-acme/tokens";
  for (const Caller& caller : callers_) {
    const bool owner = caller.may.contains("lynx-acme") && tested_permission_of(caller) == "owner";
    const std::string name = replaced(caller.name, " ", "-");
    const auto answer = call(caller, "POST", path, R"({"name":")" + name + R"(","permissions":["read"]})");
    EXPECT_EQ(answer.status == 201, owner) << caller.name << " " << answer;
    const auto everywhere = call(caller, "POST", "/api/v1/tokens", R"({"name":"x","permissions":["read"]})");
    EXPECT_TRUE(everywhere.status == 403 || everywhere.status == 401) << caller.name << " " << everywhere;
    const auto root = call(caller, "POST", "/api/v1/organizations", R"({"name":"a-new-root"})");
    EXPECT_TRUE(root.status == 403 || root.status == 401) << caller.name << " " << root;
    const auto below = call(caller, "POST", "/api/v1/organizations",
                            R"({"name":"below-)" + name + R"(","parent":"lynx-acme"})");
    EXPECT_EQ(below.status == 201, owner) << caller.name << " " << below;
  }
}

TEST(Routes, EveryOneSaysWhoMayUseIt) {
  const std::set<std::string_view> open = {"startSession", "requestPassword", "showPasswordPage",
                                           "setPassword",  "showAnswerPage",  "pressAnswerButton",
                                           "showOpenapi",  "showHealth",      "showMetrics"};
  std::size_t in_table = 0;
  for (const Route& route : routes()) {
    EXPECT_EQ(route.open(), open.contains(route.id)) << route.id;
    if (!of_organization(route)) continue;
    EXPECT_NE(std::ranges::find(kAllowed, route.id, &Allowed::operation), kAllowed.end()) << route.id;
    ++in_table;
  }
  EXPECT_EQ(in_table, kAllowed.size()) << "the table has an operation that there is not";
}

}  // namespace
}  // namespace sallyport::api
