#include "catalog/resolve.h"

#include <gtest/gtest.h>

#include "catalog/golden_resolve.h"
#include "catalog/random_catalog.h"
#include "catalog/test_catalogs.h"

namespace sallyport::catalog {
namespace {

using Lines = std::vector<std::string>;

std::chrono::sys_days on(std::string_view day) { return Day::parse(day).value().first(); }

Lines lines_in(const Resolved& resolved) {
  Lines lines;
  for (const ResolvedLine& line : resolved.lines) lines.push_back(net::to_string(line.destination));
  return lines;
}
Lines remarks_in(const Resolved& resolved) {
  Lines remarks;
  for (const Remark& remark : resolved.remarks) remarks.push_back(remark.text);
  return remarks;
}

Resolved resolved(const Catalog& catalog, Selection selection) {
  if (selection.on == std::chrono::sys_days()) selection.on = on("2026-11-22");
  auto answer = resolve(catalog, selection);
  if (!answer) throw std::runtime_error(answer.error().message);
  return std::move(*answer);
}

std::string refusal(const Catalog& catalog, const Selection& selection) {
  const auto answer = resolve(catalog, selection);
  return answer ? "none" : std::string(to_string(answer.error().code)) + ": " + answer.error().message;
}

Selection of_offerings(std::vector<std::string> offerings, std::vector<std::string> sites = {}) {
  Selection selection;
  selection.offerings = std::move(offerings);
  selection.sites = std::move(sites);
  return selection;
}

Selection of_version(std::string offering, std::string_view version) {
  Selection selection = of_offerings({std::move(offering)});
  selection.version = Version::parse(version).value();
  return selection;
}

Catalog sending() {
  return test::catalog(
      test::acme("  - id: push\n    name: Push\n    direction: from-vendor\n    cells:\n"
                 "      - {site: DC-01, source: en, addresses: [3.6.251.95, 3.6.251.96]}\n"
                 "      - {site: DC-02, source: en, not-available: true}\n"
                 "  - id: mail\n    name: Mail\n    direction: from-vendor\n    cells:\n"
                 "      - {site: DC-01, source: en, addresses: 3.6.251.95}\n"
                 "      - {site: DC-02, source: en, addresses: 18.195.110.23}\n"
                 "  - id: content\n    name: Content\n    direction: from-vendor\n    cells:\n"
                 "      - {sites: all, source: en, same-as: {offerings: [push, mail], chosen: true}}\n"
                 "  - id: files\n    name: Files\n    direction: from-vendor\n    cells:\n"
                 "      - {site: DC-01, source: en, unknown: The list is missing.}\n"
                 "      - {site: DC-02, source: en, addresses: 18.195.110.24}\n"));
}

TEST(Resolve, IsTheUnionOfWhatIsSelected) {
  const Catalog catalog = sending();
  EXPECT_EQ(lines_in(resolved(catalog, of_offerings({"push"}, {"DC-01"}))),
            (Lines{"3.6.251.95", "3.6.251.96"}));
  EXPECT_EQ(lines_in(resolved(catalog, of_offerings({"mail", "push"}))),
            (Lines{"3.6.251.95", "3.6.251.96", "18.195.110.23"}));
  Selection site;
  site.sites = {"DC-02"};
  EXPECT_EQ(lines_in(resolved(catalog, site)), (Lines{"18.195.110.23", "18.195.110.24"}));
}

TEST(Resolve, WhatIsNotAvailableIsTold) {
  const Catalog catalog = sending();
  const Resolved push = resolved(catalog, of_offerings({"push"}, {"DC-02"}));
  EXPECT_TRUE(push.lines.empty());
  ASSERT_EQ(push.remarks.size(), 1U);
  EXPECT_EQ(push.remarks[0].kind, Remark::Kind::not_available);
  EXPECT_EQ(push.remarks[0].text, "push at DC-02: not available");
}

TEST(Resolve, WhatIsUnknownIsRefusedUnlessAllowed) {
  const Catalog catalog = sending();
  Selection files = of_offerings({"files"});
  EXPECT_EQ(refusal(catalog, files),
            "unknown_cell: files at DC-01: unknown. The list is missing. (what is unknown is not none: leave "
            "it out of the "
            "selection, or allow it with --allow-unknown)");
  files.allow_unknown = true;
  const Resolved allowed = resolved(catalog, files);
  EXPECT_EQ(lines_in(allowed), Lines{"18.195.110.24"});
  EXPECT_EQ(allowed.remarks[0].kind, Remark::Kind::unknown);
  EXPECT_EQ(refusal(catalog, of_offerings({"files"}, {"DC-02"})), "none");
}

TEST(Resolve, SameAsKeepsTheSiteAndCountsWhatIsChosen) {
  const Catalog catalog = sending();
  EXPECT_EQ(lines_in(resolved(catalog, of_offerings({"content"}, {"DC-01"}))),
            (Lines{"3.6.251.95", "3.6.251.96"}));
  EXPECT_EQ(lines_in(resolved(catalog, of_offerings({"content", "mail"}, {"DC-01"}))), Lines{"3.6.251.95"});
  EXPECT_EQ(lines_in(resolved(catalog, of_offerings({"content", "files"}, {"DC-02"}))),
            (Lines{"18.195.110.23", "18.195.110.24"}));
  const Resolved alone = resolved(catalog, of_offerings({"content"}, {"DC-02"}));
  EXPECT_EQ(remarks_in(alone), Lines{"push at DC-02, as content has it: not available"});
  ASSERT_EQ(alone.lines.size(), 1U);
  EXPECT_EQ(alone.lines[0].reasons[0].offering->id, "mail");
  EXPECT_EQ(alone.lines[0].reasons[0].through->id, "content");
}

TEST(Resolve, EachLineHasAllItsReasons) {
  const Catalog catalog = sending();
  const Resolved both = resolved(catalog, of_offerings({"push", "mail", "content"}, {"DC-01"}));
  ASSERT_EQ(both.lines[0].reasons.size(), 4U);  // push, mail, and each as content has it
  for (const Reason& reason : both.lines[0].reasons) {
    EXPECT_EQ(reason.site, "DC-01");
    EXPECT_EQ(reason.cell->line, reason.offering->id == "push" ? 11 : 17);
    EXPECT_FALSE(reason.until);
  }
}

Catalog tools() {
  return test::catalog(test::acme(
      "  - id: suite\n    name: Suite\n    direction: to-vendor\n    ports: 443/tcp\n    cells:\n"
      "      - {versions: {from: 16}, source: en, hosts: [new.acme.example, both.acme.example]}\n"
      "      - {versions: {to: 15}, until: 2024-09-30, source: en, hosts: [old.acme.example, "
      "both.acme.example]}\n"
      "  - id: mail-check\n    name: Mail\n    direction: to-vendor\n    ports: 443/tcp\n    cells:\n"
      "      - {versions: {from: 16}, source: en, same-as: suite, hosts: spam.acme.example}\n"
      "      - {versions: {to: 15}, source: en, same-as: suite, hosts: spam-old.acme.example}\n"
      "  - id: scanner\n    name: Scanner\n    direction: to-vendor\n    ports: 443/tcp\n    features: "
      "[keys]\n    cells:\n"
      "      - versions: {from: 2}\n        source: en\n        entries:\n"
      "          - {hosts: a.acme.example, ports: [443/tcp, 80/tcp]}\n"
      "          - {hosts: k.acme.example, feature: keys}\n"
      "          - {hosts: o.acme.example, need: optional}\n"
      "          - {hosts: r.acme.example, need: recommended}\n"
      "          - {hosts: e.acme.example, until: 2024-Q2, replaced-by: f.acme.example}\n"
      "          - {hosts: f.acme.example, from: 2024-Q2}\n"
      "      - {versions: {to: 1.0.295}, source: en, hosts: x.acme.example}\n"));
}

TEST(Resolve, VersionsFollowIntoSameAs) {
  const Catalog catalog = tools();
  EXPECT_EQ(lines_in(resolved(catalog, of_version("mail-check", "16.2"))),
            (Lines{"both.acme.example 443/tcp", "new.acme.example 443/tcp", "spam.acme.example 443/tcp"}));
  Selection old = of_version("mail-check", "15");
  old.on = on("2024-09-30");
  EXPECT_EQ(lines_in(resolved(catalog, old)), (Lines{"both.acme.example 443/tcp", "old.acme.example 443/tcp",
                                                     "spam-old.acme.example 443/tcp"}));
  old.on = on("2024-10-01");
  const Resolved over = resolved(catalog, old);
  EXPECT_EQ(lines_in(over), Lines{"spam-old.acme.example 443/tcp"});
  EXPECT_EQ(remarks_in(over), Lines{"suite, versions up to 15, as mail-check has it: ended on 2024-09-30"});
  Selection any = of_offerings({"mail-check"});
  any.on = on("2024-01-01");
  EXPECT_EQ(resolved(catalog, any).lines.size(), 5U);
}

TEST(Resolve, AVersionThatNoCellHasIsUnknown) {
  const Catalog catalog = tools();
  EXPECT_EQ(refusal(catalog, of_version("scanner", "1.0.300")),
            "unknown_cell: scanner: the catalog says nothing about version 1.0.300 (what is unknown is not "
            "none: leave it "
            "out of the selection, or allow it with --allow-unknown)");
  Selection hole = of_version("scanner", "1.0.300");
  hole.allow_unknown = true;
  const Resolved allowed = resolved(catalog, hole);
  ASSERT_EQ(allowed.remarks.size(), 1U);
  EXPECT_EQ(allowed.remarks[0].reason.cell, nullptr);
}

TEST(Resolve, FeaturesNeedsAndDaysAreChosen) {
  const Catalog catalog = tools();
  Selection scanner = of_version("scanner", "2.1");
  const Resolved plain = resolved(catalog, scanner);
  EXPECT_EQ(lines_in(plain),
            (Lines{"a.acme.example 80/tcp", "a.acme.example 443/tcp", "f.acme.example 443/tcp"}));
  EXPECT_EQ(remarks_in(plain), (Lines{"scanner, versions from 2: k.acme.example only with feature keys",
                                      "scanner, versions from 2: o.acme.example is optional",
                                      "scanner, versions from 2: r.acme.example is recommended",
                                      "scanner, versions from 2: e.acme.example ended on 2024-06-30"}));
  scanner.on = on("2024-03-31");
  const Resolved earlier = resolved(catalog, scanner);
  EXPECT_EQ(lines_in(earlier),
            (Lines{"a.acme.example 80/tcp", "a.acme.example 443/tcp", "e.acme.example 443/tcp"}));
  EXPECT_EQ(earlier.remarks.back().kind, Remark::Kind::not_yet);
  EXPECT_EQ(earlier.remarks.back().text, "scanner, versions from 2: f.acme.example not before 2024-04-01");
  EXPECT_EQ(to_string(*earlier.lines[2].reasons[0].until), "2024-06-30");
  scanner.on = on("2024-05-01");
  scanner.features = {"keys"};
  EXPECT_EQ(lines_in(resolved(catalog, scanner)),
            (Lines{"a.acme.example 80/tcp", "a.acme.example 443/tcp", "e.acme.example 443/tcp",
                   "f.acme.example 443/tcp", "k.acme.example 443/tcp"}));
  scanner.features.clear();
  scanner.all = true;
  EXPECT_EQ(resolved(catalog, scanner).lines.size(), 7U);
}

TEST(Resolve, TheEndOfALineIsThatOfAllThatLeadsToIt) {
  const Catalog catalog =
      test::catalog(test::acme("  - id: a\n    name: A\n    direction: from-vendor\n    cells:\n"
                               "      - {until: 2025, source: en, same-as: c}\n"
                               "  - id: b\n    name: B\n    direction: from-vendor\n    cells:\n"
                               "      - {until: 2026, source: en, same-as: [a, c]}\n"
                               "  - id: c\n    name: C\n    direction: from-vendor\n    cells:\n"
                               "      - {source: en, entries: [{addresses: 3.6.251.95, until: 2027}]}\n"));
  Selection selection = of_offerings({"a", "b", "c"});
  selection.on = on("2024");
  const Resolved answer = resolved(catalog, selection);
  ASSERT_EQ(answer.lines.size(), 1U);
  std::map<std::string, std::string> ends;
  for (const Reason& reason : answer.lines[0].reasons) {
    ends[reason.through == nullptr ? reason.offering->id : reason.through->id] = to_string(*reason.until);
  }
  EXPECT_EQ(ends, (std::map<std::string, std::string>{
                      {"a", "2025-12-31"}, {"b", "2026-12-31"}, {"c", "2027-12-31"}}));
  EXPECT_EQ(answer.lines[0].reasons.size(), 3U);
}

TEST(Resolve, WhatIsNotThereIsRefusedWithTheNearest) {
  const Catalog catalog = tools();
  EXPECT_EQ(refusal(catalog, of_offerings({"scaner"})),
            "not_found: there is no offering 'scaner': did you mean 'scanner'? There are suite, mail-check, "
            "scanner");
  EXPECT_EQ(refusal(catalog, of_offerings({"suite"}, {"dc-01"})),
            "not_found: there is no site 'dc-01': did you mean 'DC-01'? There are DC-01, DC-02");
  Selection feature = of_offerings({"scanner"});
  feature.features = {"license-key"};
  EXPECT_EQ(refusal(catalog, feature), "not_found: there is no feature 'license-key': there are keys");
  EXPECT_EQ(refusal(catalog, {}),
            "malformed_request: nothing is selected: name offerings, sites, a version or features, or ask "
            "for all (--all)");
}

// Every offering shares with all behind it: two to the power of 40 ways, each cell looked at a few times.
TEST(Resolve, ManyWaysAreWalkedOnce) {
  std::string offerings;
  for (int i = 0; i < 40; ++i) {
    offerings += "  - {id: o" + std::to_string(i) + ", name: N, direction: from-vendor, cells: {source: en, ";
    std::string others;
    for (int j = i + 1; j < 40; ++j) others += "o" + std::to_string(j) + ", ";
    offerings += (others.empty() ? "addresses: 3.6.251.95" : "same-as: [" + others + "]") + "}}\n";
  }
  EXPECT_EQ(lines_in(resolved(test::catalog(test::acme(offerings)), of_offerings({"o0"}))),
            Lines{"3.6.251.95"});
}

GoldenAnswer simplified(const Resolved& resolved) {
  GoldenAnswer answer;
  for (const ResolvedLine& line : resolved.lines) {
    auto& reasons = answer.lines[{net::to_string(line.destination), line.direction}];
    for (const Reason& reason : line.reasons) {
      const auto& addresses = std::get<Addresses>(reason.cell->content);
      const bool fresh = reasons
                             .insert(reason.offering->id + "|" + reason.site + "|" +
                                     std::to_string(reason.cell - reason.offering->cells.data()) + "|" +
                                     std::to_string(reason.entry - addresses.entries.data()) + "|" +
                                     (reason.through == nullptr ? "" : reason.through->id))
                             .second;
      EXPECT_TRUE(fresh) << "a reason stands twice";
    }
  }
  for (const Remark& remark : resolved.remarks) {
    const std::string at = remark.reason.offering->id + "|" + remark.reason.site;
    if (remark.kind == Remark::Kind::unknown) answer.unknown.insert(at);
    if (remark.kind == Remark::Kind::not_available) answer.not_available.insert(at);
  }
  return answer;
}

Selection random_selection(test::RandomCatalog& random, const Catalog& catalog) {
  Selection selection;
  for (const Offering& offering : catalog.offerings) {
    if (random.chance(3)) selection.offerings.push_back(offering.id);
  }
  for (const Site& site : catalog.sites) {
    if (random.chance(3)) selection.sites.push_back(site.id);
  }
  selection.version = random.version();
  if (random.chance(4)) selection.version.reset();
  for (const Offering& offering : catalog.offerings) {
    if (offering.features.empty() || !random.chance(3)) continue;
    selection.features.push_back("keys");
    break;
  }
  selection.on = random.chance(5) ? random.day().first() : random.day().last();
  selection.all = random.chance(2);
  selection.allow_unknown = true;
  return selection;
}

TEST(Resolve, IsWhatTheGoldenTwinSays) {
  std::size_t lines = 0, refused = 0;
  for (std::uint32_t seed = 0; seed < 1500; ++seed) {
    test::RandomCatalog random(seed);
    const Catalog catalog = random.make();
    for (int i = 0; i < 4; ++i) {
      Selection selection = random_selection(random, catalog);
      const auto answer = resolve(catalog, selection);
      if (!answer) {
        ASSERT_EQ(answer.error().code, ErrorCode::malformed_request);
        continue;
      }
      const GoldenAnswer golden = GoldenResolve(catalog, selection).answer();
      const GoldenAnswer fast = simplified(*answer);
      ASSERT_EQ(fast.lines, golden.lines) << "seed " << seed << "\n" << write_catalog(catalog);
      ASSERT_EQ(fast.unknown, golden.unknown) << "seed " << seed << "\n" << write_catalog(catalog);
      ASSERT_EQ(fast.not_available, golden.not_available) << "seed " << seed;
      for (std::size_t j = 1; j < answer->lines.size(); ++j) {
        const ResolvedLine& a = answer->lines[j - 1];
        const ResolvedLine& b = answer->lines[j];
        ASSERT_TRUE(std::tie(a.destination, a.direction) < std::tie(b.destination, b.direction));
      }
      lines += answer->lines.size();
      selection.allow_unknown = false;
      const auto strict = resolve(catalog, selection);
      ASSERT_EQ(strict.has_value(), golden.unknown.empty());
      if (strict) continue;
      ++refused;
      ASSERT_EQ(strict.error().code, ErrorCode::unknown_cell);
    }
  }
  EXPECT_GT(lines, 10'000U);
  EXPECT_GT(refused, 500U);
}

}  // namespace
}  // namespace sallyport::catalog
