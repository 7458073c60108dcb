#include "catalog/read/proposal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "catalog/read/test_feeds.h"

namespace sallyport::catalog {
namespace {

using testing::FeedRow;
using testing::make_feed;
using testing::Random;
using testing::row_text;
using testing::row_texts;
using Texts = std::vector<std::string>;
using Rows = std::vector<FeedRow>;

// "shrunk: 50.0 % of ..."
Texts holds_between(const Rows& before, const Rows& found) {
  const Feed old_feed = make_feed(before);
  const Feed new_feed = make_feed(found);
  Texts texts;
  for (const Hold& hold : propose(new_feed, &old_feed).holds) {
    texts.push_back(std::string(to_string(hold.reason)) + ": " + hold.text);
  }
  return texts;
}

Texts holds_of(const Feed& found, const Feed* last_good = nullptr) {
  Texts texts;
  for (const Hold& hold : propose(found, last_good).holds) {
    texts.push_back(std::string(to_string(hold.reason)) + ": " + hold.text);
  }
  return texts;
}

TEST(Proposal, TellsAddedRemovedAndMovedApart) {
  const Feed before = make_feed({{"1.0.0.0/24", "a", "x"},
                                 {"1.0.1.0/24", "a", "x"},
                                 {"1.0.2.0/24", "a", "x"},
                                 {"1.0.2.0/24", "b", "x"},
                                 {"h.example.com", "a", "x"}});
  const Feed found = make_feed({{"1.0.0.0/24", "a", "x"},
                                {"1.0.1.0/24", "a", "y"},
                                {"1.0.2.0/24", "b", "x"},
                                {"1.0.3.0/24", "a", "x"},
                                {"h.example.com 443/tcp", "a", "x"}});
  const Proposal proposal = propose(found, &before);
  EXPECT_EQ(row_texts(found, proposal.added), (Texts{"1.0.3.0/24 @ a / x", "h.example.com 443/tcp @ a / x"}));
  EXPECT_EQ(row_texts(before, proposal.removed), (Texts{"1.0.2.0/24 @ a / x", "h.example.com @ a / x"}));
  ASSERT_EQ(proposal.moved.size(), 1U);
  EXPECT_EQ(row_text(before, proposal.moved[0].before), "1.0.1.0/24 @ a / x");
  EXPECT_EQ(row_text(found, proposal.moved[0].after), "1.0.1.0/24 @ a / y");
}

TEST(Proposal, PairsCellsOfTheSameOfferingFirst) {
  const Feed before =
      make_feed({{"1.0.0.0/24", "a", "x"}, {"1.0.0.0/24", "b", "x"}, {"1.0.0.0/24", "c", "x"}});
  const Feed found =
      make_feed({{"1.0.0.0/24", "b", "z"}, {"1.0.0.0/24", "d", "y"}, {"1.0.0.0/24", "c", "x"}});
  const Proposal proposal = propose(found, &before);
  ASSERT_EQ(proposal.moved.size(), 2U);
  EXPECT_EQ(row_text(before, proposal.moved[0].before) + " -> " + row_text(found, proposal.moved[0].after),
            "1.0.0.0/24 @ b / x -> 1.0.0.0/24 @ b / z");
  EXPECT_EQ(row_text(before, proposal.moved[1].before) + " -> " + row_text(found, proposal.moved[1].after),
            "1.0.0.0/24 @ a / x -> 1.0.0.0/24 @ d / y");
  EXPECT_TRUE(proposal.added.empty());
  EXPECT_TRUE(proposal.removed.empty());
}

TEST(Proposal, TheFirstTimeAllIsAdded) {
  const Feed found = make_feed({{"1.0.0.0/24", "a", "x"}, {"1.0.1.0/24", "a", "x"}});
  const Proposal proposal = propose(found, nullptr);
  EXPECT_EQ(proposal.added, found.entries);
  EXPECT_TRUE(proposal.holds.empty());
}

TEST(Hold, WhatWasEmptied) {
  EXPECT_EQ(holds_between({{"1.0.0.0/24", "a", "x"}, {"1.0.0.0/24", "b", "x"}, {"1.0.0.0/24", "", "y"}},
                          {{"1.0.0.0/24", "a", "x"}}),
            (Texts{"emptied: 2 cells that had entries have none: y, b at x",
                   "shrunk: 66.7 % of the entries went (2 of 3), 1.0.0.0/24 of y among them"}));
  EXPECT_EQ(holds_between({{"1.0.0.0/24", "a", "x"}, {"1.0.0.0/24", "a", "z"}},
                          {{"1.0.0.0/24", "a", "x"}, {"1.0.0.0/24", "a", "y"}}),
            Texts{"emptied: a cell that had entries has none: a at z"});
  EXPECT_EQ(holds_of(make_feed({})), Texts{"emptied: there is no entry in it"});
}

TEST(Hold, AListThatHadEntries) {
  Feed before = make_feed({{"1.0.0.0/24", "a", "x"}});
  Feed found = before;
  found.empty_lists = {"hooks", "web"};
  found.full_lists = {"api"};
  const Texts remark{"lists are there without an entry: hooks, web"};
  EXPECT_EQ(holds_of(found), Texts{}) << "it may always have been so";
  EXPECT_EQ(propose(found, nullptr).remarks, remark);
  EXPECT_EQ(holds_of(found, &before), Texts{}) << "they are new";
  EXPECT_EQ(propose(found, &before).remarks, remark);
  EXPECT_EQ(holds_of(found, &found), Texts{}) << "it was so in the last good one";
  EXPECT_EQ(propose(found, &found).remarks, Texts{});
  before.full_lists = {"api", "hooks"};
  EXPECT_EQ(holds_of(found, &before), Texts{"emptied: a list is there without an entry: hooks"});
  EXPECT_EQ(propose(found, &before).remarks, Texts{"a list is there without an entry: web"});
}

// As ip-ranges.json would be without IPv6.
constexpr std::string_view kWithoutIpv6 =
    R"({"syncToken": "1", "createDate": "2025-07-24-20-23-14", "prefixes": [
      {"ip_prefix": "3.4.12.0/24", "region": "r", "service": "s"}], "ipv6_prefixes": []})";

TEST(Hold, AFeedWithoutIpv6OnlyWhereItHadSome) {
  const Feed found = read_feed(Format::aws, kWithoutIpv6).value();
  EXPECT_EQ(holds_of(found), Texts{});
  EXPECT_EQ(propose(found, nullptr).remarks, Texts{"a list is there without an entry: ipv6_prefixes"});
  std::string with_ipv6(kWithoutIpv6);
  with_ipv6.insert(with_ipv6.rfind(']'),
                   R"({"ipv6_prefix": "2600:1f00::/24", "region": "r", "service": "s"})");
  const Feed before = read_feed(Format::aws, with_ipv6).value();
  EXPECT_EQ(holds_of(found, &before).back(), "emptied: a list is there without an entry: ipv6_prefixes");
  EXPECT_EQ(holds_of(before, &found), Texts{});
}

TEST(Hold, AFeedThatIsAllEmptyWhateverWasBefore) {
  const Feed found =
      read_feed(Format::aws, R"({"syncToken": "1", "createDate": "2025-07-24-20-23-14", "prefixes": [],
      "ipv6_prefixes": []})")
          .value();
  EXPECT_EQ(holds_of(found), Texts{"emptied: there is no entry in it"});
}

TEST(Hold, MoreThanATenthOfTheAddresses) {
  // 10 prefixes of 256 addresses: without one of them a tenth went, without one and a half more.
  Rows before;
  static const std::string kPrefixes[] = {"1.0.0.0/24", "1.0.2.0/24", "1.0.4.0/24", "1.0.6.0/24",
                                          "1.0.8.0/24", "1.1.0.0/24", "1.1.2.0/24", "1.1.4.0/24",
                                          "1.1.6.0/24", "1.1.8.0/24"};
  for (const std::string& prefix : kPrefixes) before.push_back({prefix, "a", "x"});
  Rows found(before.begin() + 1, before.end());
  EXPECT_EQ(holds_between(before, found), Texts{});
  found[0].destination = "1.0.2.0/25";
  EXPECT_EQ(holds_between(before, found),
            (Texts{"shrunk: 20.0 % of the IPv4 prefixes went (2 of 10), 1.0.0.0/24 among them",
                   "shrunk: 15.0 % of the IPv4 addresses went (384 of 2560), 1.0.0.0/24 among them"}));
}

TEST(Hold, NotWhatIsOnlyCutDifferently) {
  EXPECT_EQ(holds_between({{"1.0.0.0/24", "a", "x"}, {"1.0.1.0/24", "a", "x"}, {"1.0.1.128/25", "a", "x"}},
                          {{"1.0.0.0/23", "a", "x"}}),
            Texts{});
  EXPECT_EQ(holds_between({{"1.0.0.0/23", "a", "x"}}, {{"1.0.0.0/24", "a", "x"}, {"1.0.1.0/24", "a", "x"}}),
            Texts{});
}

TEST(Hold, EachFamilyForItself) {
  const Rows both = {{"1.0.0.0/8", "a", "x"}, {"2600::/32", "a", "x"}, {"2601::/32", "a", "x"}};
  EXPECT_EQ(holds_between(both, {both[0], both[1]}),
            (Texts{"shrunk: 50.0 % of the IPv6 prefixes went (1 of 2), 2601::/32 among them",
                   "shrunk: 50.0 % of the IPv6 addresses went, 2601::/32 among them"}));
  const Rows hosts = {{"a.example.com", "a", "x"}, {"b.example.com", "a", "x"}};
  EXPECT_EQ(holds_between(hosts, {hosts[0]}),
            Texts{"shrunk: 50.0 % of the entries went (1 of 2), b.example.com of a at x among them"});
}

TEST(Hold, EntriesOfAServiceWhoseAddressesAreInAnotherToo) {
  const Rows before = {{"1.0.0.0/16", "all", "x"}, {"1.0.0.0/24", "web", "x"}, {"1.0.1.0/24", "web", "x"}};
  EXPECT_EQ(holds_between(before, {before[0], before[1]}),
            Texts{"shrunk: 33.3 % of the entries went (1 of 3), 1.0.1.0/24 of web at x among them"});
  EXPECT_EQ(holds_between(before, {before[0], {"1.0.0.0/23", "web", "x"}}), Texts{})
      << "only cut differently";
  EXPECT_EQ(holds_between(before, {before[0], before[1], {"1.0.1.0/24", "web", "y"}}), Texts{}) << "it moved";
}

TEST(Hold, WhatIsTooWide) {
  EXPECT_EQ(holds_of(make_feed({{"4.0.0.0/8", "a", "x"}, {"2600::/19", "a", "x"}})), Texts{});
  const Feed wide = make_feed({{"4.0.0.0/7", "a", "x"}, {"2600::/18", "a", "x"}});
  EXPECT_EQ(holds_of(wide),
            Texts{"too_wide: too wide to be taken unseen (more than /8 of IPv4, /19 of IPv6): "
                  "4.0.0.0/7, 2600::/18"});
  EXPECT_EQ(holds_of(wide, &wide), Texts{}) << "somebody looked at it";
}

TEST(Hold, WhatIsTooMuchTogether) {
  // A quarter of IPv4 is 64 networks of /8; these begin at 16 and pass by 100 to 127.
  Rows rows;
  static std::vector<std::string> texts;
  for (int first = 16; texts.size() < 65; ++first) {
    if (first < 100 || first > 127) texts.push_back(std::to_string(first) + ".0.0.0/8");
  }
  for (const std::string& text : texts) rows.push_back({text, "a", "x"});
  const Feed more = make_feed(rows);
  rows.pop_back();
  EXPECT_EQ(holds_of(make_feed(rows)), Texts{});
  EXPECT_EQ(holds_of(more), Texts{"too_wide: together the prefixes cover 25 % of all IPv4 addresses"});
}

TEST(Hold, WhatIsForSpecialUse) {
  const Feed found =
      make_feed({{"10.1.0.0/16", "a", "x"}, {"192.0.0.0/16", "a", "x"}, {"fe80::/64", "a", "x"}});
  const Texts held = {
      "special_use: addresses for special use, which no vendor has: 10.1.0.0/16 is Private-Use (RFC "
      "1918), 192.0.0.0/16 holds 192.0.0.0/24, IETF Protocol Assignments (RFC 6890), fe80::/64 is "
      "Link-Local Unicast (RFC 4291)"};
  EXPECT_EQ(holds_of(found), held);
  EXPECT_EQ(holds_of(found, &found), held) << "always";
}

TEST(Hold, WhatIsOlder) {
  const Feed plain = make_feed({{"1.0.0.0/24", "a", "x"}});
  Feed before = plain;
  Feed found = plain;
  before.serial = "20";
  before.order = 20;
  found.serial = "3";
  found.order = 3;
  EXPECT_EQ(holds_of(found, &before),
            Texts{"older: its serial 3 is older than 20, that of the last good one"});
  EXPECT_EQ(holds_of(before, &found), Texts{});
  EXPECT_EQ(holds_of(before, &before), Texts{});
  found.order.reset();
  found.made = parse_timestamp("2025-06-25T00:00:00Z").value();
  before.made = parse_timestamp("2025-07-25T00:00:00Z").value();
  EXPECT_EQ(holds_of(found, &before),
            Texts{"older: it was made on 2025-06-25T00:00:00Z, the last good one on 2025-07-25T00:00:00Z"});
  EXPECT_EQ(holds_of(before, &found), Texts{});
}

TEST(Hold, WhatIsOfAnotherKind) {
  Feed before = make_feed({{"1.0.0.0/24", "a", "x"}});
  Feed found = before;
  before.kind = "Public";
  found.kind = "AzureUSGovernment";
  EXPECT_EQ(holds_of(found, &before),
            Texts{"other_kind: this is \"AzureUSGovernment\", the last good one \"Public\""});
  found = before;
  found.format = Format::jafar;
  EXPECT_EQ(holds_of(found, &before),
            Texts{"other_kind: its format is jafar, that of the last good one list"});
}

TEST(Hold, WhatEndsInTheMiddleOfALine) {
  const Feed before = make_feed({{"1.0.0.0/24", "a", "x"}});
  Feed found = before;
  found.ends_open = true;
  EXPECT_EQ(holds_of(found, &before),
            Texts{"truncated: its last line has no end, unlike that of the last good one"});
  EXPECT_EQ(holds_of(found, &found), Texts{}) << "some vendors never end it";
  EXPECT_EQ(holds_of(found), Texts{});
}

// The golden twin: by names and texts, each destination for itself.
struct GoldenChanges {
  Texts added, removed, moved;
};

GoldenChanges golden_changes(const Feed& before, const Feed& found) {
  using Cells = std::vector<std::pair<std::string, std::string>>;
  std::map<std::string, std::pair<Cells, Cells>> destinations;
  const auto cell = [](const Feed& feed, const FeedEntry& entry) {
    return std::pair(feed.offering_of(entry), feed.site_of(entry));
  };
  for (const auto& entry : before.entries)
    destinations[net::to_string(entry.destination)].first.push_back(cell(before, entry));
  for (const auto& entry : found.entries)
    destinations[net::to_string(entry.destination)].second.push_back(cell(found, entry));
  GoldenChanges changes;
  for (auto& [destination, cells] : destinations) {
    auto& [gone, come] = cells;
    for (auto one = gone.begin(); one != gone.end();) {
      const auto same = std::ranges::find(come, *one);
      if (same == come.end()) {
        ++one;
      } else {
        come.erase(same);
        one = gone.erase(one);
      }
    }
    std::ranges::sort(gone);
    std::ranges::sort(come);
    const auto text = [&](const auto& each) {
      return destination + " @ " + each.first + " / " + each.second;
    };
    const auto move = [&](auto from, auto to) {
      changes.moved.push_back(text(*from) + " -> " + text(*to));
      come.erase(to);
      return gone.erase(from);
    };
    for (auto one = gone.begin(); one != gone.end();) {
      const auto same = std::ranges::find(come, one->first, [](const auto& each) { return each.first; });
      one = same == come.end() ? std::next(one) : move(one, same);
    }
    while (!gone.empty() && !come.empty()) move(gone.begin(), come.begin());
    for (const auto& each : gone) changes.removed.push_back(text(each));
    for (const auto& each : come) changes.added.push_back(text(each));
  }
  for (auto* const texts : {&changes.added, &changes.removed, &changes.moved}) std::ranges::sort(*texts);
  return changes;
}

Texts sorted(Texts texts) {
  std::ranges::sort(texts);
  return texts;
}

Rows random_rows(Random& random) {
  static constexpr std::string_view kDestinations[] = {"1.0.0.0/24",    "1.0.0.0/25",     "1.0.0.128/25",
                                                       "1.0.1.0/24",    "1.0.0.0 53/udp", "2600::/32",
                                                       "h.example.com", "*.example.com"};
  static constexpr std::string_view kNames[] = {"", "a", "b", "c", "d"};
  Rows rows;
  for (unsigned i = random() % 20; i > 0; --i) {
    rows.push_back({kDestinations[random() % std::size(kDestinations)], kNames[random() % std::size(kNames)],
                    kNames[random() % std::size(kNames)]});
  }
  return rows;
}

TEST(Proposal, ChangesAreThoseOfTheGoldenTwin) {
  Random random(61);
  std::size_t moves = 0;
  for (int i = 0; i < 5000; ++i) {
    const Feed before = make_feed(random_rows(random));
    const Feed found = make_feed(random_rows(random));
    const Proposal proposal = propose(found, &before);
    const GoldenChanges golden = golden_changes(before, found);
    ASSERT_EQ(sorted(row_texts(found, proposal.added)), golden.added);
    ASSERT_EQ(sorted(row_texts(before, proposal.removed)), golden.removed);
    Texts moved;
    for (const Moved& each : proposal.moved) {
      moved.push_back(row_text(before, each.before) + " -> " + row_text(found, each.after));
    }
    ASSERT_EQ(sorted(moved), golden.moved);
    moves += moved.size();
  }
  EXPECT_GT(moves, 5000U);
}

// Each address of 1.0.0.0/26 for itself; of one cell only, where one is named.
std::set<unsigned> golden_addresses(const Feed& feed, const std::string* cell = nullptr) {
  std::set<unsigned> addresses;
  for (const FeedEntry& entry : feed.entries) {
    if (cell != nullptr && feed.offering_of(entry) != *cell) continue;
    for (unsigned i = 0; i < 64; ++i) {
      if (entry.destination.prefix()->contains(net::Address::ipv4(0x01000000 + i))) addresses.insert(i);
    }
  }
  return addresses;
}

bool golden_shrunk(const Feed& before, const Feed& found) {
  const auto had = golden_addresses(before);
  const auto has = golden_addresses(found);
  const auto kept = [&](unsigned address) { return has.contains(address); };
  const auto gone = had.size() - static_cast<std::size_t>(std::ranges::count_if(had, kept));
  if (gone * 10 > had.size()) return true;
  std::set<net::Prefix> prefixes;
  std::set<net::Prefix> lost;
  for (const FeedEntry& entry : before.entries) {
    const net::Prefix& prefix = *entry.destination.prefix();
    prefixes.insert(prefix);
    for (unsigned i = 0; i < 64; ++i) {
      if (prefix.contains(net::Address::ipv4(0x01000000 + i)) && !has.contains(i)) lost.insert(prefix);
    }
  }
  if (lost.size() * 10 > prefixes.size()) return true;
  std::size_t entries = 0;
  for (const FeedEntry& entry : propose(found, &before).removed) {
    const auto kept_here = golden_addresses(found, &before.offering_of(entry));
    bool whole = true;
    for (unsigned i = 0; i < 64; ++i) {
      if (entry.destination.prefix()->contains(net::Address::ipv4(0x01000000 + i)))
        whole &= kept_here.contains(i);
    }
    entries += whole ? 0U : 1U;
  }
  return entries * 10 > before.entries.size();
}

TEST(Hold, ShrunkIsThatOfTheGoldenTwin) {
  Random random(2);
  int shrunk = 0;
  for (int i = 0; i < 5000; ++i) {
    std::vector<std::pair<net::Prefix, std::string>> all;
    for (unsigned n = 12 + random() % 12; n > 0; --n) {
      all.emplace_back(
          net::Prefix::enclosing(net::Address::ipv4(0x01000000 + random() % 64), 28 + random() % 5),
          random() % 2 == 0 ? "a" : "b");
    }
    const auto feed_of = [](const auto& entries) {
      FeedBuilder builder(Format::list);
      for (const auto& [prefix, name] : entries) {
        EXPECT_TRUE(builder.add(prefix, {.offering = builder.name(name).value(), .site = 0}));
      }
      return builder.take();
    };
    const Feed before = feed_of(all);
    all.resize(all.size() - random() % 3);
    const Feed found = feed_of(all);
    const bool held = std::ranges::any_of(propose(found, &before).holds,
                                          [](const Hold& hold) { return hold.reason == HoldReason::shrunk; });
    ASSERT_EQ(held, golden_shrunk(before, found));
    shrunk += held ? 1 : 0;
  }
  EXPECT_GT(shrunk, 500);
  EXPECT_LT(shrunk, 4500);
}

}  // namespace
}  // namespace sallyport::catalog
