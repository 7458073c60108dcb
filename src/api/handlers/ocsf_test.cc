// What OCSF 1.8.0 says of the two classes that audit records become.

#include "api/handlers/ocsf.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <set>
#include <vector>

#include "api/testing/world.h"
#include "control/webhooks/event_types.h"

namespace sallyport::api {
namespace {

control::AuditRecord record(std::string action, std::string before, std::string after) {
  control::AuditRecord record;
  record.number = 7;
  record.time = Timestamp(Milliseconds(1'767'225'600'123));
  record.actor = {"ann@acme.example", net::Address::parse("192.0.2.9").value()};
  record.organization = "acme";
  record.action = std::move(action);
  record.before = std::move(before);
  record.after = std::move(after);
  record.hash = "ab";
  return record;
}

boost::json::value event(const control::AuditRecord& record) {
  const std::string line = to_ocsf(record);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  return boost::json::parse(line);
}

TEST(Ocsf, ActivityFollowsFromWhatWasThereBeforeAndAfter) {
  const std::string state = R"({"prefix":"192.0.2.0/24","kind":"authorized"})";
  struct Case {
    std::string before, after;
    std::int64_t activity;
  };
  for (const auto& [before, after, activity] :
       {Case{"", state, 1}, Case{state, state, 3}, Case{state, "", 4}, Case{"", "", 99}}) {
    const auto found = event(record("entry.authorized", before, after));
    EXPECT_EQ(found.at_pointer("/activity_id"), activity);
    EXPECT_EQ(found.at_pointer("/class_uid"), 3004);
    EXPECT_EQ(found.at_pointer("/category_uid"), 3);
    EXPECT_EQ(found.at_pointer("/type_uid"), 300400 + activity);  // OCSF: class_uid * 100 + activity_id
  }
}

TEST(Ocsf, SaysWhoWhenFromWhereAndWhat) {
  const auto found =
      event(record("entry.authorized", "", R"({"prefix":"192.0.2.0/24","kind":"authorized"})"));
  EXPECT_EQ(found.at_pointer("/time"), 1'767'225'600'123);
  EXPECT_EQ(found.at_pointer("/actor/user/name"), "ann@acme.example");
  EXPECT_EQ(found.at_pointer("/src_endpoint/ip"), "192.0.2.9");
  EXPECT_EQ(found.at_pointer("/entity/type"), "entry");
  EXPECT_EQ(found.at_pointer("/entity/name"), "192.0.2.0/24");
  EXPECT_EQ(found.at_pointer("/entity_result/data/kind"), "authorized");
  EXPECT_EQ(found.at_pointer("/metadata/version"), "1.8.0");
  EXPECT_EQ(found.at_pointer("/metadata/sequence"), 7);
  EXPECT_EQ(found.at_pointer("/metadata/tenant_uid"), "acme");
  EXPECT_EQ(found.at_pointer("/unmapped/hash"), "ab");
}

TEST(Ocsf, SigningInIsAuthentication) {
  const auto in = event(record("session.started", "", ""));
  EXPECT_EQ(in.at_pointer("/class_uid"), 3002);
  EXPECT_EQ(in.at_pointer("/type_uid"), 300201);
  EXPECT_EQ(in.at_pointer("/user/name"), "ann@acme.example");
  EXPECT_EQ(in.at_pointer("/service/name"), "Sallyport");
  EXPECT_EQ(in.at_pointer("/src_endpoint/ip"), "192.0.2.9");
  EXPECT_EQ(event(record("session.ended", "", "")).at_pointer("/type_uid"), 300202);
}

// What OCSF 1.x requires, as paths; of a list of paths, at least one. The objects' own demands stand with the
// class in which they are used.
struct OcsfDemands {
  std::int64_t class_uid;
  std::vector<const char*> required;
  std::vector<std::vector<const char*>> at_least_one;
};
const OcsfDemands kOcsfOfBoth{
    0,
    {"/activity_id", "/category_uid", "/class_uid", "/type_uid", "/time", "/severity_id", "/metadata",
     "/metadata/version", "/metadata/product", "/metadata/product/vendor_name"},
    {{"/metadata/product/name", "/metadata/product/uid"}}};
const std::array kOcsfOfClasses{
    OcsfDemands{3002,
                {"/user"},
                {{"/service", "/dst_endpoint"},
                 {"/service/name", "/service/uid"},
                 {"/user/name", "/user/uid", "/user/account"}}},
    OcsfDemands{3004,
                {"/entity"},
                {{"/entity/name", "/entity/uid"},
                 {"/actor/user", "/actor/process", "/actor/session", "/actor/app_name", "/actor/invoked_by"},
                 {"/actor/user/name", "/actor/user/uid", "/actor/user/account"}}}};

bool ocsf_has(const boost::json::value& event, const char* path) {
  boost::system::error_code error;
  const auto* const found = event.find_pointer(path, error);
  return found != nullptr && !found->is_null() && !(found->is_string() && found->as_string().empty());
}

void expect_valid_ocsf(const boost::json::value& event, const std::string& what) {
  const auto class_uid = event.at("class_uid").as_int64();
  std::size_t classes = 0;
  for (const OcsfDemands& demands : {kOcsfOfBoth, kOcsfOfClasses[0], kOcsfOfClasses[1]}) {
    if (demands.class_uid != 0 && demands.class_uid != class_uid) continue;
    ++classes;
    for (const char* path : demands.required) EXPECT_TRUE(ocsf_has(event, path)) << what << " lacks " << path;
    for (const auto& paths : demands.at_least_one) {
      EXPECT_TRUE(std::ranges::any_of(paths, [&](const char* path) { return ocsf_has(event, path); }))
          << what << " lacks all of " << paths.front() << " and its like";
    }
  }
  EXPECT_EQ(classes, 2U) << what << ": of a class that is not in the table";
  EXPECT_EQ(event.at("category_uid"), 3) << what;
  EXPECT_EQ(event.at("type_uid").as_int64(), class_uid * 100 + event.at("activity_id").as_int64()) << what;
  const std::set<std::int64_t> known =
      class_uid == 3002 ? std::set<std::int64_t>{1, 2} : std::set<std::int64_t>{1, 3, 4, 99};
  EXPECT_TRUE(known.contains(event.at("activity_id").as_int64())) << what;
  if (event.as_object().contains("entity_result")) {
    EXPECT_TRUE(ocsf_has(event, "/entity_result/name") || ocsf_has(event, "/entity_result/uid")) << what;
  }
  if (event.as_object().contains("src_endpoint")) {
    EXPECT_TRUE(ocsf_has(event, "/src_endpoint/ip")) << what;
  }
}

TEST(Ocsf, EveryActionHasWhatItsClassRequires) {
  const std::string named = R"({"name":"web"})";
  const std::string nameless = R"({"credential":"","api":{"mode":"blocking"}})";
  const std::string webhook = R"({"id":1,"receiver":"https://hooks.example","events":[]})";
  for (const auto& type : control::event_types()) {
    for (const std::string& before : {std::string(), named, nameless, webhook}) {
      for (const std::string& after : {std::string(), named, nameless, webhook}) {
        for (const char* organization : {"acme", ""}) {
          auto each = record(std::string(type.type), before, after);
          each.organization = organization;
          expect_valid_ocsf(event(each),
                            fmt::format("{} from {} to {} in '{}'", type.type, before, after, organization));
        }
      }
    }
  }
}

// As control writes them: all that a short life of an installation leaves in its audit.
TEST(Ocsf, WhatIsWrittenIsValid) {
  testing::World world;
  world.create_acme();
  world.call("PUT", testing::kAcme + "/enforcement", R"({"mode":"blocking"})");
  world.call("PATCH", testing::kAcme + "/protection", R"({"mode":"blocking"})");
  world.call("DELETE", testing::kAcme + "/enforcement");
  world.call("POST", testing::kAcme + "/webhooks",
             R"({"url":"https://hooks.example/x","events":["entry.*"]})");
  std::set<std::string> classes;
  const auto written = world.control().audit().list("", {1000, {}}).value();
  for (const auto& each : written.items) {
    const auto found = event(each);
    expect_valid_ocsf(found, each.action);
    classes.insert(each.action);
    if (each.action == "webhook.created") {
      EXPECT_EQ(found.at_pointer("/entity/name"), "https://hooks.example");
    }
    if (each.action == "protection.changed") {
      EXPECT_EQ(found.at_pointer("/entity/name"), "acme");
    }
    if (each.action == "administrator.token_issued") {
      EXPECT_EQ(found.at_pointer("/entity/name"), "administrator");
    }
  }
  for (const char* action : {"protection.changed", "webhook.created", "administrator.token_issued"}) {
    EXPECT_TRUE(classes.contains(action)) << action;
  }
}

TEST(Ocsf, AProgramIsNoPerson) {
  auto by_learning = record("entry.learned", "", R"({"prefix":"192.0.2.0/24"})");
  by_learning.actor = {"learning", std::nullopt};
  const auto found = event(by_learning);
  EXPECT_EQ(found.at_pointer("/actor/user/type_id"), 3);
  by_learning.actor = {"token acme@home/ci", std::nullopt};
  EXPECT_EQ(event(by_learning).at_pointer("/actor/user/type_id"), 3);
  EXPECT_FALSE(found.as_object().contains("src_endpoint"));
}

}  // namespace
}  // namespace sallyport::api
