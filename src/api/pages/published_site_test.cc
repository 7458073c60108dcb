// /catalogs/, as browsers see it and as firewalls poll it.

#include <gtest/gtest.h>

#include "api/pages/page.h"
#include "api/pages/published_catalogs.h"
#include "api/testing/test_catalogs.h"
#include "api/testing/world.h"
#include "catalog/publish/publish.h"
#include "catalog/test_catalogs.h"

namespace sallyport::api {
namespace {

using catalog::Catalogs;
using testing::real_catalogs;
using testing::World;

constexpr std::chrono::sys_days kDay{std::chrono::year{2026} / 1 / 1};  // the world's

std::shared_ptr<const Catalogs> catalogs_with(const std::string& address) {
  std::vector<catalog::HeldCatalog> all;
  all.push_back(catalog::held(
      catalog::test::catalog("vendor: acme\nname: Acme\nsources: [{id: en, page: A page, language: en}]\n"
                             "offerings:\n  - id: tool\n    name: Tool\n    direction: from-vendor\n"
                             "    cells:\n      - {source: en, addresses: " +
                             address + "}\n")));
  return Catalogs::of(std::move(all));
}

class PublishedSiteTest : public ::testing::Test {
 protected:
  testing::Answer get(const std::string& target, const testing::Fields& fields = {}) {
    return world.call_with("GET", target, "", fields);
  }

  World world;
};

TEST_F(PublishedSiteTest, EveryFileIsServedAsItIsPublished) {
  std::size_t served = 0;
  for (const auto& held : real_catalogs()->all()) {
    for (const auto& file : catalog::publish(*held.catalog, kDay)) {
      const auto answer = get("/catalogs/" + held.catalog->vendor + "/" + file.path);
      ASSERT_EQ(answer.status, 200U) << file.path;
      EXPECT_EQ(answer.body, file.text) << file.path;
      EXPECT_EQ(answer.fields.at("Content-Type"), file.content_type) << file.path;
      EXPECT_EQ(answer.fields.at("Cache-Control"), "public, max-age=300");
      EXPECT_TRUE(answer.fields.at("Content-Security-Policy").starts_with("default-src 'none'")) << file.path;
      ++served;
    }
  }
  EXPECT_GT(served, 100U);
}

TEST_F(PublishedSiteTest, ThePageMayUseItsOwnStyleAndNothingElse) {
  const auto page = get("/catalogs/moengage/index.html");
  const std::size_t open = page.body.find("<style>") + 7;
  const std::string style = page.body.substr(open, page.body.find("</style>") - open);
  EXPECT_GT(style.size(), 100U);
  EXPECT_EQ(page.fields.at("Content-Security-Policy"), policy_with_style(style));
  EXPECT_EQ(page.fields.at("Content-Security-Policy").find("unsafe"), std::string::npos);
  EXPECT_EQ(get("/catalogs/moengage/lists/all.txt").fields.at("Content-Security-Policy").find("style-src"),
            std::string::npos);
}

TEST_F(PublishedSiteTest, WhoHasItAlreadyIsToldSo) {
  const std::string list = "/catalogs/moengage/lists/push/DC-02.txt";
  const auto first = get(list);
  ASSERT_EQ(first.status, 200U);
  const std::string tag = first.fields.at("ETag");
  EXPECT_TRUE(tag.starts_with('"')) << "it is strong: " << tag;
  for (const std::string& condition : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
    const auto again = get(list, {{"If-None-Match", condition}});
    EXPECT_EQ(again.status, 304U) << condition;
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(again.fields.at("ETag"), tag);
  }
  EXPECT_EQ(get(list, {{"If-None-Match", "\"other\""}}).status, 200U);
  EXPECT_EQ(get(list, {{"If-None-Match", "no tag"}}).status, 200U) << "who polls a list gets it";
  EXPECT_NE(get("/catalogs/moengage/lists/push/DC-01.txt").fields.at("ETag"), tag);
}

TEST_F(PublishedSiteTest, PagesComeInTheReadersLanguage) {
  const auto german = get("/catalogs/", {{"Accept-Language", "de-DE, en;q=0.5"}});
  EXPECT_EQ(german.status, 200U);
  EXPECT_NE(german.body.find("Adressen von Anbietern"), std::string::npos);
  EXPECT_EQ(german.fields.at("Content-Language"), "de");
  EXPECT_EQ(german.fields.at("Vary"), "Accept-Language");
  EXPECT_NE(german.body.find("<a href=\"moengage/\">"), std::string::npos);
  const auto japanese = get("/catalogs/moengage/", {{"Accept-Language", "ja"}});
  EXPECT_EQ(japanese.body, get("/catalogs/moengage/index.ja.html").body);
  EXPECT_EQ(japanese.fields.at("Content-Language"), "ja");
  EXPECT_EQ(get("/catalogs/moengage/").body, get("/catalogs/moengage/index.html").body);
  // Each language has its own tag, or one cache would give another reader's page.
  EXPECT_NE(japanese.fields.at("ETag"), get("/catalogs/moengage/").fields.at("ETag"));
  EXPECT_EQ(get("/catalogs/", {{"If-None-Match", german.fields.at("ETag")}}).status, 200U);
}

TEST_F(PublishedSiteTest, OnlyWhatIsThereIsFound) {
  for (const char* path :
       {"/catalogs/acme/", "/catalogs/acme", "/catalogs//", "/catalogs/../healthz",
        "/catalogs/moengage//index.html", "/catalogs/moengage/../withsecure/index.html",
        "/catalogs/moengage/%2e%2e/withsecure/index.html", "/catalogs/moengage/lists",
        "/catalogs/moengage/lists/", "/catalogs/moengage/index.html/", "/catalogs/moengage/index.html%00",
        "/catalogs/moengage/.sallyport-published", "/catalogs/moengage/%69ndex.html", "/catalogs/MOENGAGE/",
        "/catalogs/moengage/lists/%2Fetc%2Fpasswd"}) {
    const auto answer = get(path);
    EXPECT_EQ(answer.status, 404U) << path;
    EXPECT_EQ(answer.code(), "not_found") << path;
    EXPECT_EQ(answer.fields.at("Cache-Control"), "no-store") << path;
  }
  EXPECT_EQ(get("/catalogsx").status, 404U);
  const auto folder = get("/catalogs/moengage");
  EXPECT_EQ(folder.status, 301U);
  EXPECT_EQ(folder.fields.at("Location"), "moengage/");
  EXPECT_EQ(get("/catalogs").fields.at("Location"), "catalogs/");
}

TEST_F(PublishedSiteTest, NothingIsChangedThere) {
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
    const auto answer = world.call_with(method, "/catalogs/moengage/index.html", "", {});
    EXPECT_EQ(answer.status, 405U) << method;
    EXPECT_EQ(answer.fields.at("Allow"), "GET, HEAD") << method;
  }
  EXPECT_EQ(world.call_with("HEAD", "/catalogs/moengage/index.html", "", {}).status, 200U);
}

TEST(PublishedSite, CountsAgainstTheRateOfItsNetwork) {
  World world({.network = {.per_second = 1, .burst = 3}});
  std::size_t served = 0;
  for (int i = 0; i < 5; ++i) {
    served += world.call_with("GET", "/catalogs/moengage/lists/all.txt", "", {}).status == 200 ? 1U : 0U;
  }
  EXPECT_EQ(served, 3U);
  EXPECT_EQ(world.call_with("GET", "/catalogs/", "", {}).status, 429U);
}

TEST(PublishedSite, IsNotThereWhereItIsSwitchedOff) {
  World world;
  Api api(world.control(), {.catalogs = &real_catalogs, .publish_catalogs = false});
  http::Request request;
  request.method = "GET";
  request.target = "/catalogs/moengage/index.html";
  http::Response response;
  api.handle(request, response);
  EXPECT_EQ(response.status, 404U);
}

TEST(PublishedCatalogs, OneEditionIsMadeForARevisionAndADay) {
  PublishedCatalogs published;
  const auto first = catalogs_with("8.8.8.8");
  const auto edition = published.edition(*first, "acme", kDay);
  ASSERT_NE(edition, nullptr);
  EXPECT_EQ(published.edition(*first, "acme", kDay), edition);
  EXPECT_EQ(published.edition(*catalogs_with("8.8.8.8"), "acme", kDay), edition) << "it says the same";
  EXPECT_NE(published.edition(*first, "acme", kDay + std::chrono::days(1)), edition);
  const auto changed = published.edition(*catalogs_with("8.8.4.4"), "acme", kDay);
  ASSERT_NE(changed, nullptr);
  EXPECT_EQ(changed->files.at("lists/all.txt").text, "8.8.4.4\n");
  EXPECT_EQ(edition->files.at("lists/all.txt").text, "8.8.8.8\n") << "who has the old one keeps it";
  EXPECT_NE(changed->files.at("lists/all.txt").tag, edition->files.at("lists/all.txt").tag);
  EXPECT_EQ(published.edition(*Catalogs::of({}), "acme", kDay), nullptr);
}

TEST(PublishedCatalogs, NothingIsKeptOfAVendorThatIsGone) {
  PublishedCatalogs published;
  std::weak_ptr<const Edition> kept = published.edition(*catalogs_with("8.8.8.8"), "acme", kDay);
  EXPECT_FALSE(kept.expired());
  EXPECT_NE(published.edition(*real_catalogs(), "moengage", kDay), nullptr);
  EXPECT_TRUE(kept.expired());
}

}  // namespace
}  // namespace sallyport::api
