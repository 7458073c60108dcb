#include "catalog/check_catalog.h"

#include <gtest/gtest.h>

#include "catalog/test_catalogs.h"

namespace sallyport::catalog {
namespace {

using test::acme;
using test::faults;
using test::tool;

TEST(CheckCatalog, ACellSaysOneThing) {
  const std::string more =
      "11:9: this cell says more than one thing: it has addresses (or hosts, entries, same-as), or it is "
      "not-available, "
      "or it is unknown";
  EXPECT_EQ(faults(tool("      - {source: en, addresses: 3.6.251.95, not-available: true}\n")), more);
  EXPECT_EQ(faults(tool("      - {source: en, unknown: Why, not-available: true}\n")), more);
  EXPECT_EQ(faults(tool("      - {source: en, same-as: tool, unknown: Why}\n")), more);
  EXPECT_EQ(faults(tool("      - {source: en}\n")),
            "11:9: this cell says nothing: give it addresses, hosts, entries or same-as, or say "
            "'not-available: true' or "
            "'unknown: WHY'");
  EXPECT_EQ(faults(tool("      - {source: en, not-available: false}\n")),
            "11:37: write 'not-available: true', or leave it out");
  EXPECT_EQ(faults(tool("      - {source: en, addresses: 3.6.251.95, entries: [{addresses: 3.6.251.96}]}\n")),
            "11:54: 'entries' stands beside 'addresses' or 'hosts': make an entry of those, too");
}

TEST(CheckCatalog, NothingIsEmptyToSayNone) {
  const std::string empty =
      "this list is empty, which says nothing: leave it out, or say 'not-available: true' or 'unknown: WHY' "
      "of a cell";
  EXPECT_EQ(faults(tool("      - {source: en, addresses: []}\n")), "11:33: " + empty);
  EXPECT_EQ(faults(tool("      - {source: en, entries: []}\n")), "11:31: " + empty);
  EXPECT_EQ(faults(tool("      []\n")), "11:7: " + empty);
  EXPECT_EQ(faults(tool("      - {source: en, same-as: []}\n")), "11:31: " + empty);
  EXPECT_EQ(faults(tool("      - {source: en, entries: [{need: optional}]}\n")),
            "11:32: an entry needs 'addresses' or 'hosts'");
}

TEST(CheckCatalog, TextsAreOneLineWithoutMarkup) {
  const auto text = [](const std::string& value) {
    return faults(tool("      - {source: en, unknown: {en: E, de: " + value + "}}\n"));
  };
  EXPECT_EQ(text("\"a<b\""), "11:43: a text has no < and no >: say it in words");
  EXPECT_EQ(text("a>b"), "11:43: a text has no < and no >: say it in words");
  EXPECT_EQ(
      text("\"a\\nb\""),
      "11:43: a text is one line: write it in quotes, or behind >- instead of | or >, which keep line ends");
  for (const char* hidden :
       {"\"a\\x07b\"", "\"a\\x1bb\"", "\"a\\u202eb\"", "\"a\\x9bb\"", "\"a\\u2028b\"", "\"a\\ufeffb\""}) {
    EXPECT_EQ(text(hidden), "11:43: there is a character in this text that nobody sees") << hidden;
  }
  EXPECT_EQ(text("[a]"), "11:43: here stands a text");
  EXPECT_EQ(text("\"\""), "11:43: here stands a text");
  EXPECT_EQ(text(std::string(4001, 'x')), "11:43: this text has 4001 bytes: the most is 4000");
  EXPECT_EQ(faults(tool("      - {source: en, unknown: {de: D}}\n")), "11:31: a text needs 'en'");
  EXPECT_EQ(
      faults(tool("      - source: en\n        unknown: >-\n          Two lines\n          become one.\n")),
      "none");
}

TEST(CheckCatalog, NothingEndsBeforeItStarts) {
  EXPECT_EQ(faults(tool(
                "      - {source: en, entries: [{addresses: 3.6.251.95, from: 2024-Q2, until: 2024-03}]}\n")),
            "11:78: this ends on 2024-03-31, before it starts on 2024-04-01");
  EXPECT_EQ(faults(tool(
                "      - {source: en, entries: [{addresses: 3.6.251.95, from: 2024-03, until: 2024-Q1}]}\n")),
            "none");
  EXPECT_EQ(
      faults(tool("      - {source: en, until: 2023, entries: [{addresses: 3.6.251.95, from: 2024}]}\n")),
      "11:29: this cell ends on 2023-12-31, before its entry starts on 2024-01-01");
  EXPECT_EQ(faults(tool("      - {source: en, until: soon, not-available: true}\n")),
            "11:29: 'soon' is not a date: write 2024-09-30, 2024-09, 2024-Q3 or 2024");
  EXPECT_EQ(faults(tool("      - {source: en, versions: {from: 16, to: 15.9}, not-available: true}\n")),
            "11:32: this range ends with 15.9 before it starts with 16: exchange the two");
  EXPECT_EQ(faults(tool("      - {source: en, versions: {}, not-available: true}\n")),
            "11:32: a range of versions has 'from', 'to' or both; leave 'versions' out for all of them");
  EXPECT_EQ(
      faults(tool("      - {source: en, entries: [{addresses: 3.6.251.95, replaced-by: 3.6.251.95}]}\n")),
      "11:69: 3.6.251.95 would be replaced by itself");
}

TEST(CheckCatalog, VersionRangesDoNotOverlap) {
  EXPECT_EQ(
      faults(tool("      - {source: en, versions: {to: 16}, not-available: true}\n"
                  "      - {source: en, versions: {from: 18}, not-available: true}\n"
                  "      - {source: en, versions: {from: 16.2, to: 17}, not-available: true}\n")),
      "13:32: the ranges of versions of tool overlap: versions 16.2 to 17 and versions up to 16 (line 11)");
  EXPECT_EQ(faults(tool("      - {source: en, versions: {from: 2.10}, not-available: true}\n"
                        "      - {source: en, versions: {from: 2.2, to: 2.9}, not-available: true}\n")),
            "none");  // 2.10 is no 2.1, and gaps are fine
  EXPECT_EQ(faults(tool("      - {source: en, versions: {from: 2}, not-available: true}\n"
                        "      - {source: en, unknown: Why}\n")),
            "12:9: the ranges of versions of tool overlap: all versions and versions from 2 (line 11)");
}

TEST(CheckCatalog, EverySiteHasOneCell) {
  const auto push = [](const std::string& cells) {
    return acme("  - id: push\n    name: Push\n    direction: from-vendor\n    cells:\n" + cells);
  };
  EXPECT_EQ(faults(push("      - {site: DC-01, source: en, addresses: 3.6.251.95}\n")),
            "7:5: push says nothing of DC-02: give it a cell, with 'not-available: true' where the vendor "
            "says so, or "
            "'unknown: WHY'");
  EXPECT_EQ(faults(push("      - {sites: all, source: en, addresses: 3.6.251.95}\n"
                        "      - {site: DC-02, source: en, not-available: true}\n")),
            "12:9: push at DC-02 stands in two cells, here and in line 11: keep one");
  EXPECT_EQ(
      faults(push("      - {site: DC-01, source: en, addresses: 3.6.251.95}\n"
                  "      - {source: en, not-available: true}\n")),
      "12:9: this cell has no 'site', and other cells of push have: name its sites, or write 'sites: all'");
  EXPECT_EQ(
      faults(push("      - {site: DC-01, source: en, versions: {to: 1}, addresses: 3.6.251.95}\n"
                  "      - {sites: [DC-02], source: en, versions: {from: 1.5}, addresses: 3.6.251.95}\n")),
      "none");  // different sites
  EXPECT_EQ(faults(push("      - {sites: [DC-01, DC-01], source: en, addresses: 3.6.251.95}\n")),
            "11:25: 'DC-01' stands here twice");
}

std::string same(const std::string& id, const std::string& cells) {
  return "  - {id: " + id + ", name: N, direction: from-vendor, cells: [" + cells + "]}\n";
}

TEST(CheckCatalog, SameAsHasNoCycle) {
  EXPECT_EQ(faults(acme(same("a", "{source: en, same-as: a}"))),
            "7:76: same-as goes around in a circle: a -> a");
  EXPECT_EQ(faults(acme(same("a", "{sites: all, source: en, same-as: b}") +
                        same("b", "{sites: all, source: en, same-as: [d, c]}") +
                        same("c", "{sites: all, source: en, same-as: {offerings: [b]}}") +
                        same("d", "{sites: all, source: en, addresses: 3.6.251.95}"))),
            "9:88: same-as goes around in a circle: b -> c -> b");
  // Through other sites and other versions it leads elsewhere.
  EXPECT_EQ(
      faults(acme(
          same("a",
               "{site: DC-01, source: en, same-as: b}, {site: DC-02, source: en, addresses: 3.6.251.95}") +
          same("b",
               "{site: DC-02, source: en, same-as: a}, {site: DC-01, source: en, addresses: 3.6.251.95}"))),
      "none");
  EXPECT_EQ(faults(acme(same(
                "a",
                "{source: en, versions: {from: 2}, same-as: {offerings: a, versions: {to: 1}}}, {source: en, "
                "versions: {to: 1}, addresses: 3.6.251.95}"))),
            "none");
  EXPECT_NE(faults(acme(same(
                "a",
                "{source: en, versions: {from: 2}, same-as: {offerings: a, versions: {from: 1}}}, {source: "
                "en, versions: {to: 1}, addresses: 3.6.251.95}"))),
            "none");
}

TEST(CheckCatalog, SameAsLeadsSomewhere) {
  EXPECT_EQ(faults(acme(same("a", "{source: en, same-as: {offerings: b, versions: {from: 3, to: 4}}}") +
                        same("b", "{source: en, versions: {to: 2}, not-available: true}"))),
            "7:76: b has no cell for versions 3 to 4: say which of its versions are meant, as in 'same-as: "
            "{offerings: b, "
            "versions: {from: ...}}'");
  EXPECT_EQ(faults(acme(
                same("a", "{source: en, same-as: tool}") +
                "  - {id: tool, name: N, direction: to-vendor, cells: {source: en, not-available: true}}\n")),
            "7:76: a is from-vendor, and tool is to-vendor: they cannot be the same");
  EXPECT_EQ(faults(tool("      - {source: en, same-as: {offerings: tool, chosen: yes}}\n")),
            "11:57: write 'chosen: true', or leave it out");
}

// A chain as long as the bounds let it be, and as wide.
TEST(CheckCatalog, LongChainsAreFine) {
  std::string offerings;
  for (int i = 0; i < 2000; ++i) {
    const std::string cell = i == 1999 ? "addresses: 3.6.251.95" : "same-as: o" + std::to_string(i + 1);
    offerings += same("o" + std::to_string(i), "{source: en, " + cell + "}");
  }
  EXPECT_EQ(faults(acme(offerings)), "none");
  EXPECT_EQ(faults(acme(offerings + same("x", "{source: en, addresses: 3.6.251.95}"))),
            "2007:5: a catalog has at most 2000 offerings");
}

TEST(CheckCatalog, FaultsAreToldInTheirOrderAndNotEndlessly) {
  std::string cells;
  for (int i = 0; i < 30; ++i) cells += "      - {source: xx, not-available: true}\n";
  const std::string text = faults(tool(cells));
  EXPECT_TRUE(text.starts_with("11:18: there is no source 'xx': there are en, ja\n12:18: ")) << text;
  EXPECT_TRUE(text.ends_with("30:18: there is no source 'xx': there are en, ja\n and 10 more")) << text;
  const auto read = read_catalog("vendor: 1!", "a\x1b[1m.yaml");
  EXPECT_EQ(read.error().code, ErrorCode::malformed_catalog);
  EXPECT_TRUE(read.error().message.starts_with("a\\x1b[1m.yaml:1:1: ")) << read.error().message;
}

TEST(CheckCatalog, BoundsAreKept) {
  std::string sites = "sites: [x";
  for (int i = 0; i < 1000; ++i) sites += ", s" + std::to_string(i);
  std::string text = acme("  - {id: a, name: N, direction: from-vendor, cells: {source: en, unknown: W}}\n");
  text.replace(text.find("sites: [DC-01, DC-02"), 20, sites);
  EXPECT_TRUE(faults(text).ends_with("a catalog has at most 1000 sites")) << faults(text);
  std::string cells;
  for (int i = 0; i < 10'001; ++i)
    cells += "      - {source: en, versions: {from: " + std::to_string(i) + ", to: " + std::to_string(i) +
             "}, unknown: W}\n";
  EXPECT_EQ(faults(tool(cells)),
            "10011:9: a catalog has at most 10000 cells, each counted once for each of its sites");
}

}  // namespace
}  // namespace sallyport::catalog
