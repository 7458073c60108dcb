// The pages that the catalogs were read from, where they are at hand.

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "catalog/read/document/test_pages.h"
#include "catalog/read_catalog.h"

namespace sallyport::catalog::testing {
namespace {

constexpr const char* kMoengageJapanese = "000_3b46ab973dac19a3.txt";
constexpr const char* kMoengageEnglish = "001_9ae85a9dd90dd442.txt";
constexpr const char* kSendinblue = "002_181e830d69064522.txt";
constexpr const char* kBrevo = "003_f61681f9e883daeb.txt";
constexpr const char* kWithsecure = "004_fdf70249972485cf.txt";

std::string seeds_folder() {
  const char* const said = std::getenv("SALLYPORT_SEEDS");
  return said != nullptr ? said : SALLYPORT_SEEDS_FOLDER;
}

Profile profile_of(const std::string& vendor) {
  auto read = load_profile(std::string(SALLYPORT_CATALOGS_FOLDER) + "/profiles/" + vendor + ".yaml");
  if (!read) throw std::runtime_error(read.error().message);
  return *std::move(read);
}

Document catalog_of(const std::string& vendor) {
  const auto catalog = load_catalog(std::string(SALLYPORT_CATALOGS_FOLDER) + "/" + vendor + ".yaml");
  if (!catalog) throw std::runtime_error(catalog.error().message);
  return document_of(*catalog).value();
}

class RealPages : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!file_text(seeds_folder() + "/" + kMoengageJapanese)) {
      GTEST_SKIP() << "the pages are not at hand: SALLYPORT_SEEDS names their folder, and " << seeds_folder()
                   << " has none";
    }
  }
  static std::string seed(const std::string& name) { return file_text(seeds_folder() + "/" + name).value(); }
  static Result<Document> read(const std::string& vendor, const std::string& name) {
    const auto page = read_page(seed(name));
    if (!page) return std::unexpected(page.error());
    return read_document(profile_of(vendor), *page);
  }
  static Document document_of_page(const std::string& vendor, const std::string& bytes) {
    return read_document(profile_of(vendor), read_page(bytes).value()).value();
  }
};

TEST_F(RealPages, EachCellOfTheJapanesePageIsThatOfTheCatalog) {
  const auto page = read("moengage", kMoengageJapanese);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->problems, std::vector<std::string>());
  EXPECT_EQ(page->cut, "");
  EXPECT_EQ(page->cells.size(), 72U);
  EXPECT_EQ(cell_texts(*page), cell_texts(catalog_of("moengage")));
}

TEST_F(RealPages, TheJapanesePageMayBeTakenAsItIs) {
  const Document good = catalog_of("moengage");
  const auto proposed = propose_document(read("moengage", kMoengageJapanese).value(), &good, {});
  ASSERT_TRUE(proposed);
  EXPECT_TRUE(proposed->proposal.added.empty());
  EXPECT_TRUE(proposed->proposal.removed.empty());
  EXPECT_TRUE(proposed->proposal.moved.empty());
  for (const Hold& hold : proposed->proposal.holds) ADD_FAILURE() << hold.text;
}

// The catalog's own account, made by people, of which cells the English page has.
TEST_F(RealPages, WhatTheEnglishPageLostIsUnknownAndWhatItHasAgrees) {
  const auto page = read("moengage", kMoengageEnglish);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->problems, std::vector<std::string>());
  const auto catalog = load_catalog(std::string(SALLYPORT_CATALOGS_FOLDER) + "/moengage.yaml").value();
  const Document good = catalog_of("moengage");
  ASSERT_EQ(page->cells.size(), good.cells.size());
  std::set<std::pair<std::string, std::string>> in_english;
  for (const Offering& offering : catalog.offerings) {
    for (const Cell& cell : offering.cells) {
      if (std::ranges::find(cell.sources, "en") == cell.sources.end()) continue;
      for (const std::string& site : cell.sites) in_english.emplace(offering.id, site);
    }
  }
  EXPECT_EQ(in_english.size(), 52U);
  for (std::size_t i = 0; i < good.cells.size(); ++i) {
    const DocumentCell& cell = page->cells[i];
    const bool has = in_english.contains({cell.offering, cell.place});
    EXPECT_EQ(cell.is_unknown(), !has) << cell_title(cell);
    if (has) {
      EXPECT_EQ(cell.content, good.cells[i].content) << cell_title(cell);
    } else {
      EXPECT_EQ(std::get<DocumentUnknown>(cell.content).why, "its list is missing");
    }
  }
}

TEST_F(RealPages, ADateThatChangedIsTold) {
  const std::string page = seed(kWithsecure);
  const Document good = document_of_page("withsecure", page);
  const std::string date = "このサービスは2024年9月30日に終了します";
  ASSERT_NE(page.find(date), std::string::npos);
  std::string later = page;
  later.replace(later.find(date), date.size(), "このサービスは2025年3月31日に終了します");
  const auto proposed = propose_document(document_of_page("withsecure", later), &good, {});
  ASSERT_TRUE(proposed);
  for (const Hold& hold : proposed->proposal.holds) ADD_FAILURE() << hold.text;
  ASSERT_EQ(proposed->proposal.restated.size(), 1U);
  const Restated& restated = proposed->proposal.restated.front();
  EXPECT_EQ(net::to_string(restated.of.value()), "guts2.sp.f-secure.com");
  EXPECT_EQ(restated.site, "versions up to 15");
  EXPECT_NE(restated.before.find("2024年9月30日"), std::string::npos) << restated.before;
  EXPECT_NE(restated.after.find("2025年3月31日"), std::string::npos) << restated.after;
}

TEST_F(RealPages, TheEnglishPageIsHeldAsEmptied) {
  const Document good = catalog_of("moengage");
  const auto proposed = propose_document(read("moengage", kMoengageEnglish).value(), &good, {});
  ASSERT_TRUE(proposed);
  std::set<HoldReason> reasons;
  for (const Hold& hold : proposed->proposal.holds) reasons.insert(hold.reason);
  EXPECT_EQ(reasons, (std::set{HoldReason::emptied, HoldReason::shrunk}));
}

TEST_F(RealPages, TheTwoLanguagesDoNotDisagree) {
  const auto japanese = read("moengage", kMoengageJapanese).value();
  const auto proposed = propose_document(
      japanese, nullptr, std::vector<Translation>{{"en", read("moengage", kMoengageEnglish).value()}});
  ASSERT_TRUE(proposed);
  for (const Hold& hold : proposed->proposal.holds) ADD_FAILURE() << hold.text;
}

TEST_F(RealPages, OneAddressThatDiffersBetweenTheLanguagesIsADisagreement) {
  std::string english = seed(kMoengageEnglish);
  const std::string line = "DC-01 | 52.6.248.125 |\nDC-02 | NA";  // of outbound segment sync
  const std::size_t at = english.find(line);
  ASSERT_NE(at, std::string::npos);
  english.replace(at, line.size(), "DC-01 | 52.6.248.126 |\nDC-02 | 18.195.110.23");
  const Document changed = read_document(profile_of("moengage"), read_page(english).value()).value();
  const auto proposed = propose_document(read("moengage", kMoengageJapanese).value(), nullptr,
                                         std::vector<Translation>{{"en.txt", changed}});
  ASSERT_TRUE(proposed);
  ASSERT_EQ(proposed->proposal.holds.size(), 2U);
  for (const Hold& hold : proposed->proposal.holds) EXPECT_EQ(hold.reason, HoldReason::disagreement);
  EXPECT_EQ(
      proposed->proposal.holds[0].text,
      "outbound-segment-sync at DC-01: 52.6.248.125 on line 188, but in en.txt on line 124: 52.6.248.126");
  EXPECT_EQ(
      proposed->proposal.holds[1].text,
      "outbound-segment-sync at DC-02: not available on line 189, but in en.txt on line 125: 18.195.110.23");
}

TEST_F(RealPages, EachHostOfWithsecureIsThatOfTheCatalog) {
  const auto page = read("withsecure", kWithsecure);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->problems, std::vector<std::string>());
  EXPECT_EQ(page->cut, "");
  Document good = catalog_of("withsecure");
  // The page says nothing of these versions: the catalog has them as a hole.
  std::erase_if(good.cells, [](const DocumentCell& cell) { return cell.is_unknown(); });
  EXPECT_EQ(page->cells.size(), 7U);
  EXPECT_EQ(cell_texts(*page), cell_texts(good));
  const Document whole = catalog_of("withsecure");
  const auto proposed = propose_document(*page, &whole, {});
  ASSERT_TRUE(proposed);
  for (const Hold& hold : proposed->proposal.holds) ADD_FAILURE() << hold.text;
}

TEST_F(RealPages, PagesWithoutListsAreRefused) {
  for (const char* const name : {kSendinblue, kBrevo, kWithsecure}) {
    const auto page = read("moengage", name);
    ASSERT_FALSE(page) << name;
    EXPECT_TRUE(page.error().message.starts_with("there is no list of addresses on this page"))
        << page.error().message;
  }
  for (const char* const name : {kSendinblue, kBrevo, kMoengageJapanese}) {
    const auto page = read("withsecure", name);
    ASSERT_FALSE(page) << name;
    EXPECT_TRUE(page.error().message.starts_with("there is no list of addresses on this page"))
        << page.error().message;
  }
}

// Half a page is never half a list that may be taken: at whatever line it is cut, it is refused or held,
// until behind the last table.
TEST_F(RealPages, HalfAPageIsNeverTaken) {
  const std::map<std::string, const char*> pages{{"moengage", kMoengageJapanese},
                                                 {"withsecure", kWithsecure}};
  for (const auto& [vendor, name] : pages) {
    const std::string whole = seed(name);
    const Document good = catalog_of(vendor);
    const Profile profile = profile_of(vendor);
    const std::size_t last = vendor == "moengage"
                                 ? whole.find("IPアドレスをホワイトリストに追加してください\n")
                                 : whole.rfind("\n- ");
    ASSERT_NE(last, std::string::npos);
    std::size_t tried = 0;
    for (std::size_t end = whole.find('\n'); end < last; end = whole.find('\n', end + 1), ++tried) {
      const auto page = read_page(std::string_view(whole).substr(0, end + 1));
      const auto document =
          page ? read_document(profile, *page) : Result<Document>(std::unexpected(page.error()));
      if (!document) continue;
      const auto proposed = propose_document(*document, &good, {});
      ASSERT_TRUE(proposed);
      EXPECT_FALSE(proposed->proposal.holds.empty()) << vendor << ", cut behind byte " << end;
    }
    EXPECT_GT(tried, 50U);
  }
}

}  // namespace
}  // namespace sallyport::catalog::testing
