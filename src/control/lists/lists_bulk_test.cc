// Many entries at once: against a slow twin that puts them one by one.

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "control/audit/audit_json.h"
#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;

NewEntry entry(std::string_view text, std::string note = {}) {
  return {prefix(text), std::move(note), policy::kAlways, policy::kForever};
}

class BulkTest : public ::testing::Test {
 protected:
  BulkTest() { world_.make_acme(); }

  Result<Imported> put(const std::vector<NewEntry>& entries, Existing existing = Existing::refuse,
                       EntryKind kind = EntryKind::authorized, const ScopeName& scope = {"acme", {}}) {
    return world_.control->lists().put(world_.admin, scope, kind, entries, existing);
  }
  std::uint64_t records() { return must(world_.control->audit().count({})); }

  TestWorld world_;
};

TEST_F(BulkTest, AnswersInTheOrderGivenAndAuditsEach) {
  const auto before = records();
  const auto imported = must(put({entry("203.0.113.0/24", "b"), entry("192.0.2.1"), entry("2001:db8::/32")}));
  ASSERT_EQ(imported.entries.size(), 3U);
  EXPECT_EQ(imported.entries[0].note, "b");
  EXPECT_EQ(imported.entries[0].entry.prefix, prefix("203.0.113.0/24"));
  EXPECT_EQ(imported.entries[1].entry.prefix, prefix("192.0.2.1"));
  EXPECT_EQ(imported.skipped, 0U);
  EXPECT_EQ(records(), before + 3);
  EXPECT_EQ(must(world_.control->audit().verify()), records());
}

TEST_F(BulkTest, WhatStandsThereIsRefusedWithItsNamesOrSkipped) {
  must(put({entry("192.0.2.1", "old"), entry("192.0.2.3")}));
  const auto before = records();
  const std::vector<NewEntry> again = {entry("192.0.2.3"), entry("192.0.2.2"), entry("192.0.2.1", "new")};
  const auto refused = put(again);
  EXPECT_EQ(code_of(refused), ErrorCode::duplicate);
  EXPECT_NE(refused.error().message.find("192.0.2.1 is authorized already, and 192.0.2.3"), std::string::npos)
      << refused.error().message;
  EXPECT_EQ(records(), before);
  const auto imported = must(put(again, Existing::skip));
  EXPECT_EQ(imported.skipped, 2U);
  ASSERT_EQ(imported.entries.size(), 1U);
  EXPECT_EQ(imported.entries[0].entry.prefix, prefix("192.0.2.2"));
  EXPECT_EQ(records(), before + 1);
  const auto listed = must(world_.control->lists().entries({"acme", {}}, EntryKind::authorized, {10, {}}));
  EXPECT_EQ(listed.items[0].note, "old");
  EXPECT_TRUE(must(put(again, Existing::skip)).entries.empty());
}

// A list that was exported can be brought again, whatever of it begins later or is over by then.
TEST_F(BulkTest, WhatBeginsLaterAndWhatIsOverIsPassedOver) {
  const Timestamp now = world_.clock.now();
  const std::vector<NewEntry> listed = {
      {prefix("192.0.2.1"), "later", now + std::chrono::days(30), now + std::chrono::days(60)},
      {prefix("192.0.2.2"), "for a day", policy::kAlways, now + std::chrono::days(1)},
      entry("192.0.2.3")};
  must(put(listed));
  world_.advance(std::chrono::days(2));
  EXPECT_EQ(code_of(put(listed)), ErrorCode::invalid_setting);
  const auto before = records();
  const auto imported = must(put(listed, Existing::skip));
  EXPECT_TRUE(imported.entries.empty());
  EXPECT_EQ(imported.skipped, 3U);
  EXPECT_EQ(records(), before);
  EXPECT_TRUE(must(world_.control->lists().wrong({"acme", {}}, EntryKind::authorized, listed, Existing::skip))
                  .empty());
  // Whoever asks for it alone wants it now.
  EXPECT_EQ(must(put({entry("192.0.2.1")})).entries.size(), 1U);
}

TEST_F(BulkTest, NothingIsHalfApplied) {
  const auto before = records();
  NewEntry over = entry("192.0.2.9");
  over.valid_until = world_.clock.now() - std::chrono::hours(1);
  EXPECT_EQ(code_of(put({entry("192.0.2.1"), over})), ErrorCode::invalid_setting);
  EXPECT_EQ(code_of(put({entry("192.0.2.1"), entry("192.0.2.2"), entry("192.0.2.1")})), ErrorCode::duplicate);
  EXPECT_EQ(code_of(put({})), ErrorCode::malformed_request);
  EXPECT_EQ(world_.listed({"acme", {}}), "none");
  EXPECT_EQ(records(), before);
}

TEST(BulkLimits, TheListsRoomCountsWhatIsReplaced) {
  ControlSettings settings;
  settings.entries_per_list = 3;
  TestWorld world(settings);
  world.make_acme();
  const auto put = [&](const std::vector<NewEntry>& entries, EntryKind kind) {
    return world.control->lists().put(world.admin, {"acme", {}}, kind, entries, Existing::refuse);
  };
  must(put({entry("192.0.2.1"), entry("192.0.2.2")}, EntryKind::denied));
  EXPECT_EQ(code_of(put({entry("192.0.2.3"), entry("192.0.2.4")}, EntryKind::authorized)),
            ErrorCode::too_many_entries);
  must(put({entry("192.0.2.1"), entry("192.0.2.2"), entry("192.0.2.3")}, EntryKind::authorized));
  EXPECT_EQ(world.listed({"acme", {}}), "192.0.2.1, 192.0.2.2, 192.0.2.3");
}

// More at once than are settled one by one, so that both ways are taken.
TEST_F(BulkTest, SettlesWhatWaitsForAnAnswer) {
  world_.mode({"acme", {}}, policy::Mode::blocking);
  for (int i = 1; i <= 40; ++i) world_.request("acme", "web", "198.51." + std::to_string(i) + ".7");
  ASSERT_EQ(world_.alerts("acme", AlertState::open).size(), 40U);
  std::vector<NewEntry> entries;
  for (int i = 1; i <= 30; ++i) entries.push_back(entry("198.51." + std::to_string(i) + ".0/24"));
  must(put(entries));
  EXPECT_EQ(world_.alerts("acme", AlertState::open).size(), 10U);
  EXPECT_EQ(world_.alerts("acme", AlertState::authorized).size(), 30U);
  EXPECT_EQ(must(world_.control->lists().unauthorized("acme", {1000, {}})).items.size(), 10U);
  EXPECT_EQ(world_.decide("acme", "web", "198.51.3.99").reason, policy::Reason::authorized);
  EXPECT_EQ(world_.decide("acme", "web", "198.51.33.7").verdict, policy::Verdict::deny);
}

TEST_F(BulkTest, OfACredentialSettlesItsOwnOnly) {
  must(world_.control->directory().create_credential(world_.admin, "acme", "other", Channel::api,
                                                     std::nullopt));
  world_.mode({"acme", {}}, policy::Mode::blocking);
  std::vector<NewEntry> entries;
  for (int i = 1; i <= 20; ++i) {
    world_.request("acme", i % 2 == 0 ? "web" : "other", "198.51." + std::to_string(i) + ".7");
    entries.push_back(entry("198.51." + std::to_string(i) + ".0/24"));
  }
  must(put(entries, Existing::refuse, EntryKind::denied, {"acme", "web"}));
  EXPECT_EQ(world_.alerts("acme", AlertState::open).size(), 10U);
  EXPECT_EQ(world_.alerts("acme", AlertState::denied).size(), 10U);
}

// The twin: a map, and the rules of one list said as plainly as can be.
struct Twin {
  std::map<net::Prefix, EntryKind> list;

  void put(EntryKind kind, const std::vector<NewEntry>& entries) {
    for (const NewEntry& one : entries) {
      if (kind == EntryKind::authorized) {
        std::erase_if(list, [&](const auto& item) {
          return item.second == EntryKind::removed && one.prefix.contains(item.first);
        });
      }
    }
    for (const NewEntry& one : entries) list[one.prefix] = kind;
  }
};

TEST_F(BulkTest, EqualsTheTwin) {
  std::mt19937 random(7);
  const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
  const auto some_prefix = [&] {
    const unsigned length = 24 + below(9);
    return net::Prefix::enclosing(net::Address::ipv4((198U << 24) + (51U << 16) + below(512)), length);
  };
  Twin twin;
  for (int round = 0; round < 150; ++round) {
    if (below(3) == 0) {
      const net::Prefix which = some_prefix();
      const auto found = twin.list.find(which);
      const bool there = found != twin.list.end() && found->second != EntryKind::removed;
      ASSERT_EQ(world_.control->lists().remove(world_.admin, {"acme", {}}, which, {}, true).has_value(),
                there);
      if (there && found->second == EntryKind::authorized) {
        found->second = EntryKind::removed;
      } else if (there) {
        twin.list.erase(found);
      }
    } else {
      const EntryKind kind = below(2) == 0 ? EntryKind::authorized : EntryKind::denied;
      std::map<net::Prefix, NewEntry> given;
      for (unsigned i = below(round % 10 == 0 ? 60 : 5) + 1; i > 0; --i) {
        const net::Prefix which = some_prefix();
        given[which] = {which, {}, policy::kAlways, policy::kForever};
      }
      std::vector<NewEntry> entries, fresh;
      for (const auto& [which, one] : given) {
        entries.push_back(one);
        const auto found = twin.list.find(which);
        if (found == twin.list.end() || found->second != kind) fresh.push_back(one);
      }
      std::ranges::shuffle(entries, random);
      const auto imported =
          must(world_.control->lists().put(world_.admin, {"acme", {}}, kind, entries, Existing::skip, true));
      ASSERT_EQ(imported.entries.size(), fresh.size());
      ASSERT_EQ(imported.skipped, entries.size() - fresh.size());
      twin.put(kind, fresh);
    }
    std::map<net::Prefix, EntryKind> listed;
    for (const auto kind : {EntryKind::authorized, EntryKind::denied, EntryKind::removed}) {
      for (const auto& one : must(world_.control->lists().entries({"acme", {}}, kind, {1000, {}})).items) {
        listed[one.entry.prefix] = kind;
      }
    }
    ASSERT_EQ(listed, twin.list) << round;
  }
  EXPECT_EQ(must(world_.control->audit().verify()), records());
}

TEST_F(BulkTest, ListsAreFiltered) {
  must(put({entry("192.0.2.1", "Berlin OFFICE"), entry("192.0.2.0/24", "lab"), entry("10.0.0.0/8", "vpn"),
            entry("2001:db8::/32", "office")}));
  world_.request("acme", "web", "203.0.113.9");
  const auto shown = [&](const EntryFilter& filter) {
    std::string text;
    for (const auto& one :
         must(world_.control->lists().entries({"acme", {}}, EntryKind::authorized, {10, {}}, filter)).items) {
      text += (text.empty() ? "" : ", ") + one.entry.prefix.to_string();
    }
    return text;
  };
  EntryFilter filter;
  filter.note = "office";
  EXPECT_EQ(shown(filter), "192.0.2.1, 2001:db8::/32");
  filter = {};
  filter.inside = prefix("192.0.2.0/24");
  EXPECT_EQ(shown(filter), "192.0.2.0/24, 192.0.2.1");
  filter.inside = prefix("0.0.0.0/0");
  EXPECT_EQ(shown(filter), "10.0.0.0/8, 192.0.2.0/24, 192.0.2.1, 203.0.113.0/24");
  filter.inside = prefix("192.0.2.0/25");
  EXPECT_EQ(shown(filter), "192.0.2.1");
  filter = {};
  filter.source = policy::Source::learned;
  EXPECT_EQ(shown(filter), "203.0.113.0/24");
  world_.clock.advance(std::chrono::days(20));
  world_.request("acme", "web", "192.0.2.1");
  world_.clock.advance(std::chrono::days(20));
  filter = {};
  filter.unseen_for = std::chrono::days(30);
  EXPECT_EQ(shown(filter), "10.0.0.0/8, 192.0.2.0/24, 203.0.113.0/24, 2001:db8::/32");
  filter.unseen_for = std::chrono::days(50);
  EXPECT_EQ(shown(filter), "");
}

TEST_F(BulkTest, AFilteredListComesInPages) {
  std::vector<NewEntry> entries;
  for (unsigned i = 0; i < 20; ++i) {
    entries.push_back(entry("192.0.2." + std::to_string(i), i % 2 == 0 ? "even" : "odd"));
  }
  must(put(entries));
  EntryFilter filter;
  filter.note = "even";
  filter.inside = prefix("192.0.2.0/24");
  PageRequest page{3, {}};
  std::size_t seen = 0;
  do {
    const auto part =
        must(world_.control->lists().entries({"acme", {}}, EntryKind::authorized, page, filter));
    for (const auto& one : part.items) EXPECT_EQ(one.note, "even");
    seen += part.items.size();
    page.cursor = part.next;
  } while (!page.cursor.empty());
  EXPECT_EQ(seen, 10U);
}

}  // namespace
}  // namespace sallyport::control
