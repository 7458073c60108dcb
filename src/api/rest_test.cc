// What makes the API safe to program: entity tags, keys of repeated requests, limits.

#include <gtest/gtest.h>

#include <thread>

#include "api/api_limits.h"
#include "api/conditional.h"
#include "api/idempotency.h"
#include "api/testing/world.h"

namespace sallyport::api {
namespace {

using namespace std::chrono_literals;
using testing::Answer;
using testing::Fields;
using testing::kAcme;
using testing::World;

Answer send(World& world, std::string_view method, const std::string& target, std::string_view body,
            Fields fields) {
  fields.emplace_back("Authorization", "Bearer " + world.token());
  return world.call_with(method, target, body, fields);
}

std::string field(const Answer& answer, const std::string& name) {
  const auto found = answer.fields.find(name);
  return found == answer.fields.end() ? "" : found->second;
}

std::size_t audit_records(World& world) {
  return world.call("GET", "/api/v1/audit?limit=1000").json().at("items").as_array().size();
}

TEST(Conditional, AnUnchangedAnswerIsNotSentAgain) {
  World world;
  world.create_acme();
  const auto first = world.call("GET", kAcme + "/credentials");
  const std::string tag = field(first, "ETag");
  ASSERT_FALSE(tag.empty());
  for (const std::string& tags : {tag, "\"other\", " + tag, "W/" + tag, std::string("*")}) {
    for (const char* method : {"GET", "HEAD"}) {
      const auto again = send(world, method, kAcme + "/credentials", "", {{"If-None-Match", tags}});
      EXPECT_EQ(again.status, 304U) << tags;
      EXPECT_EQ(field(again, "ETag"), tag);
      EXPECT_TRUE(again.body.empty());
    }
  }
  world.use("acme", "web", "192.0.2.7");  // changes last_used without an audit record
  const auto changed = send(world, "GET", kAcme + "/credentials", "", {{"If-None-Match", tag}});
  EXPECT_EQ(changed.status, 200U);
  EXPECT_NE(field(changed, "ETag"), tag);
}

TEST(Conditional, AChangeIsMadeToTheVersionThatWasReadAndToNoOther) {
  World world;
  world.create_acme();
  const std::string tag = field(world.call("GET", kAcme), "ETag");
  const auto changed =
      send(world, "PATCH", kAcme + "/protection", R"({"mode":"blocking"})", {{"If-Match", tag}});
  ASSERT_EQ(changed.status, 200U);
  const std::string next = field(changed, "ETag");
  EXPECT_NE(next, tag);
  const auto records = audit_records(world);
  const Fields old{{"If-Match", tag}};
  const std::vector<Answer> refused{
      send(world, "PATCH", kAcme + "/protection", R"({"mode":"off"})", old),
      send(world, "POST", kAcme + "/authorized", R"({"prefix":"192.0.2.1"})", old),
      send(world, "DELETE", kAcme + "/credentials/web", "", old),
      send(world, "GET", kAcme, "", old),
      send(world, "DELETE", kAcme + "/credentials/web", "", {{"If-Match", "W/" + next}}),
      send(world, "DELETE", kAcme + "/credentials/web", "", {{"If-Match", "\"somebody's\""}})};
  for (const auto& answer : refused) {
    EXPECT_EQ(answer.status, 412U);
    EXPECT_EQ(answer.code(), "precondition_failed");
  }
  EXPECT_EQ(audit_records(world), records);
  EXPECT_EQ(send(world, "POST", kAcme + "/authorized", R"({"prefix":"192.0.2.1"})",
                 {{"If-Match", tag + "," + next}})
                .status,
            201U)
      << "the tag of a change's own answer is as good as one that was read";
  EXPECT_EQ(send(world, "DELETE", kAcme + "/authorized/192.0.2.1", "", {{"If-Match", "*"}}).status, 200U);
}

// Two threads read the same version, and both change: one of them wins, each time.
TEST(Conditional, OfTwoChangesToOneVersionOneIsMade) {
  World world;
  world.create_acme();
  for (int round = 0; round < 20; ++round) {
    const auto version = world.control().requests().version("acme").value();
    std::array<bool, 2> made{};
    {
      std::array<std::jthread, 2> threads;
      for (std::size_t i = 0; i < 2; ++i) {
        threads[i] = std::jthread([&, i] {
          auto terms = std::make_shared<control::RequestTerms>();
          terms->organization = "acme";
          terms->versions = {version};
          const auto prefix = net::Prefix::parse("10.0." + std::to_string(i) + "." + std::to_string(round));
          const auto result =
              world.control().lists().authorize({"ann", {}, terms}, {"acme", ""}, {{*prefix, {}}});
          made[i] = result.has_value();
          if (!result) {
            EXPECT_EQ(result.error().code, ErrorCode::precondition_failed);
          }
        });
      }
    }
    EXPECT_NE(made[0], made[1]);
  }
}

TEST(Conditional, OnlyTagsAndWhereTheyMeanSomething) {
  World world;
  world.create_acme();
  for (const char* tags : {"", "acme", "\"a", "\"a\" \"b\"", "*, \"a\"", "\"a b\"", "w/\"a\"", ","}) {
    EXPECT_EQ(send(world, "GET", kAcme, "", {{"If-None-Match", tags}}).status, 400U) << tags;
    EXPECT_EQ(send(world, "DELETE", kAcme + "/credentials/web", "", {{"If-Match", tags}}).status, 400U)
        << tags;
  }
  EXPECT_EQ(send(world, "POST", "/api/v1/organizations", R"({"name":"b"})", {{"If-Match", "\"1\""}}).status,
            400U);
  EXPECT_EQ(send(world, "DELETE", kAcme + "/credentials/web", "", {{"If-None-Match", "*"}}).status, 400U);
  EXPECT_EQ(send(world, "GET", "/api/v1/organizations/nobody", "", {{"If-Match", "\"1\""}}).status, 404U);
}

TEST(Idempotency, ARepeatedRequestGetsTheSameAnswerAndChangesNothing) {
  World world;
  world.create_acme();
  const Fields key{{"Idempotency-Key", "\"8e03978e-40d5-43dd-bc93-6894a57f9324\""}};
  const std::string body = R"({"prefix":"192.0.2.1"})";
  const auto first = send(world, "POST", kAcme + "/authorized", body, key);
  ASSERT_EQ(first.status, 201U);
  EXPECT_EQ(field(first, "Idempotent-Replay"), "");
  const auto records = audit_records(world);
  for (const char* text :
       {"\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", "8e03978e-40d5-43dd-bc93-6894a57f9324"}) {
    const auto again = send(world, "POST", kAcme + "/authorized", body, {{"Idempotency-Key", text}});
    EXPECT_EQ(again.status, 201U);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(field(again, "Idempotent-Replay"), "true");
  }
  EXPECT_EQ(audit_records(world), records);
  EXPECT_EQ(send(world, "POST", kAcme + "/authorized", body, {}).status, 409U)
      << "without a key: a duplicate";
  for (const auto& [target, other] : {std::pair{kAcme + "/authorized", R"({"prefix":"192.0.2.2"})"},
                                      std::pair{kAcme + "/denied", R"({"prefix":"192.0.2.1"})"}}) {
    const auto reused = send(world, "POST", target, other, key);
    EXPECT_EQ(reused.status, 422U);
    EXPECT_EQ(reused.code(), "key_reused");
  }
}

TEST(Idempotency, WhatWasRefusedMayBeSentAgainUnderItsKey) {
  World world;
  const Fields key{{"Idempotency-Key", "k"}};
  EXPECT_EQ(send(world, "POST", kAcme + "/authorized", R"({"prefix":"192.0.2.1"})", key).status, 404U);
  world.create_acme();
  EXPECT_EQ(send(world, "POST", kAcme + "/authorized", R"({"prefix":"192.0.2.1"})", key).status, 201U);
}

// The daemon was killed between the commit and the answer: the claim is there, the answer is not.
TEST(Idempotency, WhereTheAnswerWasLostARepetitionIsToldAndNothingIsDoneTwice) {
  World world;
  world.create_acme();
  const std::string body = R"({"prefix":"192.0.2.1"})";
  const std::string target = kAcme + "/authorized";
  const std::vector<http::Field> fields{{"Idempotency-Key", "lost"}};
  http::Request request;
  request.method = "POST";
  request.target = target;
  request.fields = fields;
  request.body = body;
  auto terms = std::make_shared<control::RequestTerms>();
  terms->claim = read_claim(request, "administrator").value();
  ASSERT_TRUE(world.control().lists().authorize({"administrator", {}, terms}, {"acme", ""},
                                                {{net::Prefix::parse("192.0.2.1").value(), {}}}));
  EXPECT_TRUE(terms->met);
  const auto records = audit_records(world);
  for (int i = 0; i < 2; ++i) {
    const auto repeated = send(world, "POST", target, body, {{"Idempotency-Key", "lost"}});
    EXPECT_EQ(repeated.status, 409U);
    EXPECT_EQ(repeated.code(), "answer_lost");
  }
  EXPECT_EQ(audit_records(world), records);
}

TEST(Idempotency, AnAnswerWithASecretIsNeverKept) {
  World world;
  world.create_acme();
  const Fields key{{"Idempotency-Key", "k"}};
  const std::string body = R"({"name":"mail","channel":"smtp"})";
  EXPECT_EQ(send(world, "POST", kAcme + "/credentials", body, key).status, 201U);
  const auto again = send(world, "POST", kAcme + "/credentials", body, key);
  EXPECT_EQ(again.status, 409U);
  EXPECT_EQ(again.code(), "answer_lost");
  EXPECT_FALSE(may_be_kept(R"({"secret":"x"})"));
  EXPECT_FALSE(may_be_kept(R"({"note":"spk_)" + std::string(52, 'a') + "\"}"));
  EXPECT_FALSE(may_be_kept(R"({"items":["whsec_MfKQ9r8G"]})"));
  EXPECT_FALSE(may_be_kept(std::string(control::kAnswerBytes + 1, 'x')));
  EXPECT_TRUE(may_be_kept(R"({"note":"\"secret\": spare keys"})"));
}

TEST(Idempotency, IsForgottenAfterADayInWhichSomebodyWatched) {
  World world;
  world.create_acme();
  const Fields key{{"Idempotency-Key", "k"}};
  const std::string body = R"({"prefix":"192.0.2.1"})";
  ASSERT_EQ(send(world, "POST", kAcme + "/authorized", body, key).status, 201U);
  for (int hour = 0; hour < 23; ++hour) {
    world.clock.advance(1h);
    ASSERT_TRUE(world.control().loop().run_due());
  }
  EXPECT_EQ(field(send(world, "POST", kAcme + "/authorized", body, key), "Idempotent-Replay"), "true");
  world.clock.advance(1h);
  const auto anew = send(world, "POST", kAcme + "/authorized", body, key);
  EXPECT_EQ(anew.code(), "duplicate");
  EXPECT_EQ(send(world, "POST", kAcme + "/authorized", R"({"prefix":"192.0.2.2"})", key).status, 201U)
      << "the key is free again";
}

TEST(Idempotency, KeysAreCheckedAndBoundedForEachSender) {
  World world;
  world.create_acme();
  for (const std::string& key :
       {std::string(), std::string("a b"), std::string(256, 'k'), std::string("\"\"")}) {
    EXPECT_EQ(send(world, "DELETE", kAcme + "/credentials/none", "", {{"Idempotency-Key", key}}).status,
              400U);
  }
  EXPECT_EQ(send(world, "DELETE", kAcme + "/credentials/none", "",
                 {{"Idempotency-Key", "a"}, {"idempotency-key", "b"}})
                .status,
            400U);
  auto transaction = world.store().begin().value();
  for (std::uint64_t i = 0; i < control::kRequestsPerSender; ++i) {
    ASSERT_TRUE(
        transaction->requests().put_request({{"ann", std::to_string(i), {}}, Milliseconds(i), {}, {}}));
  }
  ASSERT_TRUE(control::write_claim(*transaction, {"ann", "one more", {}}, 1h));
  auto& requests = transaction->read().requests();
  EXPECT_EQ(requests.request_count("ann").value(), control::kRequestsPerSender);
  EXPECT_FALSE(requests.request("ann", "0").value()) << "the oldest gives way";
  EXPECT_TRUE(requests.request("ann", "1").value());
  ASSERT_TRUE(control::write_claim(*transaction, {"bob", "0", {}}, 1h));
  EXPECT_TRUE(requests.request("ann", "1").value()) << "to its own sender's only";
}

TEST(Limits, EachSenderHasItsOwnAndIsToldWhatIsLeft) {
  World world(ApiRates{
      .administrator = {.per_second = 2, .burst = 4}, .token = {}, .network = {.per_second = 1, .burst = 2}});
  for (int left = 3; left >= 0; --left) {
    const auto answer = world.call("GET", "/api/v1/organizations");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(field(answer, "RateLimit-Policy"), "\"administrator\";q=4;w=2");
    EXPECT_TRUE(
        field(answer, "RateLimit").starts_with("\"administrator\";r=" + std::to_string(left) + ";t="));
  }
  const auto refused = world.call("GET", "/api/v1/organizations");
  EXPECT_EQ(refused.status, 429U);
  EXPECT_EQ(refused.code(), "rate_limited");
  EXPECT_EQ(field(refused, "Retry-After"), "1");
  const auto wrong = [&] {
    return world.call_with("GET", "/api/v1/organizations", "", {{"Authorization", "Bearer guess"}}).status;
  };
  EXPECT_EQ(wrong(), 401U);
  EXPECT_EQ(wrong(), 401U);
  EXPECT_EQ(wrong(), 429U);
  EXPECT_EQ(world.call_with("GET", "/api/v1/openapi.json", "", {}).status, 429U) << "the same network";
  EXPECT_EQ(world.call_with("GET", "/healthz", "", {}).status, 200U);
  EXPECT_EQ(world.call_with("GET", "/metrics", "", {}).status, 200U);
  world.clock.advance(500ms);
  EXPECT_EQ(world.call("GET", "/api/v1/organizations").status, 200U);
  EXPECT_EQ(world.call("GET", "/api/v1/organizations").status, 429U);
}

TEST(Limits, ANetworkIsASlash24OrASlash64) {
  const auto of = [](const char* address) { return network_of(net::Address::parse(address).value()); };
  EXPECT_EQ(of("192.0.2.7"), of("192.0.2.9"));
  EXPECT_NE(of("192.0.2.7"), of("192.0.3.7"));
  EXPECT_EQ(of("2001:db8::1"), of("2001:db8::ffff:1"));
  EXPECT_NE(of("2001:db8::1"), of("2001:db8:0:1::1"));
}

TEST(Service, EveryGetAnswersHeadTheSame) {
  World world;
  world.create_acme();
  for (const std::string& target :
       {kAcme, kAcme + "/authorized", std::string("/healthz"), std::string("/api/v1/openapi.json")}) {
    const auto get = world.call("GET", target);
    const auto head = world.call("HEAD", target);
    EXPECT_EQ(head.status, get.status) << target;
    EXPECT_EQ(head.fields, get.fields) << target;
  }
}

}  // namespace
}  // namespace sallyport::api
