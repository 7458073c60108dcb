// The property that every route keeps: whoever has no permission in an organization gets for it exactly the
// answer that one which does not exist gets, changes nothing, and never reads a name that is not theirs to
// know. Who may do what: isolation_matrix_test.cc; names and numbers of others: isolation_names_test.cc.

#include "api/testing/isolation_world.h"

namespace sallyport::api {
namespace {

using testing::body_of;
using testing::Caller;
using testing::ComparedAnswer;
using testing::IsolationTest;
using testing::kAbsent;
using testing::kTrees;
using testing::of_organization;
using testing::SentFields;
using testing::target_of;

TEST_F(IsolationTest, AnOrganizationWithoutPermissionIsLikeOneThatDoesNotExist) {
  const std::string before = watcher_->dump();
  const std::string version = watcher_->version();
  std::size_t asked = 0;
  for (const Caller& caller : callers_) {
    for (const Route& route : routes()) {
      if (!of_organization(route)) continue;
      for (const auto& [organization, parent] : kTrees) {
        if (caller.may.contains(organization)) continue;
        for (const std::string& body : {std::string(), body_of(route), std::string("{")}) {
          const std::string target = target_of(route, organization, organization);
          const auto there = call(caller, route.method, target, body);
          const auto nowhere = call(caller, route.method, target_of(route, kAbsent, organization), body);
          const auto masked = replaced(there, organization, kAbsent);
          EXPECT_EQ(masked, nowhere) << caller.name << ": " << route.id << " " << target;
          EXPECT_TRUE(there.has_code("unknown_organization") || there.status == 401) << there;
          EXPECT_EQ(masked.body.find("key-of"), std::string::npos) << there;
          asked += 2;
        }
      }
    }
    ASSERT_EQ(watcher_->version(), version) << caller.name << " changed something";
  }
  EXPECT_EQ(watcher_->dump(), before);
  EXPECT_GT(asked, 5'000U);
}

// Nor do the fields and parameters around a request tell one from the other.
TEST_F(IsolationTest, NeitherConditionsNorKeysNorParametersTellItFromNothing) {
  const std::vector<SentFields> each_fields = {{{"If-None-Match", "*"}},
                                               {{"If-None-Match", "\"1.x\""}},
                                               {{"If-None-Match", "nonsense"}},
                                               {{"If-Match", "*"}},
                                               {{"If-Match", "\"1.x\""}},
                                               {{"If-Match", "nonsense"}},
                                               {{"Idempotency-Key", "the-same-for-both"}},
                                               {{"Idempotency-Key", ""}}};
  const std::string before = watcher_->dump();
  std::size_t asked = 0;
  for (const std::string name : {"token of the child", "token of the other platform", "nobody"}) {
    const Caller& who = caller(name);
    for (const Route& route : routes()) {
      if (!of_organization(route)) continue;
      for (const std::string organization : {"lynx-acme", "zebra"}) {
        if (who.may.contains(organization)) continue;
        const auto alike = [&](std::string_view method, const std::string& query, const std::string& body,
                               const SentFields& fields) {
          const auto with_query = [&](std::string target) {
            return target + (query.empty() ? "" : target.find('?') == std::string::npos ? "?" : "&") + query;
          };
          const auto there =
              call(who, method, with_query(target_of(route, organization, organization)), body, fields);
          const auto nowhere =
              call(who, method, with_query(target_of(route, kAbsent, organization)), body, fields);
          EXPECT_EQ(replaced(there, organization, kAbsent), nowhere)
              << name << ": " << method << " " << route.id << " " << organization << " " << query;
          EXPECT_TRUE(there.status == 401 || there.status == 404) << there;
          asked += 2;
        };
        for (const SentFields& fields : each_fields) alike(route.method, "", body_of(route), fields);
        if (route.method == "GET") {
          alike("HEAD", "", "", {});
          alike("HEAD", "", "", {{"If-None-Match", "*"}});
        }
        alike(route.method, "nonsense=1", body_of(route), {});
        for (const QueryParameter& parameter : route.query) {
          for (const char* const value : {"", "1", "true", "%00"}) {
            alike(route.method, std::string(parameter.name) + "=" + value, body_of(route), {});
          }
        }
      }
    }
  }
  EXPECT_EQ(watcher_->dump(), before);
  EXPECT_GT(asked, 10'000U);
}

TEST_F(IsolationTest, ReadingTellsNothingOfOthers) {
  for (const Caller& caller : callers_) {
    for (const Route& route : routes()) {
      if (route.method != "GET" || route.open()) continue;
      if (!of_organization(route)) {
        const auto answer = call(caller, "GET", target_of(route, "", kAbsent), "");
        expect_never(caller, answer, std::string(route.id));
        const unsigned expected = !caller.known ? 401U : route.need == Need::token ? 200U : 403U;
        EXPECT_EQ(answer.status, expected) << caller.name << ": " << route.id;
      }
      for (const auto& [organization, permissions] : caller.may) {
        expect_never(caller, call(caller, "GET", target_of(route, organization, organization), ""),
                     std::string(route.id));
      }
    }
  }
}

// The walls between the organizations of a tree are no emptiness: what is to pass through them does.
TEST_F(IsolationTest, WhatCrossesTheTreeIsRead) {
  const auto get = [&](const char* who, const std::string& path) {
    const auto answer = call(caller(who), "GET", "/api/v1/organizations/" + path, "");
    EXPECT_EQ(answer.status, 200U) << path << answer;
    expect_never(caller(who), answer, path);
    return answer;
  };
  for (const char* const who : {"member of acme with read", "token of acme with owner"}) {
    EXPECT_TRUE(get(who, "lynx-acme/received").says("10.1.0.0/16")) << who;
    EXPECT_TRUE(get(who, "lynx-acme/received").says("for all below")) << who;
    EXPECT_FALSE(get(who, "lynx-acme/received").says("10.9.0.0/16")) << who;
    EXPECT_TRUE(get(who, "lynx-acme/shared").says("10.2.0.0/16")) << who;
    const auto covers = get(who, "lynx-acme/covers?address=10.9.0.7");
    EXPECT_TRUE(covers.says("10.9.0.0/16") && covers.says("\"by\":\"enforced\"")) << covers;
    EXPECT_TRUE(get(who, "lynx-acme/protection/api").says("\"enforced_by\":\"lynx-summit\"")) << who;
    const auto explained = get(who, "lynx-acme/explain?credential=key-of-lynx-acme&address=10.9.0.7");
    EXPECT_TRUE(explained.says("\"reason\":\"denied\"") && explained.says("10.9.0.0/16")) << explained;
    EXPECT_TRUE(get(who, "lynx-acme/authorized").says(testing::kFromAbove)) << who;
  }
  for (const char* const who : {"member of acme with audit", "token of acme with owner"}) {
    EXPECT_TRUE(get(who, "lynx-acme/audit?limit=1000").says(testing::kFromAbove)) << who;
  }
  const auto kid = get("token of the child", "lynx-kid/received");
  EXPECT_TRUE(kid.says("for the youngest") && kid.says("lynx-acme") && kid.says("lynx-summit")) << kid;
}

TEST_F(IsolationTest, ListsOfOrganizationsShowOnesOwn) {
  for (const Caller& caller : callers_) {
    const auto answer = call(caller, "GET", "/api/v1/organizations?limit=1000", "");
    for (const auto& [organization, parent] : kTrees) {
      const bool shown = answer.body.find("\"name\":\"" + organization + "\"") != std::string::npos;
      EXPECT_EQ(shown, caller.may.contains(organization)) << caller.name << ": " << organization;
    }
  }
}

}  // namespace
}  // namespace sallyport::api
