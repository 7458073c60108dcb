// Members, sessions and tokens through the API: who is told what about whom, and that strangers who sign in
// keep nobody else waiting.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "api/testing/world.h"

namespace sallyport::api {
namespace {

using testing::Answer;
using testing::Fields;
using testing::kAcme;
using testing::kOrganizations;
using testing::World;

constexpr std::string_view kRightPassword = "correct horse battery staple";

// From any thread, and from any address: World::call() is for one.
Answer people_call(World& world, std::string_view method, std::string_view target, std::string_view body,
                   const std::string& from, std::string_view token = {}) {
  const std::string bearer = "Bearer " + std::string(token);
  std::vector<http::Field> fields;
  if (!token.empty()) fields.push_back({"Authorization", bearer});
  if (!body.empty()) fields.push_back({"Content-Type", "application/json"});
  http::Request request;
  request.method = method;
  request.target = target;
  request.fields = fields;
  request.body = body;
  request.peer.address = net::Address::parse(from).value();
  http::Response response;
  world.api().handle(request, response);
  Answer answer{response.status, response.body, {}};
  for (const auto& [name, value] : response.fields()) answer.fields[name] = value;
  return answer;
}

std::string sign_in_body(std::string_view email, std::string_view password) {
  return R"({"email":")" + std::string(email) + R"(","password":")" + std::string(password) + "\"}";
}

std::string new_token(World& world, const std::string& path, const std::string& name,
                      const std::string& permission) {
  const auto made =
      world.call("POST", path, R"({"name":")" + name + R"(","permissions":[")" + permission + "\"]}");
  EXPECT_EQ(made.status, 201U);
  return std::string(made.json().at("secret").as_string());
}

// Eight connections send wrong passwords without end: who finds no place is answered at once, and told when
// to come again; and meanwhile everybody else is answered.
TEST(PeopleApi, ManyWhoSignInKeepNobodyElseWaiting) {
  World world;
  world.create_acme();
  std::atomic<bool> enough = false;
  std::atomic<int> looked_at = 0;
  std::atomic<int> sent_away = 0;
  std::vector<std::jthread> strangers;
  for (int i = 0; i < 8; ++i) {
    strangers.emplace_back([&, i] {
      for (int n = 0; !enough && n < 100'000; ++n) {
        const auto from = "10." + std::to_string(i) + "." + std::to_string(n % 256) + ".1";
        const auto answer =
            people_call(world, "POST", "/api/v1/sessions",
                        sign_in_body("x" + std::to_string(n) + "@acme.example", "wrong"), from);
        if (answer.status == 401) ++looked_at;
        if (answer.status != 503) continue;
        ++sent_away;
        EXPECT_EQ(answer.code(), "unavailable");
        EXPECT_EQ(answer.fields.at("Retry-After"), "1");
      }
    });
  }
  int answered = 0;
  while (answered < 50 || sent_away < 50 || looked_at < 2) {
    ASSERT_EQ(people_call(world, "GET", kAcme, {}, "203.0.113.9", world.token()).status, 200U);
    ++answered;
  }
  enough = true;
  strangers.clear();
}

TEST(PeopleApi, AStrangersGuessesKeepNobodyOutNorTheAnswerPage) {
  World world;
  world.create_acme();
  ASSERT_TRUE(world.control().people().set_password_of({"administrator", {}, {}}, "ann@acme.example",
                                                       kRightPassword));
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(people_call(world, "POST", "/api/v1/sessions", sign_in_body("ann@acme.example", "wrong"),
                          "10.0." + std::to_string(i) + ".1")
                  .status,
              401U);
  }
  const auto right = sign_in_body("ann@acme.example", kRightPassword);
  EXPECT_EQ(people_call(world, "POST", "/api/v1/sessions", right, "203.0.113.1").status, 201U);
  EXPECT_TRUE(world.control().people().check_password("ann@acme.example", kRightPassword,
                                                      net::Address::parse("203.0.113.2").value()));
}

TEST(PeopleApi, AnAddressIsOnePersonInWhateverCase) {
  World world;
  world.create_acme();
  const auto twice = world.call("POST", kAcme + "/members", R"({"email":"Ann@ACME.example"})");
  EXPECT_EQ(twice.code(), "duplicate");
  // Another organization writes it in its own way, and sees it so; nothing tells how others do.
  ASSERT_EQ(world.call("POST", kOrganizations, R"({"name":"bolt"})").status, 201U);
  const auto bolt = kOrganizations + "/bolt";
  EXPECT_EQ(world.call("POST", bolt + "/members", R"({"email":"ANN@acme.example","permissions":["read"]})")
                .json()
                .at("email"),
            "ANN@acme.example");
  EXPECT_EQ(world.call("GET", kAcme + "/members/ANN@acme.example").json().at("email"), "ann@acme.example");
  ASSERT_TRUE(world.control().people().set_password_of({"administrator", {}, {}}, "aNN@acme.example",
                                                       kRightPassword));
  const auto session = people_call(world, "POST", "/api/v1/sessions",
                                   sign_in_body("Ann@Acme.Example", kRightPassword), "203.0.113.1");
  ASSERT_EQ(session.status, 201U);
  const auto me = people_call(world, "GET", "/api/v1/me", {}, "203.0.113.1",
                              std::string_view(session.json().at("token").as_string()));
  EXPECT_EQ(me.json().at("organizations").as_array().size(), 2U);
  EXPECT_EQ(world.call("DELETE", kAcme + "/members/ANN@ACME.EXAMPLE").status, 204U);
  EXPECT_TRUE(world.call("GET", kAcme + "/members").json().at("items").as_array().empty());
}

// The language is the person's own: an owner who names another one learns nothing of it.
TEST(PeopleApi, NobodyElseLearnsAPersonsLanguage) {
  World world;
  world.create_acme();
  ASSERT_EQ(world.call("POST", kOrganizations, R"({"name":"bolt"})").status, 201U);
  const std::string kim = R"("email":"kim@bolt.example","permissions":["owner"],"language":)";
  ASSERT_EQ(world.call("POST", kOrganizations + "/bolt/members", "{" + kim + R"("ja"})").status, 201U);
  const auto known = world.call("POST", kAcme + "/members", "{" + kim + R"("de"})");
  const auto unknown =
      world.call("POST", kAcme + "/members", R"({"email":"new@bolt.example","language":"de"})");
  EXPECT_EQ(known.status, unknown.status);
  EXPECT_FALSE(known.json().as_object().contains("language"));
  const auto exported = world.call("GET", kAcme + "/policy");
  ASSERT_EQ(exported.status, 200U);
  EXPECT_NE(exported.body.find("kim@bolt.example"), std::string::npos);
  EXPECT_EQ(exported.body.find("language"), std::string::npos);
  EXPECT_EQ(world.call("GET", kAcme + "/audit").body.find("\"ja\""), std::string::npos);
  EXPECT_EQ(world.control().people().language("kim@bolt.example"), control::Language::japanese);
}

TEST(PeopleApi, TheAuditSaysWhichTokenItWas) {
  World world;
  world.create_acme();
  ASSERT_EQ(world.call("POST", kOrganizations, R"({"name":"bolt"})").status, 201U);
  struct Case {
    std::string tokens, place, actor, prefix;
  };
  const std::string bolt = kOrganizations + "/bolt";
  for (const auto& [tokens, place, actor, prefix] :
       {Case{kAcme + "/tokens", kAcme, "token acme/ci", "192.0.2.1"},
        Case{bolt + "/tokens", bolt, "token bolt/ci", "192.0.2.1"},
        Case{"/api/v1/tokens", kAcme, "token ci", "192.0.2.2"}}) {
    const auto token = new_token(world, tokens, "ci", "owner");
    const auto changed = people_call(world, "POST", place + "/authorized", R"({"prefix":")" + prefix + "\"}",
                                     "203.0.113.4", token);
    ASSERT_EQ(changed.status, 201U) << changed.body;
    EXPECT_EQ(world.call("GET", place + "/audit?limit=1").json().at("items").at(0).at("actor").as_string(),
              actor.c_str());
    EXPECT_EQ(people_call(world, "GET", "/api/v1/me", {}, "203.0.113.4", token).json().at("kind"), "token");
  }
}

TEST(PeopleApi, TheAuditSaysFromWhereASessionEnded) {
  World world;
  world.create_acme();
  ASSERT_TRUE(world.control().people().set_password_of({"administrator", {}, {}}, "ann@acme.example",
                                                       kRightPassword));
  const auto session = people_call(world, "POST", "/api/v1/sessions",
                                   sign_in_body("ann@acme.example", kRightPassword), "203.0.113.1");
  const std::string token(session.json().at("token").as_string());
  EXPECT_EQ(people_call(world, "DELETE", "/api/v1/sessions/current", {}, "203.0.113.7", token).status, 204U);
  const auto newest = world.call("GET", "/api/v1/audit?limit=1").json().at("items").at(0);
  EXPECT_EQ(newest.at("action"), "session.ended");
  EXPECT_EQ(newest.at("from"), "203.0.113.7");
}

TEST(PeopleApi, NoNameIsAStepInAPath) {
  World world;
  world.create_acme();
  for (const std::string name : {".", ".."}) {
    for (const std::string& path : {kOrganizations, kAcme + "/credentials"}) {
      const auto refused = world.call("POST", path, R"({"name":")" + name + "\"}");
      EXPECT_EQ(refused.status, 400U) << path << name;
      EXPECT_EQ(refused.code(), "malformed_request");
    }
  }
  EXPECT_EQ(world.call("POST", kOrganizations, R"({"name":"..."})").status, 201U);
}

}  // namespace
}  // namespace sallyport::api
