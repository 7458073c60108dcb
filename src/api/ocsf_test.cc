// What OCSF 1.8.0 says of the two classes that audit records become.

#include "api/ocsf.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

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
  const auto in = event(record("person.signed_in", "", ""));
  EXPECT_EQ(in.at_pointer("/class_uid"), 3002);
  EXPECT_EQ(in.at_pointer("/type_uid"), 300201);
  EXPECT_EQ(in.at_pointer("/user/name"), "ann@acme.example");
  EXPECT_EQ(event(record("person.signed_out", "", "")).at_pointer("/type_uid"), 300202);
}

TEST(Ocsf, AProgramIsNoPerson) {
  auto by_learning = record("entry.learned", "", R"({"prefix":"192.0.2.0/24"})");
  by_learning.actor = {"learning", std::nullopt};
  const auto found = event(by_learning);
  EXPECT_EQ(found.at_pointer("/actor/user/type_id"), 3);
  EXPECT_FALSE(found.as_object().contains("src_endpoint"));
}

}  // namespace
}  // namespace sallyport::api
