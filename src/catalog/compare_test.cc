// compare() beside a twin that looks at everything, on small random lists; and catalogs on two days.

#include "catalog/compare.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <tuple>

#include "catalog/read_catalog.h"

namespace sallyport::catalog {
namespace {

using net::Destination;
using Rows = std::multiset<std::tuple<std::string, std::string, std::string, std::string>>;

Rows rows_of(const std::vector<Difference>& differences) {
  Rows rows;
  for (const auto& one : differences) rows.emplace(to_string(one.kind), one.what, one.before, one.after);
  return rows;
}

// --- The twin
// -------------------------------------------------------------------------------------------------------

bool allows(const Destination& line, const Destination& wanted) {
  if (line.ports != wanted.ports) return false;
  if (line.prefix() != nullptr && wanted.prefix() != nullptr) {
    return line.prefix()->contains(*wanted.prefix());
  }
  return line.host() != nullptr && wanted.host() != nullptr && line.host()->is_wildcard() &&
         line.host()->contains(*wanted.host());
}

// Whether one line does, or both halves of a network are allowed by lines.
bool allowed_exactly(const std::vector<Destination>& lines, const Destination& wanted) {
  if (std::ranges::any_of(lines, [&](const auto& line) { return allows(line, wanted); })) return true;
  if (wanted.prefix() == nullptr || wanted.prefix()->is_single_address()) return false;
  const auto& prefix = *wanted.prefix();
  const Destination low{net::Prefix::enclosing(prefix.address(), prefix.length() + 1), wanted.ports};
  const Destination high{net::Prefix::enclosing(prefix.last(), prefix.length() + 1), wanted.ports};
  return allowed_exactly(lines, low) && allowed_exactly(lines, high);
}

// By lines of its ports, or by lines of all ports.
bool allowed(const std::vector<Destination>& lines, const Destination& wanted) {
  return allowed_exactly(lines, wanted) || allowed_exactly(lines, {wanted.what, {}});
}

std::string ports_of(const Destination& line) {
  return line.ports ? net::to_string(*line.ports) : "any port";
}

Rows slow_compare(const std::vector<Destination>& before, const std::vector<Destination>& after) {
  Rows rows;
  std::vector<Destination> gone, come;
  std::ranges::copy_if(before, std::back_inserter(gone),
                       [&](const auto& line) { return !std::ranges::count(after, line); });
  std::ranges::copy_if(after, std::back_inserter(come),
                       [&](const auto& line) { return !std::ranges::count(before, line); });
  for (auto line = gone.begin(); line != gone.end();) {
    const auto other = std::ranges::find(come, line->what, &Destination::what);
    if (other == come.end()) {
      ++line;
      continue;
    }
    rows.emplace("re-scoped", net::to_string(*other), ports_of(*line), ports_of(*other));
    come.erase(other);
    line = gone.erase(line);
  }
  for (const auto& line : come) {
    const bool was = allowed(before, line);
    rows.emplace(was ? "re-scoped" : "added", net::to_string(line), was ? "allowed by other lines" : "",
                 was ? "a line of its own" : "");
  }
  for (const auto& line : gone) {
    const bool is = allowed(after, line);
    rows.emplace(is ? "re-scoped" : "removed", net::to_string(line), is ? "a line of its own" : "",
                 is ? "allowed by other lines" : "");
  }
  return rows;
}

class Lists {
 public:
  std::vector<Destination> make() {
    std::set<std::string> texts;
    for (auto left = below(12); left > 0; --left) texts.insert(what() + ports());
    std::vector<Destination> lines;
    for (const auto& text : texts) lines.push_back(net::parse_destination(text).value());
    std::ranges::sort(lines);
    return lines;
  }

 private:
  unsigned below(unsigned end) { return std::uniform_int_distribution<unsigned>(0, end - 1)(random_); }
  std::string what() {
    if (below(2) == 0) {
      const auto address = net::Address::parse("203.0.113." + std::to_string(below(8))).value();
      return net::Prefix::enclosing(address, 29 + below(4)).to_string();
    }
    constexpr std::array kFront{"", "*.", "**.", "a.", "*.a.", "**.a.", "b.a."};
    return kFront[below(kFront.size())] + std::string("x.example");
  }
  std::string ports() {
    constexpr std::array kPorts{"", " 443/tcp", " 80/tcp"};
    return kPorts[below(kPorts.size())];
  }

  std::mt19937 random_{20241122};
};

TEST(Compare, IsWhatTheSlowTwinFinds) {
  Lists lists;
  for (int round = 0; round < 5000; ++round) {
    const auto before = lists.make();
    const auto after = lists.make();
    const auto found = rows_of(compare(listing_of(before), listing_of(after)));
    ASSERT_EQ(found, slow_compare(before, after)) << "round " << round;
    ASSERT_EQ(compare(listing_of(before), listing_of(before)).size(), 0U);
  }
}

// --- Catalogs
// -------------------------------------------------------------------------------------------------------

std::chrono::sys_days day(const char* text) { return Day::parse(text).value().first(); }

Catalog scanner(const std::string& cells) {
  return read_catalog(
             "vendor: acme\nname: Acme\nsources: [{id: en, page: help, language: en}]\nsites: [north, "
             "south]\n"
             "offerings:\n"
             "- {id: call, name: Calls, direction: from-vendor, cells: [" +
                 cells + "]}\n",
             "acme.yaml")
      .value();
}

Rows between(const std::string& before, const std::string& after) {
  return rows_of(compare(listing_of(scanner(before), day("2026-01-01")).value(),
                         listing_of(scanner(after), day("2026-01-01")).value()));
}

constexpr auto kNorth = "{site: north, source: en, addresses: 9.9.9.9}, ";
constexpr auto kSouth = "{site: south, source: en, addresses: 8.8.8.8}";

TEST(Compare, SaysWhereAnAddressCameFromAndWentTo) {
  const std::string before = std::string(kNorth) + kSouth;
  EXPECT_EQ(between(before, before), Rows());
  EXPECT_EQ(
      between(before,
              "{site: north, source: en, addresses: 8.8.8.8}, {site: south, source: en, addresses: 9.9.9.9}"),
      (Rows{{"moved", "8.8.8.8", "call at south", "call at north"},
            {"moved", "9.9.9.9", "call at north", "call at south"}}));
  EXPECT_EQ(between(before, std::string(kNorth) + "{site: south, source: en, addresses: [8.8.8.8, 9.9.9.9]}"),
            (Rows{{"re-scoped", "9.9.9.9", "", "call at south"}}));
}

TEST(Compare, SaysWhatACellSaysInstead) {
  EXPECT_EQ(between(std::string(kNorth) + kSouth,
                    std::string(kNorth) + "{site: south, source: en, not-available: true}"),
            (Rows{{"removed", "8.8.8.8", "call at south", ""},
                  {"restated", "call at south", "addresses", "not available"}}));
  EXPECT_EQ(between(std::string(kNorth) + "{site: south, source: en, unknown: Lost.}",
                    std::string(kNorth) + "{site: south, source: en, not-available: true}"),
            (Rows{{"restated", "call at south", "unknown", "not available"}}));
}

TEST(Listing, EndsWhereTheLastReasonEnds) {
  const auto ends = [](const std::string& north, const std::string& south) {
    const auto listing =
        listing_of(scanner("{site: north, source: en, entries: [{addresses: 9.9.9.9" + north +
                           "}]}, {site: south, source: en, entries: [{addresses: 9.9.9.9" + south + "}]}"),
                   day("2026-01-01"))
            .value();
    EXPECT_EQ(listing.lines.size(), 1U);
    return listing.lines.front().until;
  };
  EXPECT_EQ(ends("", ", until: 2026-03-01"), std::nullopt);
  EXPECT_EQ(ends(", until: 2026-03-01", ", until: 2026-Q3"), day("2026-09-30"));
  EXPECT_EQ(ends(", until: 2026-03-01", ", until: 2025"), day("2026-03-01"))
      << "what ended before does not count";
}

TEST(Listing, OfAPlainListIsSortedWithoutDuplicates) {
  const auto line = [](const char* text) { return net::parse_destination(text).value(); };
  const auto listing = listing_of({line("b.example 443/tcp"), line("9.9.9.9"), line("b.example 443/tcp")});
  ASSERT_EQ(listing.lines.size(), 2U);
  EXPECT_EQ(net::to_string(listing.lines[0].destination), "9.9.9.9");
  EXPECT_EQ(net::to_string(listing.lines[1].destination), "b.example 443/tcp");
}

}  // namespace
}  // namespace sallyport::catalog
