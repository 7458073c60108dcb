// Requests that are sent again while they are under way, by others, and as something else.

#include "api/idempotency.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "api/testing/world.h"

namespace sallyport::api {
namespace {

using testing::Answer;
using testing::Fields;
using testing::kAcme;
using testing::World;

constexpr std::string_view kKeyOfTest = "8e03978e-40d5-43dd-bc93-6894a57f9324";

Answer with_key(World& world, const std::string& token, const std::string& body,
                const std::string& type = "application/json") {
  return world.call_with("POST", kAcme + "/authorized", body,
                         {{"Authorization", "Bearer " + token},
                          {"Content-Type", type},
                          {"Idempotency-Key", std::string(kKeyOfTest)}});
}

std::string installation_token(World& world, const std::string& name) {
  return std::string(
      world.call("POST", "/api/v1/tokens", R"({"name":")" + name + R"(","permissions":["owner"]})")
          .json()
          .at("secret")
          .as_string());
}

// 16 at once: one makes it, and the others hear its answer or that they are to come again. None is told that
// the answer is lost while it is on its way.
TEST(Idempotency, RepetitionsOfWhatIsUnderWayAreSentAwayToComeAgain) {
  World world;
  world.create_acme();
  const std::string bearer = "Bearer " + world.token();
  for (int round = 0; round < 20; ++round) {
    const std::string body = R"({"prefix":"10.0.0.)" + std::to_string(round) + "\"}";
    const std::string key = "k" + std::to_string(round);
    const std::vector<http::Field> fields{
        {"Authorization", bearer}, {"Content-Type", "application/json"}, {"Idempotency-Key", key}};
    const std::string target = kAcme + "/authorized";
    std::mutex mutex;
    std::map<std::string, int> bodies;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < 16; ++i) {
        threads.emplace_back([&] {
          for (int attempt = 0; attempt < 100'000; ++attempt) {
            http::Request request;
            request.method = "POST";
            request.target = target;
            request.fields = fields;
            request.body = body;
            http::Response response;
            world.api().handle(request, response);
            if (response.status == 503) {
              EXPECT_NE(response.body.find("\"unavailable\""), std::string::npos);
              continue;
            }
            EXPECT_EQ(response.status, 201U) << response.body;
            const std::lock_guard lock(mutex);
            ++bodies[response.body];
            return;
          }
        });
      }
    }
    ASSERT_EQ(bodies.size(), 1U);
    EXPECT_EQ(bodies.begin()->second, 16);
  }
}

// The mark is gone with the request, whatever became of it.
TEST(Idempotency, ARefusedRequestIsNotUnderWayAnyMore) {
  World world;
  world.create_acme();
  EXPECT_EQ(with_key(world, world.token(), R"({"prefix":"192.0.2.1/24"})").code(), "host_bits_set");
  EXPECT_EQ(with_key(world, world.token(), R"({"prefix":"192.0.2.1"})").status, 201U);
}

TEST(Idempotency, TheSameBytesOfAnotherTypeAreAnotherRequest) {
  World world;
  world.create_acme();
  const std::string body = R"({"prefix":"192.0.2.1"})";
  ASSERT_EQ(with_key(world, world.token(), body).status, 201U);
  EXPECT_EQ(with_key(world, world.token(), body, "text/plain").code(), "key_reused");
  EXPECT_EQ(with_key(world, world.token(), body).status, 201U) << "the first one's answer";
}

TEST(Idempotency, KeysBelongToTheTokenAndToNoOther) {
  World world;
  world.create_acme();
  const auto one = installation_token(world, "one");
  const auto two = installation_token(world, "two");
  ASSERT_EQ(with_key(world, world.token(), R"({"prefix":"192.0.2.1"})").status, 201U);
  EXPECT_EQ(with_key(world, one, R"({"prefix":"192.0.2.2"})").status, 201U);
  EXPECT_EQ(with_key(world, two, R"({"prefix":"192.0.2.3"})").status, 201U);
  // Nor do they pass to a token that is made anew under the name.
  ASSERT_EQ(world.call("DELETE", "/api/v1/tokens/one").status, 204U);
  const auto heir = installation_token(world, "one");
  const auto made = with_key(world, heir, R"({"prefix":"192.0.2.4"})");
  EXPECT_EQ(made.status, 201U) << made.body;
  EXPECT_FALSE(made.fields.contains("Idempotent-Replay"));
}

}  // namespace
}  // namespace sallyport::api
