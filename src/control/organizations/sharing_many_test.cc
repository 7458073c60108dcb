// R15: many entries shared, and unshared, in one change; and what is shared, in pages.

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::Reason;

// agency, with north and south below it.
class SharingManyTest : public testing::Test {
 protected:
  SharingManyTest() {
    for (const char* const name : {"agency", "north", "south"}) {
      const std::string parent = name == std::string("agency") ? "" : "agency";
      must(world_.control->directory().create_organization(world_.admin, name, parent));
      must(world_.control->directory().create_credential(world_.admin, name, "key", Channel::api, {}));
    }
  }

  static std::string nth(int number) { return "192.0.2." + std::to_string(number); }
  std::vector<net::Prefix> authorized(int count) {
    std::vector<net::Prefix> prefixes;
    std::vector<NewEntry> entries;
    for (int number = 1; number <= count; ++number) {
      prefixes.push_back(prefix(nth(number)));
      entries.push_back({prefixes.back(), {}, policy::kAlways, policy::kForever});
    }
    must(world_.control->lists().authorize(world_.admin, {"agency", {}}, entries));
    return prefixes;
  }
  std::uint64_t records() { return must(world_.control->audit().count({})); }
  std::uint64_t received(const std::string& name) {
    return must(family().received(name, {1000, {}})).items.size();
  }
  Reason reason(const std::string& name, const std::string& from) {
    return world_.decide(name, "key", from).reason;
  }
  // What the audit says that those after the number did, without what differs between two worlds.
  std::vector<std::string> audited_after(std::uint64_t number) {
    std::vector<std::string> lines;
    const auto after = must(world_.control->audit().after({}, static_cast<std::int64_t>(number), 1000));
    for (const AuditRecord& record : after) {
      lines.push_back(record.organization + " " + record.action + " " + record.before + " " + record.after);
    }
    return lines;
  }
  Family family() { return world_.control->family(); }

  TestWorld world_;
};

TEST_F(SharingManyTest, IsWhatOneByOneIs) {
  const auto prefixes = authorized(20);
  const auto before = records();
  std::vector<Sharing> singles;
  for (const net::Prefix& one : prefixes) {
    singles.push_back(must(family().share(world_.admin, "agency", one, {"north"})));
  }
  const auto audited = audited_after(before);
  must(family().unshare_many(world_.admin, "agency", prefixes, false, true));
  EXPECT_EQ(received("north"), 0U);

  const auto again = records();
  const auto many = must(family().share_many(world_.admin, "agency", prefixes, {"north"}));
  EXPECT_TRUE(many.refused.empty());
  ASSERT_EQ(many.sharings.size(), singles.size());
  for (std::size_t i = 0; i < singles.size(); ++i) {
    EXPECT_EQ(many.sharings[i].prefix, singles[i].prefix);
    EXPECT_EQ(many.sharings[i].with, singles[i].with);
  }
  EXPECT_EQ(audited_after(again), audited);
  EXPECT_EQ(received("north"), 20U);
  EXPECT_EQ(received("south"), 0U);
  EXPECT_EQ(reason("north", nth(7)), Reason::shared);
  must(world_.control->audit().verify());
}

TEST_F(SharingManyTest, SaysOfEachWhatIsWrongAndDoesNothing) {
  auto prefixes = authorized(3);
  must(family().share(world_.admin, "agency", prefixes[1], {}));
  prefixes.push_back(prefix("198.51.100.0/24"));
  const auto before = records();
  const auto many = must(family().share_many(world_.admin, "agency", prefixes, {}));
  ASSERT_EQ(many.refused.size(), 2U);
  EXPECT_EQ(many.refused[0].index, 1U);
  EXPECT_EQ(many.refused[0].error.code, ErrorCode::duplicate);
  EXPECT_EQ(many.refused[1].index, 3U);
  EXPECT_EQ(many.refused[1].error.code, ErrorCode::not_found);
  const auto ended = must(family().unshare_many(world_.admin, "agency", prefixes, false, true));
  ASSERT_EQ(ended.refused.size(), 3U);
  EXPECT_EQ(ended.refused[2].error.code, ErrorCode::not_found);
  EXPECT_EQ(records(), before);
  EXPECT_EQ(received("north"), 1U);
  EXPECT_EQ(reason("north", nth(1)), Reason::learned);
}

TEST_F(SharingManyTest, SomeThingsAreWrongOfAllOfThem) {
  const auto prefixes = authorized(2);
  const auto share = [&](const std::vector<net::Prefix>& which, const Names& with) {
    return family().share_many(world_.admin, "agency", which, with);
  };
  EXPECT_EQ(code_of(share(prefixes, {"nobody"})), ErrorCode::unknown_organization);
  EXPECT_EQ(code_of(share({}, {})), ErrorCode::malformed_request);
  EXPECT_EQ(code_of(share({prefixes[0], prefixes[1], prefixes[0]}, {})), ErrorCode::malformed_request);
  EXPECT_EQ(code_of(family().unshare_many(world_.admin, "agency", {}, false, false)),
            ErrorCode::malformed_request);
  const std::vector<net::Prefix> too_many(100'001, prefixes[0]);
  EXPECT_EQ(code_of(share(too_many, {})), ErrorCode::too_many_entries);
  EXPECT_EQ(received("north"), 0U);
}

TEST_F(SharingManyTest, SettlesWhatWaitedForThem) {
  world_.mode({"north", {}}, policy::Mode::blocking);
  for (const int number : {3, 18, 30}) world_.request("north", "key", nth(number));
  must(family().share_many(world_.admin, "agency", authorized(20), {}));
  EXPECT_EQ(world_.unauthorized("north"), nth(30));
}

TEST_F(SharingManyTest, EndingItIsRefusedWhereItLetSomebodyIn) {
  const auto prefixes = authorized(3);
  world_.mode({"north", {}}, policy::Mode::blocking);
  must(family().share_many(world_.admin, "agency", prefixes, {}));
  world_.request("north", "key", nth(2));
  EXPECT_EQ(code_of(family().unshare_many(world_.admin, "agency", prefixes, false, false)),
            ErrorCode::lockout_risk);
  EXPECT_EQ(received("north"), 3U);
  EXPECT_TRUE(must(family().unshare_many(world_.admin, "agency", prefixes, true, false)).refused.empty());
  EXPECT_EQ(received("north"), 0U);
  EXPECT_EQ(world_.listed({"north", {}}), nth(1) + ", " + nth(2) + ", " + nth(3));
}

TEST_F(SharingManyTest, WhatIsSharedComesInPages) {
  const auto prefixes = authorized(25);
  must(family().share_many(world_.admin, "agency", prefixes, {"north", "south"}));
  for (const unsigned limit : {1U, 7U, 25U, 1000U}) {
    std::vector<net::Prefix> seen;
    PageRequest page{limit, {}};
    do {
      const auto part = must(family().shared("agency", page));
      EXPECT_LE(part.items.size(), limit);
      for (const Sharing& sharing : part.items) {
        seen.push_back(sharing.prefix);
        EXPECT_EQ(sharing.with, (Names{"north", "south"}));
      }
      page.cursor = part.next;
    } while (!page.cursor.empty());
    EXPECT_EQ(seen, prefixes) << limit;
  }
  EXPECT_EQ(code_of(family().shared("agency", {10, "x"})), ErrorCode::malformed_request);
}

}  // namespace
}  // namespace sallyport::control
