// The API behind the real HTTP server, asked by libcurl.

#include <curl/curl.h>
#include <gtest/gtest.h>

#include "api/testing/world.h"
#include "http/server.h"

namespace sallyport::api {
namespace {

struct Got {
  long status = 0;
  std::string body;
};

std::size_t keep(char* data, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(data, size * count);
  return size * count;
}

Got ask(const std::string& url, const char* method, const std::string& token, const std::string& body = {}) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  curl_slist* fields = curl_slist_append(nullptr, ("Authorization: Bearer " + token).c_str());
  fields = curl_slist_append(fields, "Content-Type: application/json");
  Got got;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 20L);
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, fields);
  if (std::string_view(method) == "HEAD") {
    curl_easy_setopt(curl.get(), CURLOPT_NOBODY, 1L);
  } else {
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method);
  }
  if (!body.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.data());
  }
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &keep);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &got.body);
  EXPECT_EQ(curl_easy_perform(curl.get()), CURLE_OK) << url;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &got.status);
  curl_slist_free_all(fields);
  return got;
}

TEST(ApiServer, AnswersOverHttp) {
  testing::World world;
  world.create_acme();
  http::Limits limits;
  limits.body_bytes = Api::kBodyBytes;
  http::Server server(world.api(), limits, 2);
  const auto endpoint =
      server.listen_tcp(http::Endpoint{net::Address::parse("127.0.0.1").value(), 0}).value();
  server.start();
  const std::string base = "http://" + endpoint.to_string();
  const std::string acme = base + "/api/v1/organizations/acme";

  EXPECT_EQ(ask(base + "/healthz", "GET", "").body, "ok\n");
  EXPECT_EQ(ask(acme, "GET", "wrong").status, 401);
  EXPECT_EQ(ask(acme, "GET", world.token()).status, 200);
  EXPECT_EQ(ask(acme + "/authorized", "POST", world.token(), R"({"prefix":"192.0.2.0/24"})").status, 201);
  EXPECT_EQ(ask(acme + "/authorized/192.0.2.0%2F24", "DELETE", world.token()).status, 200);
  EXPECT_EQ(ask(acme + "/credentials/web", "DELETE", world.token()).status, 204);
  const Got head = ask(acme, "HEAD", world.token());
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.body.empty());
  const auto record = world.call("GET", "/api/v1/organizations/acme/audit?limit=1").json().at("items").at(0);
  EXPECT_EQ(record.at("from"), "127.0.0.1");
  server.stop();
}

}  // namespace
}  // namespace sallyport::api
