#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "catalog/publish/escape.h"
#include "catalog/publish/publish.h"
#include "catalog/publish/test_markup.h"
#include "catalog/test_catalogs.h"

namespace sallyport::catalog {
namespace {

constexpr std::string_view kHostile =
    "</title><script>alert(1)</script>\" onload='x' &amp; ]]> <!-- \n\n# [a](javascript:b) ![c](d) | `e` *f* "
    "https://evil.example";

const std::string kCatalog = R"(
vendor: acme
name: {en: Acme, de: Akme, ja: アクメ}
sources: [{id: en, page: "https://acme.example/a?b&c", language: en, read: 2026-01-01}]
history: [{date: 2026-02, text: Something changed., sources: [en]}]
sites: [DC-01, {id: DC-02, name: Frankfurt}]
access: [{id: api, name: The API, how: not-offered, steps: None.}]
advice: [{kind: prerequisite, text: Ask first., sources: [en]}]
offerings:
  - id: push
    name: {en: Push, de: Push-Nachrichten, ja: プッシュ}
    group: Sending
    direction: from-vendor
    features: [{id: key, name: With a key}]
    cells:
      - {site: DC-01, source: en, entries: [{addresses: [1.2.3.0/24], from: 2026-05-01}, {addresses: 1.2.5.6, until: 2026-05-01, replaced-by: [1.2.3.0/24], feature: key, need: optional, purpose: To push., impact: It stops., note: Old.}]}
      - {site: DC-02, source: en, not-available: true}
  - id: mail
    name: Mail
    group: Sending
    direction: from-vendor
    cells: [{sites: [DC-01], source: en, same-as: {offerings: [push], chosen: true}}, {site: DC-02, source: en, unknown: Nobody knows.}]
  - id: tool
    name: Tool
    direction: to-vendor
    ports: 443/tcp
    cells:
      - {versions: {from: "2"}, source: en, hosts: [a.acme.example, "**.b.acme.example"], ports: [443/tcp, 80/tcp]}
      - {versions: {to: 1.9}, until: 2026-03-31, source: en, same-as: {offerings: tool2, versions: {from: "1"}}}
  - id: tool2
    name: Tool Two
    direction: to-vendor
    cells: [{versions: {from: "1"}, source: en, hosts: c.acme.example, ports: 443/tcp}]
)";

std::chrono::sys_days day_of(std::string_view day) { return Day::parse(day)->first(); }

std::map<std::string, std::string> published(const Catalog& catalog, std::string_view day = "2026-06-01") {
  std::map<std::string, std::string> files;
  for (auto& file : publish(catalog, day_of(day)))
    EXPECT_TRUE(files.emplace(file.path, file.text).second) << file.path;
  return files;
}

// The catalog with that text in place of each of its texts.
Catalog texts_of_all(Catalog catalog, const Text& text) {
  catalog.name = text;
  for (auto& each : catalog.sources) each.note = text;
  for (auto& each : catalog.history) each.text = text;
  for (auto& each : catalog.sites) each.name = text;
  for (auto& each : catalog.access) each.name = each.steps = text;
  for (auto& each : catalog.advice) each.text = text;
  for (auto& offering : catalog.offerings) {
    offering.name = offering.group = text;
    for (auto& feature : offering.features) feature.name = text;
    for (auto& cell : offering.cells) {
      if (auto* const unknown = std::get_if<Unknown>(&cell.content)) unknown->why = text;
      auto* const addresses = std::get_if<Addresses>(&cell.content);
      if (addresses == nullptr) continue;
      for (auto& entry : addresses->entries) entry.purpose = entry.impact = entry.note = text;
    }
  }
  return catalog;
}

// As nobody could write it in a file: read_catalog() refuses such texts.
Catalog hostile() {
  const std::string text(kHostile);
  Catalog catalog = texts_of_all(test::catalog(kCatalog), {text, "DE " + text, "JA " + text});
  for (auto& each : catalog.sources) each.page = "https://x.example/" + text;
  catalog.sources.push_back(catalog.sources.front());
  catalog.sources.back().page = kHostile;
  return catalog;
}

std::size_t occurrences(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

TEST(PublishedPage, SaysEverythingInWords) {
  const auto files = published(test::catalog(kCatalog));
  const auto page = test::MarkupReader::read(files.at("index.html"), true);
  EXPECT_EQ(page.wrong, "");
  for (const std::string_view said : {"Acme: network addresses",
                                      "As of 2026-05-02.",
                                      "First: Ask first.",
                                      "DC-02 (Frankfurt)",
                                      "1.2.3.0/24",
                                      "from 2026-05-01",
                                      "only with: With a key, optional, ended on 2026-05-01, then 1.2.3.0/24",
                                      "To push. If blocked: It stops. Old.",
                                      "Not available",
                                      "Same as Push (those of them that you use)",
                                      "Unknown: Nobody knows.",
                                      "2 and later",
                                      "up to 1.9",
                                      "ended on 2026-03-31",
                                      "a.acme.example (443/tcp, 80/tcp)",
                                      "Same as Tool Two, 1 and later",
                                      "Acme connects to you",
                                      "You connect to Acme",
                                      "The API (not offered): None.",
                                      "2026-02: Something changed.",
                                      "read on 2026-01-01",
                                      "Your own addresses at Acme"}) {
    EXPECT_NE(page.text.find(said), std::string::npos) << said;
  }
}

TEST(PublishedPage, IsInThreeLanguages) {
  const auto files = published(test::catalog(kCatalog));
  const auto has = [&](const std::string& file, std::string_view text) {
    return files.at(file).find(text) != std::string::npos;
  };
  EXPECT_TRUE(has("index.html", "<html lang=\"en\">"));
  EXPECT_TRUE(has("index.de.html", "<html lang=\"de\">"));
  EXPECT_TRUE(has("index.ja.html", "<html lang=\"ja\">"));
  EXPECT_TRUE(has("index.de.html", "Akme: Netzwerkadressen"));
  EXPECT_TRUE(has("index.de.html", "Nicht verfügbar"));
  EXPECT_TRUE(has("index.de.html", "Wie Push-Nachrichten (die davon, die Sie nutzen)"));
  EXPECT_TRUE(has("index.ja.html", "アクメ: ネットワークアドレス一覧"));
  EXPECT_TRUE(has("index.ja.html", "該当なし"));
  EXPECT_TRUE(has("index.ja.html", "プッシュと同じ"));
  EXPECT_TRUE(has("index.ja.html", "1.9まで"));
  EXPECT_FALSE(has("index.ja.html", "available"));
}

TEST(PublishedPage, WhatIsNotTranslatedIsToldToBeEnglish) {
  const auto files = published(test::catalog(kCatalog));
  EXPECT_EQ(files.at("index.html").find(" lang=\"en\">Sending"), std::string::npos);
  for (const std::string stem : {"index.de", "index.ja"}) {
    const std::string& html = files.at(stem + ".html");
    for (const std::string_view said :
         {"<h2><span lang=\"en\">Sending</span></h2>", "<h2><span lang=\"en\">Tool</span></h2>",
          "<span lang=\"en\">Ask first.</span>",
          "<th scope=\"col\">DC-02 (<span lang=\"en\">Frankfurt</span>)</th>",
          "<span lang=\"en\">To push.</span> ", "<span lang=\"en\">It stops.</span>",
          "<span lang=\"en\">Old.</span>", "<strong lang=\"en\">With a key</strong>",
          "<span lang=\"en\">Nobody knows.</span>", "<span lang=\"en\">Tool Two</span>",
          "<strong lang=\"en\">The API</strong>", "<span lang=\"en\">None.</span>",
          "<span lang=\"en\">Something changed.</span>"}) {
      EXPECT_NE(html.find(said), std::string::npos) << stem << ": " << said;
    }
  }
  // What is translated is not.
  EXPECT_EQ(files.at("index.de.html").find("lang=\"en\">Push"), std::string::npos);
  EXPECT_NE(files.at("index.de.html").find("Akme verbindet sich mit Ihnen"), std::string::npos);
}

TEST(PublishedPage, NoUntranslatedTextStandsThereUntold) {
  const auto files = published(texts_of_all(test::catalog(kCatalog), {"Only in English", "", ""}));
  EXPECT_EQ(occurrences(files.at("index.html"), "lang=\"en\">Only in English"), 0U);
  for (const std::string stem : {"index.de", "index.ja"}) {
    const std::string& html = files.at(stem + ".html");
    const std::string body = html.substr(html.find("<main>"));
    EXPECT_GT(occurrences(body, "Only in English"), 20U);
    EXPECT_EQ(occurrences(body, "lang=\"en\">Only in English</"), occurrences(body, "Only in English"))
        << stem;
  }
}

TEST(PublishedPage, IsUsableByKeyboardAndScreenReader) {
  for (const std::string stem : {"index", "index.de", "index.ja"}) {
    const std::string html = published(test::catalog(kCatalog)).at(stem + ".html");
    const auto page = test::MarkupReader::read(html, true);
    const auto count = [&](std::string_view name) { return std::ranges::count(page.names, name); };
    EXPECT_EQ(count("h1"), 1);
    EXPECT_EQ(count("main"), 1);
    EXPECT_EQ(count("table"), 3);
    EXPECT_EQ(count("caption"), count("table"));
    EXPECT_EQ(count("script") + count("img") + count("iframe"), 0);
    for (std::size_t at = 0; (at = html.find("<th", at)) != std::string::npos; ++at) {
      const std::string_view tag = std::string_view(html).substr(at);
      EXPECT_TRUE(tag.starts_with("<th scope=\"col\">") || tag.starts_with("<th scope=\"row\">") ||
                  tag.starts_with("<thead>"));
    }
    for (std::size_t at = 0; (at = html.find("<div class=\"table\"", at)) != std::string::npos; ++at) {
      EXPECT_NE(html.substr(at, 120).find("tabindex=\"0\""), std::string::npos);
    }
    EXPECT_EQ(html.find("@import"), std::string::npos);
    EXPECT_EQ(html.find("url("), std::string::npos);
  }
}

TEST(PublishedPage, HostileTextsStayTexts) {
  const auto files = published(hostile());
  const auto sound = published(test::catalog(kCatalog));
  for (const std::string language : {"", ".de", ".ja"}) {
    const auto page = test::MarkupReader::read(files.at("index" + language + ".html"), true);
    EXPECT_EQ(page.wrong, "");
    EXPECT_EQ(std::ranges::count(page.names, "script"), 0);
    EXPECT_NE(page.text.find(one_line(kHostile)), std::string::npos);
  }
  for (const std::string feed : {"changes.atom", "changes.rss"}) {
    const auto read = test::MarkupReader::read(files.at(feed), false);
    EXPECT_EQ(read.wrong, "") << feed;
    const auto expected = test::MarkupReader::read(sound.at(feed), false);
    EXPECT_EQ(expected.wrong, "") << feed;
    EXPECT_EQ(read.names.size(), expected.names.size()) << feed;
    EXPECT_NE(read.text.find("alert(1)"), std::string::npos) << feed;
  }
}

// What stands there without a backslash is ours: breaks, and links to our own files or what link_of() passed.
TEST(PublishedPage, HostileTextsStayTextsInMarkdown) {
  const auto files = published(hostile());
  for (const std::string language : {"", ".de", ".ja"}) {
    const std::string& page = files.at("index" + language + ".md");
    for (std::size_t at = 0; (at = page.find('<', at)) != std::string::npos; ++at) {
      const bool escaped = at > 0 && page[at - 1] == '\\';
      const bool ours = page.compare(at, 4, "<br>") == 0 || (at > 1 && page.compare(at - 2, 2, "](") == 0);
      EXPECT_TRUE(escaped || ours) << page.substr(at, 40);
    }
    for (std::size_t at = 0; (at = page.find("](", at)) != std::string::npos; ++at) {
      const std::string_view target = std::string_view(page).substr(at + 2);
      const bool ours = target.starts_with('<') || target.starts_with("index");
      EXPECT_TRUE(ours || page[at - 1] == '\\') << page.substr(at, 40);
    }
    EXPECT_NE(page.find("evil.example"), std::string::npos);
    EXPECT_EQ(page.find(" https://evil"), std::string::npos) << "a link is made of it";
  }
}

TEST(PublishedFeeds, TellWhatChangesAndWillChange) {
  const auto files = published(test::catalog(kCatalog), "2026-04-15");
  const std::string& atom = files.at("changes.atom");
  EXPECT_NE(atom.find("<title>2026-05-01: Push, DC-01, begins</title>"), std::string::npos) << atom;
  EXPECT_NE(atom.find("From this day on: 1.2.3.0/24."), std::string::npos);
  EXPECT_NE(atom.find("No longer from this day on: 1.2.5.6. Instead: 1.2.3.0/24."), std::string::npos);
  EXPECT_NE(atom.find("<updated>2026-04-01T00:00:00Z</updated>"), std::string::npos);  // the end of a cell
  EXPECT_EQ(atom.find("<updated>2026-05"), std::string::npos);                         // nobody was there yet
  EXPECT_NE(files.at("changes.rss").find("<pubDate>Sun, 01 Feb 2026 00:00:00 GMT</pubDate>"),
            std::string::npos);
  const auto later = published(test::catalog(kCatalog), "2026-06-01");
  EXPECT_NE(later.at("changes.atom").find("<updated>2026-05-02T00:00:00Z</updated>"), std::string::npos);
}

}  // namespace
}  // namespace sallyport::catalog
