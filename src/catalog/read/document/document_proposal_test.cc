#include <gtest/gtest.h>

#include "catalog/read/document/test_pages.h"
#include "catalog/test_catalogs.h"

namespace sallyport::catalog::testing {
namespace {

using Texts = std::vector<std::string>;

std::string page(const std::string& mail_north, const std::string& push_south = "NA",
                 const std::string& content = "Those of the channel.") {
  return "Service Place Addresses\nMail North " + mail_north +
         "\nSouth 52.6.249.1\nPush North 52.6.250.1\nSouth " + push_south + "\nContent North " + content +
         "\nSouth\nPlace Addresses\nNorth 52.6.251.1\nSouth NA\nThe end\n";
}

Document read(const std::string& text) { return document(kTableProfile, text); }

Texts holds(const Document& found, const Document* last_good, std::vector<Translation> translations = {}) {
  const auto proposed = propose_document(found, last_good, translations);
  if (!proposed) return {proposed.error().message};
  Texts texts;
  for (const Hold& hold : proposed->proposal.holds)
    texts.push_back(std::string(to_string(hold.reason)) + ": " + hold.text);
  std::ranges::sort(texts);
  return texts;
}

TEST(DocumentProposal, WhatIsSaidAgainMayBeTaken) {
  const Document good = read(page("52.6.248.125"));
  EXPECT_EQ(holds(good, nullptr), Texts());
  EXPECT_EQ(holds(good, &good), Texts());
  const auto more = propose_document(read(page("52.6.248.125, 52.6.248.126")), &good, {});
  ASSERT_TRUE(more);
  EXPECT_TRUE(more->proposal.holds.empty());
  ASSERT_EQ(more->proposal.added.size(), 1U);
  EXPECT_EQ(net::to_string(more->proposal.added[0].destination), "52.6.248.126");
  EXPECT_EQ(more->found.offering_of(more->proposal.added[0]), "mail");
  EXPECT_EQ(more->found.site_of(more->proposal.added[0]), "North");
}

TEST(DocumentProposal, ALostListIsHeldWhateverWasBefore) {
  const Document lost = read(page(""));
  const std::string unknown = "emptied: a cell is unknown: mail at North (line 2: its list is missing)";
  EXPECT_EQ(holds(lost, nullptr), Texts{unknown});
  const Document good = read(page("52.6.248.125"));
  EXPECT_EQ(holds(lost, &good),
            (Texts{unknown, "emptied: a cell that had entries has none: mail at North",
                   "shrunk: 25.0 % of the IPv4 addresses went (1 of 4), 52.6.248.125 among them",
                   "shrunk: 25.0 % of the IPv4 prefixes went (1 of 4), 52.6.248.125 among them"}));
  const Document none = read(page("NA"));
  EXPECT_EQ(holds(lost, &none), Texts{unknown});
  EXPECT_EQ(holds(lost, &lost), Texts());  // a person said that nobody knows
}

TEST(DocumentProposal, WhatBecameNotAvailableIsHeld) {
  const Document good = read(page("52.6.248.125"));
  EXPECT_EQ(holds(read(page("NA")), &good)[0], "emptied: a cell that had entries has none: mail at North");
}

TEST(DocumentProposal, WhatIsSameAsOthersNoMoreIsHeld) {
  const Document good = read(page("52.6.248.125"));
  EXPECT_EQ(
      holds(read(page("52.6.248.125", "NA", "NA")), &good),
      (Texts{
          "emptied: a cell is unknown: content at South (line 7: its list is missing)",
          "other_shape: cells changed what they are: content at North was the same as mail, push (those that "
          "are chosen), and is not available"}));
}

// "suite, versions from 16: a.acme.example: 'until 2030' -> 'until 2031'"
Texts restated(const Document& found, const Document& last_good) {
  Texts texts;
  const auto proposed = propose_document(found, &last_good, {});
  if (!proposed) return {proposed.error().message};
  for (const Restated& each : proposed->proposal.restated) {
    texts.push_back(cell_title({.offering = each.offering, .place = each.site, .line = 0, .content = {}}) +
                    ": " + (each.of ? net::to_string(*each.of) : "all") + ": '" + each.before + "' -> '" +
                    each.after + "'");
  }
  return texts;
}

std::string sections(const std::string& of_two, const std::string& of_three,
                     const std::string& of_suite = "") {
  return "Acme Suite\n" + of_suite + "From 16 on\na.acme.example\nb.acme.example (also TCP/80)\n- " + of_two +
         "\nc.acme.example\n" + of_three +
         "Up to 15\nb.acme.example\n- B.\nAcme Gateway\n"
         "It needs what Acme Suite needs.\nAll versions\na.acme.example\n- A.\n";
}

TEST(DocumentProposal, ADateThatChangedIsToldOfEachOfItsAddresses) {
  const Document good = document(kSectionProfile, sections("Until 30 September 2026.", "- C.\n"));
  EXPECT_EQ(restated(good, good), Texts());
  const Document found = document(kSectionProfile, sections("Until 30 June 2026.", "- C.\n"));
  EXPECT_EQ(holds(found, &good), Texts()) << "no address changed";
  EXPECT_EQ(
      restated(found, good),
      (Texts{
          "suite, versions from 16: a.acme.example: 'Until 30 September 2026.' -> 'Until 30 June 2026.'",
          "suite, versions from 16: b.acme.example: 'Until 30 September 2026.' -> 'Until 30 June 2026.'"}));
}

TEST(DocumentProposal, AReplacementOrAConditionThatCameOrWentIsTold) {
  const Document good = document(kSectionProfile, sections("B.", "- C.\n"));
  const Document replaced =
      document(kSectionProfile, sections("B.", "- C.\n- It ends: take d.acme.example.\n"));
  EXPECT_EQ(restated(replaced, good),
            Texts{"suite, versions from 16: c.acme.example: 'C.' -> 'C. / It ends: take d.acme.example.'"});
  EXPECT_EQ(restated(good, replaced),
            Texts{"suite, versions from 16: c.acme.example: 'C. / It ends: take d.acme.example.' -> 'C.'"});
  const Document with_key = document(kSectionProfile, sections("B.", "- C.\n", "Only with a licence key.\n"));
  EXPECT_EQ(restated(with_key, good), Texts{"suite: all: '' -> 'Only with a licence key.'"});
}

TEST(DocumentProposal, WhatIsQuotedIsShortAndHasTheDifference) {
  const std::string long_text(1000, 'x');
  const Document good = document(kSectionProfile, sections("B.", "- " + long_text + " 2026年9月30日\n"));
  const Document found = document(kSectionProfile, sections("B.", "- " + long_text + " 2026年6月30日\n"));
  EXPECT_EQ(restated(found, good),
            Texts{"suite, versions from 16: c.acme.example: '…" + std::string(32, 'x') +
                  " 2026年9月30日' -> '…" + std::string(32, 'x') + " 2026年6月30日'"});
}

TEST(DocumentProposal, WhatIsSaidOfAnAddressThatCameOrWentIsNotToldAgain) {
  const Document good = document(kSectionProfile, sections("B.", "- C.\n"));
  const Document more = document(kSectionProfile, sections("B.", "- C.\nd.acme.example\n- D.\n"));
  EXPECT_EQ(restated(more, good), Texts());
  EXPECT_EQ(restated(good, more), Texts());
}

TEST(DocumentProposal, ARemarkInATableThatCameIsTold) {
  const Document good = read(page("52.6.248.125"));
  const Document found = read(page("52.6.248.125\nwith all of its parts"));
  EXPECT_EQ(restated(found, good), Texts{"mail at North: all: '' -> 'with all of its parts'"});
}

TEST(DocumentProposal, ThatACatalogHasNoSuchTextsIsSaid) {
  const Document found = document(kSectionProfile, sections("B.", "- C.\n"));
  Document good = found;
  good.is_page = false;
  good.texts.clear();
  const auto proposed = propose_document(found, &good, {});
  EXPECT_TRUE(proposed->proposal.restated.empty());
  ASSERT_EQ(proposed->proposal.remarks.size(), 1U);
  EXPECT_NE(proposed->proposal.remarks[0].find("is not compared with a catalog"), std::string::npos);
  EXPECT_TRUE(propose_document(found, &found, {})->proposal.remarks.empty());
}

TEST(DocumentProposal, ShapeWidthAndSpecialUseAreHeld) {
  EXPECT_EQ(holds(read(page("West 52.6.248.125")), nullptr)[1].substr(0, 12), "other_shape:");
  EXPECT_EQ(holds(read(page("10.0.0.0/8")), nullptr)[0].substr(0, 12), "special_use:");
  EXPECT_EQ(holds(read(page("52.0.0.0/6")), nullptr)[0].substr(0, 9), "too_wide:");
  Document cut = read(page("52.6.248.125"));
  cut.cut = "a table has no end";
  EXPECT_EQ(holds(cut, nullptr), Texts{"truncated: a table has no end"});
}

TEST(DocumentProposal, APageThatEndsBehindHalfOfItsLastListIsHeld) {
  const std::string whole =
      "Acme Suite\nFrom 16 "
      "on\na.acme.example\nc.acme.example\nd.acme.example\ne.acme.example\nf.acme.example\n"
      "g.acme.example\nh.acme.example\ni.acme.example\n- A.\nUp to 15\nb.acme.example\n- B.\nAcme Gateway\n"
      "It needs what Acme Suite needs.\nAll versions\na.acme.example\n- A.\nb.acme.example\n- B.\n";
  const Document good = document(kSectionProfile, whole);
  EXPECT_EQ(good.ends_in, "gateway");
  EXPECT_EQ(holds(good, &good), Texts());
  const std::string half = whole.substr(0, whole.rfind("b.acme.example"));
  EXPECT_EQ(holds(document(kSectionProfile, half), &good),
            Texts{"truncated: the page ends with gateway, and some of what that had is missing"});
  EXPECT_EQ(holds(document(kSectionProfile, half + "Related articles\n"), &good), Texts());
}

TEST(DocumentProposal, LanguagesAreComparedCellByCell) {
  const Document english = read(page("52.6.248.125"));
  EXPECT_EQ(holds(english, nullptr, {{"de.html", read(page("52.6.248.125"))}}), Texts());
  EXPECT_EQ(holds(english, nullptr, {{"de.html", read(page(""))}}), Texts());  // lost there: no difference
  EXPECT_EQ(
      holds(english, nullptr, {{"de.html", read(page("52.6.248.126", "52.6.1.1"))}}),
      (Texts{"disagreement: mail at North: 52.6.248.125 on line 2, but in de.html on line 2: 52.6.248.126",
             "disagreement: push at South: not available on line 5, but in de.html on line 5: 52.6.1.1"}));
}

TEST(DocumentProposal, ACatalogIsALastGoodOne) {
  const Catalog catalog = test::catalog(
      "vendor: acme\nname: Acme\nsources: [{id: en, page: A page, language: en}]\nsites: [North, "
      "South]\nofferings:\n"
      "  - {id: mail, name: Mail, direction: from-vendor, cells: [{sites: all, source: en, addresses: "
      "52.6.249.1}]}\n");
  const auto good = document_of(catalog);
  ASSERT_TRUE(good);
  EXPECT_EQ(cell_texts(*good), (Texts{"mail at North: 52.6.249.1", "mail at South: 52.6.249.1"}));
}

}  // namespace
}  // namespace sallyport::catalog::testing
