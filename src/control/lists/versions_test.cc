// Versions, against copies of the lists taken at their time.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <random>

#include "control/audit/audit_json.h"
#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

// What stands on a list, by whose it is and prefix: as JSON without use and author.
using Copy = std::map<std::pair<std::string, net::Prefix>, std::string>;

class VersionsTest : public ::testing::Test {
 protected:
  VersionsTest() {
    world_.make_acme();
    must(world_.control->directory().create_credential(world_.admin, "acme", "other", Channel::smtp,
                                                       std::nullopt));
  }

  Versions versions() { return world_.control->versions(); }
  std::int64_t current() { return must(versions().current("acme")); }

  void add(Copy& copy, const std::string& credential) {
    for (const auto kind : {EntryKind::authorized, EntryKind::denied, EntryKind::removed}) {
      for (const auto& one :
           must(world_.control->lists().entries({"acme", credential}, kind, {1000, {}})).items) {
        copy[{credential, one.entry.prefix}] = entry_json(one, credential);
      }
    }
  }
  Copy copy(const std::vector<std::string>& credentials = {"", "other", "web"}) {
    Copy made;
    for (const std::string& credential : credentials) add(made, credential);
    return made;
  }
  // The twin of Versions::difference().
  static Copy changed(const Copy& from, Copy to, Copy* before) {
    for (const auto& [key, json] : from) {
      const auto same = to.find(key);
      if (same != to.end() && same->second == json) {
        to.erase(same);
      } else {
        (*before)[key] = json;
      }
    }
    return to;
  }
  void check_difference(std::int64_t from, std::int64_t to, const Copy& was, const Copy& is) {
    Copy before, before_said, after_said;
    const Copy after = changed(was, is, &before);
    const auto said = must(versions().difference("acme", from, to));
    for (const EntryDifference& one : said) {
      if (!one.before.empty()) before_said[{one.credential, one.prefix}] = one.before;
      if (!one.after.empty()) after_said[{one.credential, one.prefix}] = one.after;
    }
    EXPECT_EQ(before_said, before) << from << " to " << to;
    EXPECT_EQ(after_said, after) << from << " to " << to;
  }

  // One change at random: of lists, by people and by learning.
  void change(std::mt19937& random) {
    const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
    const ScopeName scope{"acme", below(3) == 0 ? (below(2) == 0 ? "web" : "other") : ""};
    const auto which =
        net::Prefix::enclosing(net::Address::ipv4((198U << 24) + (51U << 16) + below(1024)), 22 + below(11));
    NewEntry entry{which, below(2) == 0 ? "note " + std::to_string(below(9)) : std::string()};
    if (below(4) == 0) entry.valid_until = world_.clock.now() + std::chrono::hours(1 + below(100));
    if (below(6) == 0) entry.valid_from = world_.clock.now() + std::chrono::minutes(below(50));
    switch (below(4)) {
      case 0:
        (void)world_.control->lists().put(world_.admin, scope, EntryKind::authorized, {entry},
                                          Existing::skip);
        break;
      case 1:
        (void)world_.control->lists().deny(world_.admin, scope, entry, true);
        break;
      case 2:
        world_.request("acme", "web",
                       net::Address::ipv4((203U << 24) + (below(4) << 8) + below(200)).to_string());
        break;
      default: {
        const auto list =
            must(world_.control->lists().entries(scope, EntryKind::authorized, {1000, {}})).items;
        if (list.empty()) break;
        const auto& one = list[below(static_cast<unsigned>(list.size()))];
        must(world_.control->lists().remove(world_.admin, scope, one.entry.prefix, {}, true));
      }
    }
  }

  TestWorld world_;
};

TEST_F(VersionsTest, EveryVersionEqualsACopyOfItsTime) {
  std::mt19937 random(11);
  std::map<std::int64_t, Copy> copies;
  copies[current()] = copy();
  for (int i = 0; i < 120; ++i) {
    change(random);
    world_.clock.advance(std::chrono::minutes(7));
    copies[current()] = copy();
  }
  ASSERT_GT(copies.size(), 60U);
  const std::vector<std::pair<std::int64_t, Copy>> all(copies.begin(), copies.end());
  for (int i = 0; i < 60; ++i) {
    const auto& [from, was] = all[random() % all.size()];
    const auto& [to, is] = all[random() % all.size()];
    check_difference(from, to, was, is);
  }
  check_difference(0, all.back().first, {}, all.back().second);

  for (int i = 0; i < 25; ++i) {
    const auto& [to, is] = all[random() % all.size()];
    const Copy now = copy();
    Copy before;
    const Copy after = changed(now, is, &before);
    const auto made = must(versions().roll_back(world_.admin, "acme", to, true));
    EXPECT_EQ(copy(), is) << to;
    EXPECT_EQ(made.empty(), before.empty() && after.empty());
    check_difference(to, current(), is, is);
    change(random);
  }
  EXPECT_EQ(must(world_.control->audit().verify()), must(world_.control->audit().count({})));
}

TEST_F(VersionsTest, ARollbackIsEnforcedWhenItAnswersAndSettlesAlerts) {
  world_.authorize({"acme", {}}, "192.0.2.0/24");
  const auto before = current();
  world_.mode({"acme", {}}, policy::Mode::blocking);
  must(world_.control->lists().remove(world_.admin, {"acme", {}}, prefix("192.0.2.0/24"), {}, true));
  world_.request("acme", "web", "192.0.2.7");
  ASSERT_EQ(world_.alerts("acme", AlertState::open).size(), 1U);
  const auto made = must(versions().roll_back(world_.ann, "acme", before, false));
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0].prefix, prefix("192.0.2.0/24"));
  EXPECT_EQ(world_.decide("acme", "web", "192.0.2.7").reason, policy::Reason::authorized);
  EXPECT_TRUE(world_.alerts("acme", AlertState::open).empty());
  const auto newest = must(world_.control->audit().list("acme", {1, {}})).items[0];
  EXPECT_EQ(newest.action, "entry.rolled_back");
  EXPECT_EQ(newest.actor.name, "ann@acme.example");
  EXPECT_EQ(must(versions().list("acme", {1, {}})).items[0].record.number, newest.number);
}

TEST_F(VersionsTest, WhatWasLetInLatelyIsNotRolledAwayUnforced) {
  const auto empty = current();
  world_.mode({"acme", {}}, policy::Mode::blocking);
  world_.authorize({"acme", {}}, "192.0.2.0/24");
  world_.request("acme", "web", "192.0.2.7");
  const auto refused = versions().roll_back(world_.admin, "acme", empty, false);
  EXPECT_EQ(code_of(refused), ErrorCode::lockout_risk);
  EXPECT_NE(refused.error().message.find("192.0.2.7"), std::string::npos);
  EXPECT_EQ(world_.listed({"acme", {}}), "192.0.2.0/24");
  must(versions().roll_back(world_.admin, "acme", empty, true));
  EXPECT_EQ(world_.listed({"acme", {}}), "none");
  EXPECT_EQ(world_.decide("acme", "web", "192.0.2.7").verdict, policy::Verdict::deny);
}

TEST_F(VersionsTest, EntriesThatStayKeepWhatWasSeen) {
  world_.authorize({"acme", {}}, "192.0.2.0/24");
  const auto first = current();
  world_.request("acme", "web", "192.0.2.7");
  world_.authorize({"acme", {}}, "198.51.100.0/24");
  must(world_.control->lists().deny(world_.admin, {"acme", {}},
                                    NewEntry{prefix("192.0.2.0/24"), {}, policy::kAlways, policy::kForever},
                                    true));
  must(versions().roll_back(world_.admin, "acme", first, true));
  const auto list =
      must(world_.control->lists().entries({"acme", {}}, EntryKind::authorized, {10, {}})).items;
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].entry.prefix, prefix("192.0.2.0/24"));
}

TEST_F(VersionsTest, AListGoesWithItsCredential) {
  world_.authorize({"acme", "web"}, "192.0.2.0/24");
  world_.authorize({"acme", {}}, "198.51.100.0/24");
  const auto with = current();
  const Copy was = copy();
  must(world_.control->directory().remove_credential(world_.admin, "acme", "web"));
  check_difference(with, current(), was, copy({"", "other"}));
  EXPECT_TRUE(must(versions().roll_back(world_.admin, "acme", with, true)).empty());
  must(
      world_.control->directory().create_credential(world_.admin, "acme", "web", Channel::api, std::nullopt));
  EXPECT_EQ(must(versions().roll_back(world_.admin, "acme", with, true)).size(), 1U);
  EXPECT_EQ(copy(), was);
}

TEST_F(VersionsTest, RefusesWhatIsNoVersion) {
  EXPECT_EQ(code_of(versions().difference("acme", 0, current() + 1)), ErrorCode::not_found);
  EXPECT_EQ(code_of(versions().difference("acme", -1, 0)), ErrorCode::not_found);
  EXPECT_EQ(code_of(versions().roll_back(world_.admin, "acme", current() + 1, true)), ErrorCode::not_found);
  EXPECT_EQ(code_of(versions().current("nobody")), ErrorCode::unknown_organization);
  EXPECT_EQ(code_of(versions().list("acme", {10, "x"})), ErrorCode::malformed_request);
}

TEST_F(VersionsTest, AreListedInPagesWithoutOtherChanges) {
  for (int i = 0; i < 7; ++i) {
    world_.authorize({"acme", {}}, "192.0.2." + std::to_string(i));
    world_.mode({"acme", {}}, i % 2 == 0 ? policy::Mode::blocking : policy::Mode::learning);
  }
  PageRequest page{3, {}};
  std::vector<std::int64_t> numbers;
  do {
    const auto part = must(versions().list("acme", page));
    for (const ListVersion& version : part.items) {
      EXPECT_EQ(version.record.action, "entry.authorized");
      EXPECT_EQ(version.entries, 1U);
      numbers.push_back(version.record.number);
    }
    page.cursor = part.next;
  } while (!page.cursor.empty());
  EXPECT_EQ(numbers.size(), 7U);
  EXPECT_TRUE(std::ranges::is_sorted(numbers, std::ranges::greater{}));
}

// Only what a change left was ever so.
TEST_F(VersionsTest, AnImportIsOneVersion) {
  world_.authorize({"acme", {}}, "192.0.2.1");
  const auto before = current();
  const Copy was = copy();
  std::vector<NewEntry> many;
  for (unsigned i = 0; i < 3000; ++i)
    many.push_back({net::Prefix(net::Address::ipv4((10U << 24) + i)), {}, policy::kAlways, policy::kForever});
  must(
      world_.control->lists().put(world_.admin, {"acme", {}}, EntryKind::authorized, many, Existing::refuse));
  const auto after = current();
  EXPECT_EQ(after, before + 3000);
  const auto list = must(versions().list("acme", {100, {}})).items;
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].record.number, after);
  EXPECT_EQ(list[0].entries, 3000U);
  EXPECT_EQ(list[1].record.number, before);
  for (const auto middle : {before + 1, before + 1500, after - 1}) {
    const auto refused = versions().roll_back(world_.admin, "acme", middle, true);
    EXPECT_EQ(code_of(refused), ErrorCode::not_found) << middle;
    EXPECT_NE(refused.error().message.find("take " + std::to_string(after)), std::string::npos);
    EXPECT_NE(refused.error().message.find("or " + std::to_string(before)), std::string::npos);
    EXPECT_EQ(code_of(versions().difference("acme", middle, after)), ErrorCode::not_found);
    EXPECT_EQ(code_of(versions().difference("acme", 0, middle)), ErrorCode::not_found);
  }
  EXPECT_EQ(must(versions().roll_back(world_.admin, "acme", before, true)).size(), 3000U);
  EXPECT_EQ(copy(), was);
  EXPECT_EQ(must(versions().list("acme", {1, {}})).items[0].entries, 3000U);
}

// A record that changes no list stands for the lists as they were at its time.
TEST_F(VersionsTest, OtherRecordsAreNotInTheMiddle) {
  world_.authorize({"acme", {}}, "192.0.2.1");
  const auto first = current();
  world_.mode({"acme", {}}, policy::Mode::blocking);
  const auto other = current();
  ASSERT_GT(other, first);
  const Copy was = copy();
  must(world_.control->lists().put(world_.admin, {"acme", {}}, EntryKind::authorized,
                                   {{prefix("192.0.2.2"), {}, policy::kAlways, policy::kForever},
                                    {prefix("192.0.2.3"), {}, policy::kAlways, policy::kForever}},
                                   Existing::refuse));
  EXPECT_EQ(must(versions().difference("acme", first, other)).size(), 0U);
  EXPECT_EQ(must(versions().roll_back(world_.admin, "acme", other, true)).size(), 2U);
  EXPECT_EQ(copy(), was);
}

// One change may be about several organizations, and each has its version of it.
TEST_F(VersionsTest, APolicyDocumentIsOneVersionOfEachOrganization) {
  must(world_.control->directory().create_organization(world_.admin, "bolt"));
  PolicyOrder order;
  order.force = true;
  for (const char* name : {"acme", "bolt"}) {
    DocumentOrganization organization;
    organization.name = name;
    organization.entries.emplace();
    for (const char* text : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
      DocumentEntry entry;
      entry.prefix = prefix(text);
      organization.entries->push_back(entry);
    }
    order.document.organizations.push_back(organization);
  }
  must(world_.control->policies().apply(world_.admin, order));
  for (const char* name : {"acme", "bolt"}) {
    const auto list = must(versions().list(name, {10, {}})).items;
    ASSERT_EQ(list.size(), 1U) << name;
    EXPECT_EQ(list[0].entries, 3U);
    EXPECT_EQ(code_of(versions().difference(name, 0, list[0].record.number - 1)), ErrorCode::not_found);
    EXPECT_EQ(must(versions().difference(name, list[0].record.number - 3, list[0].record.number)).size(), 3U);
  }
}

TEST_F(VersionsTest, WhatLearningPutsThereTogetherIsOneVersion) {
  const std::vector<policy::Observation> seen = {world_.observe("acme", "web", "192.0.2.7"),
                                                 world_.observe("acme", "web", "198.51.100.7")};
  must(world_.control->loop().record(seen));
  const auto list = must(versions().list("acme", {10, {}})).items;
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].entries, 2U);
  EXPECT_EQ(list[0].record.action, "entry.learned");
}

TEST(RecordedEntry, IsReadBackAsItWasWritten) {
  ListedEntry listed;
  listed.entry = {prefix("2001:db8::/32"), EntryKind::denied, policy::Source::shared,
                  must(parse_timestamp("2026-01-01T00:00:00.123Z")),
                  must(parse_timestamp("2027-01-01T00:00:00Z"))};
  listed.note = "quote \" and \\ and ü";
  EXPECT_EQ(must(parse_entry_json(entry_json(listed, "web"))), recorded(listed, "web"));
  for (const char* wrong : {"", "{}", "[]", R"({"prefix":"192.0.2.1/24","kind":"denied","source":"manual"})",
                            R"({"prefix":"192.0.2.1","kind":"odd","source":"manual"})"}) {
    EXPECT_EQ(code_of(parse_entry_json(wrong)), ErrorCode::corrupted) << wrong;
  }
}

}  // namespace
}  // namespace sallyport::control
