// The document and the server are made from one table; here they are held against each other from outside.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "api/routes/routes.h"
#include "api/testing/world.h"
#include "control/webhooks/event_types.h"

namespace sallyport::api {
namespace {

namespace json = boost::json;
using testing::document;
using testing::World;

std::string upper(std::string_view verb) {
  std::string text(verb);
  for (char& c : text) c = static_cast<char>(c & ~0x20);
  return text;
}

// A path of that template, with things that exist where possible.
std::string path_of(std::string path) {
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"{organization}", "acme"},
                                                        {"{credential}", "web"},
                                                        {"{channel}", "api"},
                                                        {"{prefix}", "192.0.2.0%2F24"},
                                                        {"{alert}", "1"},
                                                        {"{webhook}", "1"},
                                                        {"{vendor}", "moengage"},
                                                        {"{check}", "1"},
                                                        {"{target}", "plain"},
                                                        {"{member}", "ann@acme.example"},
                                                        {"{token}", "none"}}) {
    if (const auto at = path.find(name); at != std::string::npos) path.replace(at, name.size(), value);
  }
  EXPECT_EQ(path.find('{'), std::string::npos) << path;
  return path;
}

// A body that has all it must have, and can have the named property.
json::object sample(const std::string& schema, const std::string& property) {
  if (schema == "NewOrganization") return {{"name", "n"}};
  if (schema == "NewMember") return {{"email", "bob@acme.example"}};
  if (schema == "NewWebhook") return {{"url", "https://a.example"}};
  if (schema == "NewCredential") return {{"name", "n"}, {"channel", "api"}};
  if (schema == "NewSession") return {{"email", "ann@acme.example"}, {"password", "p"}};
  if (schema == "PasswordRequest") return {{"email", "ann@acme.example"}};
  if (schema == "NewToken") return {{"name", "n"}, {"permissions", json::array{"read"}}};
  if (schema == "NewEntry") return {{"prefix", "192.0.2.1"}};
  if (schema == "Answer") return {{"action", "authorize"}};
  if (schema == "PolicyOrder") {
    return {{"document", json::object{{"organizations", json::array{json::object{{"name", "n"}}}}}}};
  }
  if (schema == "NewSharing" && property != "prefixes") return {{"prefix", "192.0.2.1"}};
  if (schema == "EndOfSharing") return {{"prefixes", json::array{"192.0.2.1"}}};
  if (schema == "Rollback") return {{"to", 0}};
  if (schema == "FeedToRead") return {{"format", "list"}, {"feed", "8.8.8.8\n"}};
  if (schema == "ListsToCompare") return {{"before", json::array()}, {"after", json::array()}};
  if ((schema == "NewEntries" || schema == "NewDenials") && property != "prefixes" && property != "entries")
    return {{"prefix", "192.0.2.1"}};
  return {};
}

void write_indented(std::string& out, const json::value& value, const std::string& indent) {
  const bool object = value.is_object();
  if ((!object && !value.is_array()) || (object && value.as_object().empty()) ||
      (!object && value.as_array().empty())) {
    out += json::serialize(value);
    return;
  }
  out += object ? "{" : "[";
  const char* separator = "\n";
  const auto item = [&](const std::string& name, const json::value& each) {
    out += separator + indent + "  " + name;
    write_indented(out, each, indent + "  ");
    separator = ",\n";
  };
  if (object) {
    for (const auto& member : value.as_object()) item(json::serialize(member.key()) + ": ", member.value());
  } else {
    for (const auto& each : value.as_array()) item("", each);
  }
  out += "\n" + indent + (object ? "}" : "]");
}

TEST(OpenApi, TheFileInSpecIsWhatIsServed) {
  std::string expected;
  write_indented(expected, document(), "");
  expected += "\n";
  if (std::getenv("SALLYPORT_UPDATE_SPEC") != nullptr) std::ofstream(SALLYPORT_SPEC) << expected;
  std::ifstream in(SALLYPORT_SPEC);
  const std::string found(std::istreambuf_iterator<char>(in), {});
  EXPECT_TRUE(found == expected) << "spec/openapi.json is old: run this test with SALLYPORT_UPDATE_SPEC=1";
  World world;
  EXPECT_EQ(json::parse(world.call_with("GET", "/api/v1/openapi.json", "", {}).body), document());
}

TEST(OpenApi, EveryOperationIsAnsweredAndEveryRouteIsDescribed) {
  World world;
  world.create_acme();
  std::size_t operations = 0;
  for (const auto& path : document().at("paths").as_object()) {
    for (const auto& operation : path.value().as_object()) {
      ++operations;
      const std::string method = upper(operation.key());
      const auto answer =
          world.call(method, path_of(path.key()), method == "POST" || method == "PATCH" ? "{}" : "");
      EXPECT_NE(answer.status, 405U) << method << " " << path.key();
      if (answer.status == 404) {
        EXPECT_EQ(answer.body.find("there is nothing at this path"), std::string::npos) << path.key();
      }
    }
  }
  EXPECT_EQ(operations, routes().size());
}

TEST(OpenApi, WithoutATokenOnlyWhatSaysSoIsAnswered) {
  World world;
  world.create_acme();
  for (const Route& route : routes()) {
    const auto answer = world.call_with(route.method, path_of(std::string(route.path)), "", {});
    EXPECT_EQ(answer.status == 401, !route.open()) << route.id;
    const bool said =
        document().at("paths").at(route.path).as_object().begin()->value().as_object().contains("security");
    EXPECT_EQ(said, route.open()) << route.id;
  }
}

TEST(OpenApi, EveryEventThatWebhooksAreToldIsDescribed) {
  const auto& webhooks = document().at("webhooks").as_object();
  EXPECT_EQ(webhooks.size(), control::event_types().size());
  for (const auto& event : control::event_types()) {
    const auto& post = webhooks.at(event.type).at("post");
    EXPECT_EQ(std::string(post.at("summary").as_string()), event.description);
    EXPECT_TRUE(post.at("requestBody").at("content").as_object().contains("application/cloudevents+json"));
  }
}

TEST(OpenApi, EveryReferenceLeadsSomewhereAndEverySchemaIsUsed) {
  const std::string text = openapi_document();
  const auto& schemas = document().at("components").at("schemas").as_object();
  for (std::size_t at = text.find("\"$ref\":\"#"); at != std::string::npos;
       at = text.find("\"$ref\":\"#", at + 1)) {
    const std::string pointer = text.substr(at + 9, text.find('"', at + 9) - at - 9);
    boost::system::error_code code;
    EXPECT_NE(document().find_pointer(pointer, code), nullptr) << pointer;
  }
  for (const auto& schema : schemas) {
    EXPECT_NE(text.find("#/components/schemas/" + std::string(schema.key()) + "\""), std::string::npos)
        << schema.key();
  }
}

TEST(OpenApi, WhatARequestMustHaveIsDemandedAndWhatItMayNotIsRefused) {
  World world;
  world.create_acme();
  for (const Route& route : routes()) {
    if (route.request.empty() || route.type == kHtml) continue;
    const std::string path = path_of(std::string(route.path));
    const auto empty = world.call(route.method, path, "{}");
    if (route.id != "rotateCredential") {  // all that it may say may be left out
      EXPECT_EQ(empty.status, 400U) << route.id;
    }
    const auto unknown = world.call(route.method, path, R"({"nonsense":1})");
    EXPECT_EQ(unknown.status, 400U) << route.id;
    if (route.request != "NewEntries") {
      EXPECT_NE(unknown.detail().find("nonsense"), std::string::npos) << route.id << " " << unknown.body;
    }
    const auto& properties =
        document().at("components").at("schemas").at(route.request).at("properties").as_object();
    for (const auto& property : properties) {
      json::object body = sample(std::string(route.request), std::string(property.key()));
      body[property.key()] = json::object();  // no field takes an object, but a document
      if (property.key() == "document") body[property.key()] = json::array();
      const auto wrong = world.call(route.method, path, json::serialize(body));
      EXPECT_EQ(wrong.status, 400U) << route.id << " " << property.key();
      EXPECT_TRUE(wrong.detail().starts_with(std::string(property.key()) + " must be")) << wrong.body;
    }
  }
}

// What an organization does to those below it. REQUIRES: acme.
void use_family(World& world) {
  const std::string acme = "/api/v1/organizations/acme";
  world.call("POST", "/api/v1/organizations", R"({"name":"sub","parent":"acme"})");
  world.call("GET", acme + "/children");
  world.call("POST", acme + "/authorized", R"({"prefix":"10.0.0.0/8"})");
  world.call("POST", acme + "/shared", R"({"prefix":"10.0.0.0/8","with":["sub"]})");
  world.call("GET", acme + "/shared");
  world.call("GET", "/api/v1/organizations/sub/received");
  world.call("DELETE", acme + "/shared/10.0.0.0%2F8?keep=true&force=true");
  world.call("POST", acme + "/shared", R"({"prefixes":["10.0.0.0/8"]})");
  world.call("POST", acme + "/unshare", R"({"prefixes":["10.0.0.0/8"],"force":true})");
  for (const char* path : {"/enforcement", "/enforcement/api"}) {
    world.call("PUT", acme + path, R"({"mode":"blocking"})");
    world.call("GET", acme + path);
    world.call("DELETE", acme + path);
  }
}

void use_policy(World& world) {
  const std::string order =
      R"({"document":{"organizations":[{"name":"acme","entries":[{"prefix":"::1"}]}]}})";
  world.call("POST", "/api/v1/policy/plan", order);
  world.call("POST", "/api/v1/policy/apply", order);
  world.call("GET", "/api/v1/policy");
  world.call("GET", "/api/v1/organizations/acme/policy");
}

void use_people(World& world) {
  const std::string acme = "/api/v1/organizations/acme";
  const std::string ann = acme + "/members/ann@acme.example";
  world.call("GET", ann);
  world.call("PATCH", ann, R"({"permissions":["owner","audit"]})");
  world.call("POST", ann + "/invitation");
  world.call("POST", "/api/v1/passwords/request", R"({"email":"nobody@acme.example"})");
  EXPECT_TRUE(world.control().loop().deliver(world.mailbox).has_value());
  const auto& mailed = std::get<control::PasswordNotification>(world.mailbox.received.back().content);
  const std::string page = "/password/" + mailed.link_token;
  world.call_with("GET", page, "", {});
  world.call_with("POST", page, "confirm=yes&password=correct+horse+battery",
                  {{"Content-Type", "application/x-www-form-urlencoded"}});
  const auto session = world.call("POST", "/api/v1/sessions",
                                  R"({"email":"ann@acme.example","password":"correct horse battery"})");
  const std::vector<std::pair<std::string, std::string>> signed_in{
      {"Authorization", "Bearer " + std::string(session.json().at("token").as_string())}};
  world.call_with("GET", "/api/v1/me", "", signed_in);
  world.call_with("PATCH", "/api/v1/me", R"({"language":"de"})", signed_in);
  world.call_with("DELETE", "/api/v1/sessions/current", "", signed_in);
  for (const std::string& of : {acme, std::string("/api/v1")}) {
    world.call("POST", of + "/tokens", R"({"name":"ci","permissions":["read"],"lifetime":"1h"})");
    world.call("GET", of + "/tokens");
    world.call("DELETE", of + "/tokens/ci");
  }
  world.call("POST", acme + "/members", R"({"email":"bob@acme.example","language":"ja"})");
  world.call("DELETE", acme + "/members/bob@acme.example");
}

void use_catalogs(World& world) {
  const std::string catalogs = "/api/v1/catalogs";
  for (const char* path : {"", "/moengage", "/moengage/resolve?offering=push&site=DC-02",
                           "/withsecure/history", "/withsecure/compare?from=2024-01-01&to=2026-01-01"}) {
    world.call("GET", catalogs + path);
  }
  const auto check =
      world.call("POST", catalogs + "/withsecure/checks", R"({"offerings":["atlant"],"version":"1.0.319"})");
  world.call("GET", check.fields.at("Location"));
  world.call("POST", catalogs + "/compare", R"({"before":["192.0.2.0/24"],"after":"moengage@2026-01-01"})");
  world.call("POST", catalogs + "/read", R"({"format":"list","feed":"8.8.8.8\n"})");
  world.call("GET", "/api/v1/whois?query=52.6.248.125");
  world.call("GET", "/api/v1/render");
  world.call("POST", "/api/v1/render/plain", R"({"lines":["192.0.2.0/24"]})");
}

// World holds each answer against the document; here each route is seen to succeed.
TEST(OpenApi, EveryRouteSucceedsAsDescribed) {
  World world;
  world.create_acme();
  const std::string acme = "/api/v1/organizations/acme";
  const std::string token = world.token_of_alert("198.51.100.7");
  world.use("acme", "web", "203.0.113.7");
  std::int64_t alert = 0;
  const auto alerts = world.call("GET", acme + "/alerts?state=open&limit=10").json();
  for (const auto& item : alerts.at("items").as_array()) {
    if (item.at("address") == "203.0.113.7") alert = item.at("id").as_int64();
  }
  world.call("POST", acme + "/alerts/" + std::to_string(alert) + "/answer", R"({"action":"deny"})");
  world.call_with("GET", "/answer/" + token, "", {});
  world.call_with("POST", "/answer/" + token, "confirm=yes",
                  {{"Content-Type", "application/x-www-form-urlencoded"}});
  for (const std::string& scope : {acme, acme + "/credentials/web"}) {
    world.call("POST", scope + "/authorized", R"({"prefixes":["192.0.2.0/24","2001:db8::/32"],"note":"n"})");
    world.call("POST", scope + "/denied",
               R"({"prefix":"192.0.2.128/25","valid_until":"2030-01-01T00:00:00Z"})");
    for (const char* list : {"/authorized", "/denied"}) world.call("GET", scope + list + "?limit=1");
    world.call("PATCH", scope + "/authorized/192.0.2.0%2F24", R"({"note":null})");
    world.call("PATCH", scope + "/denied/192.0.2.128%2F25",
               R"({"note":"m","valid_from":"2026-01-01T00:00:00Z","valid_until":null})");
    world.call("DELETE", scope + "/authorized/192.0.2.0%2F24");
    world.call("DELETE", scope + "/denied/192.0.2.128%2F25");
    world.call("GET", scope + "/removed");
    world.call("GET", scope + "/protection");
    world.call("PATCH", scope + "/protection", R"({"dry_run":true})");
  }
  world.call("DELETE", acme + "/credentials/web/protection");
  world.call("GET", acme + "/protection/smtp");
  world.call("PATCH", acme + "/protection/smtp", R"({"mode":"off"})");
  for (const std::string& of : {acme, std::string("/api/v1")}) {
    const auto made =
        world.call("POST", of + "/webhooks", R"({"url":"https://a.example","events":["entry.*"]})");
    const std::string webhook = of + "/webhooks/" + json::serialize(made.json().at("webhook").at("id"));
    world.call("GET", of + "/webhooks");
    world.call("GET", webhook);
    world.call("PATCH", webhook, R"({"events":[]})");
    world.call("POST", webhook + "/secret", R"({"overlap":"1h"})");
    world.call("POST", webhook + "/test");
    world.call("GET", webhook + "/attempts?limit=1");
    world.call("DELETE", webhook);
  }
  for (const char* path :
       {"/covers?address=2001:db8::1", "/review", "/versions", "/versions/difference?from=0&to=1"}) {
    world.call("GET", acme + path);
  }
  world.call("POST", acme + "/versions/rollback", R"({"to":0,"force":true})");
  for (const char* path : {"/members", "/credentials", "/credentials/web", "/unauthorized", "/activity",
                           "/audit", "", "/explain?credential=web&address=192.0.2.7"}) {
    world.call("GET", acme + path);
  }
  for (const char* path :
       {"/api/v1/organizations", "/api/v1/audit", "/api/v1/audit/verify", "/api/v1/audit/export",
        "/api/v1/audit/anchor", "/api/v1/organizations/acme/audit/export", "/api/v1/openapi.json", "/healthz",
        "/metrics"}) {
    world.call("GET", path);
  }
  use_family(world);
  use_policy(world);
  use_catalogs(world);
  world.call("PUT", acme + "/follows/moengage", R"({"offerings":["email"],"sites":["DC-02"]})");
  world.call("GET", acme + "/follows");
  world.call("GET", acme + "/follows/moengage");
  world.call("DELETE", acme + "/follows/moengage");
  use_people(world);
  world.call("POST", acme + "/credentials/web/rotation", R"({"grace":"24h"})");
  world.call("DELETE", acme + "/credentials/web");
  for (const Route& route : routes()) {
    EXPECT_TRUE(world.succeeded().contains(std::string(route.id))) << route.id << " never succeeded";
  }
}

}  // namespace
}  // namespace sallyport::api
