#include "catalog/publish/publish.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <random>
#include <set>

#include "catalog/publish/endpoint_sets.h"
#include "catalog/random_catalog.h"
#include "catalog/read/feed.h"
#include "catalog/test_catalogs.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;
using SysDay = std::chrono::sys_days;
using net::Destination;

using Files = std::map<std::string, std::string>;

Files files_of(const Catalog& catalog, SysDay on) {
  Files files;
  for (auto& file : publish(catalog, on))
    EXPECT_TRUE(files.emplace(file.path, file.text).second) << file.path;
  return files;
}

// Where a destination stands: offering and site.
using Facts = std::set<std::tuple<Destination, std::string, std::string>>;

// The slow twin: each offering at each site is resolved by itself.
Facts resolved_facts(const Catalog& catalog, SysDay on) {
  Facts facts;
  for (const Offering& offering : catalog.offerings) {
    std::vector<std::string> sites{""};
    if (offering.has_sites()) {
      sites.clear();
      for (const Site& site : catalog.sites) sites.push_back(site.id);
    }
    for (const std::string& site : sites) {
      Selection selection;
      selection.offerings = {offering.id};
      if (!site.empty()) selection.sites = {site};
      selection.on = on;
      selection.all = true;
      selection.allow_unknown = true;
      const auto resolved = resolve(catalog, selection);
      for (const auto& line : resolved->lines) {
        facts.emplace(line.destination, offering.id, site);
      }
    }
  }
  return facts;
}

Feed feed_of(const Files& files, const std::string& path, Format format) {
  const auto feed = read_feed(format, files.at(path));
  if (!feed) throw std::runtime_error(path + ": " + feed.error().message);
  return *feed;
}

// What a feed has; `everywhere`: what it says where an offering has no sites.
Facts facts_of(const Feed& feed, std::string_view everywhere) {
  Facts facts;
  for (const FeedEntry& entry : feed.entries) {
    const std::string& site = feed.site_of(entry);
    facts.emplace(entry.destination, feed.offering_of(entry), site == everywhere ? "" : site);
  }
  return facts;
}

template <class Change>
Facts changed(const Facts& facts, const Change& change) {
  Facts out;
  for (auto [destination, offering, site] : facts) {
    if (change(destination, offering, site)) out.emplace(destination, offering, site);
  }
  return out;
}

Facts prefixes_of(const Facts& facts) {
  return changed(facts, [](Destination& destination, std::string&, std::string&) {
    destination.ports.reset();
    return destination.prefix() != nullptr;
  });
}

// Where all ports of something are there, single ones say nothing more; and one label cannot be said.
Facts as_m365_says(const Facts& facts) {
  return changed(facts, [&](Destination& destination, std::string& offering, std::string& site) {
    if (destination.host() != nullptr && destination.host()->depth() == net::Depth::one) return false;
    const bool every = std::ranges::any_of(facts, [&](const auto& fact) {
      const auto& [other, of, at] = fact;
      return other.what == destination.what && of == offering && !other.ports;
    });
    if (every) destination.ports.reset();
    site.clear();
    return true;
  });
}

std::set<Destination> lines_of(const Files& files, const std::string& path) {
  std::set<Destination> lines;
  if (!files.contains(path)) return lines;
  for (const FeedEntry& entry : feed_of(files, path, Format::list).entries) lines.insert(entry.destination);
  return lines;
}

std::set<Destination> without_ports_at(const Facts& facts, std::string_view offering, std::string_view site) {
  std::set<Destination> lines;
  for (const auto& [destination, of, at] : facts) {
    if ((offering.empty() || of == offering) && (site.empty() || at == site))
      lines.insert({destination.what, {}});
  }
  return lines;
}

void expect_same_lists(const Catalog& catalog, const Files& files, const Facts& facts) {
  EXPECT_EQ(lines_of(files, "lists/all.txt"), without_ports_at(facts, {}, {}));
  for (const Offering& offering : catalog.offerings) {
    const std::string stem = "lists/" + offering.id;
    EXPECT_EQ(lines_of(files, stem + ".txt"), without_ports_at(facts, offering.id, {}));
    for (const Site& site : catalog.sites) {
      if (!offering.has_sites()) continue;
      const std::string path = fmt::format("{}/{}", stem, site.id);
      const auto whole = lines_of(files, path + ".txt");
      EXPECT_EQ(whole, without_ports_at(facts, offering.id, site.id));
      std::set<Destination> parts;
      for (const std::string part : {".ipv4.txt", ".ipv6.txt", ".hosts.txt"}) {
        for (const Destination& line : lines_of(files, path + part)) {
          EXPECT_EQ(line.host() != nullptr, part == ".hosts.txt");
          if (const auto* const prefix = line.prefix(); prefix != nullptr) {
            EXPECT_EQ(prefix->address().is_ipv4(), part == ".ipv4.txt");
          }
          EXPECT_TRUE(parts.insert(line).second);
        }
      }
      EXPECT_EQ(parts, whole);
    }
  }
}

void expect_read_back(const Catalog& catalog, SysDay on) {
  const Files files = files_of(catalog, on);
  for (const std::string path : {"catalog.yaml", "catalog.json"}) {
    const auto read = read_catalog(files.at(path), path);
    ASSERT_TRUE(read) << read.error().message << "\n" << files.at(path);
    EXPECT_TRUE(*read == catalog) << path << "\n" << files.at(path);
  }
  const Facts facts = resolved_facts(catalog, on);
  const Facts prefixes = prefixes_of(facts);
  EXPECT_EQ(files.contains("aws.json"), !prefixes.empty());
  if (!prefixes.empty()) {
    EXPECT_EQ(facts_of(feed_of(files, "aws.json", Format::aws), "GLOBAL"), prefixes);
    EXPECT_EQ(facts_of(feed_of(files, "google.json", Format::google), "global"), prefixes);
    const auto without_site = changed(prefixes, [](auto&, auto&, auto& site) { return site.clear(), true; });
    EXPECT_EQ(facts_of(feed_of(files, "jafar.json", Format::jafar), ""), without_site);
    const auto places =
        changed(without_site, [](auto&, auto& offering, auto&) { return offering.clear(), true; });
    EXPECT_EQ(facts_of(feed_of(files, "geofeed.csv", Format::geofeed), ""), places);
  }
  const Facts endpoints = as_m365_says(facts);
  EXPECT_EQ(files.contains("endpoints.json"), !endpoints.empty());
  if (!endpoints.empty()) {
    EXPECT_EQ(as_m365_says(facts_of(feed_of(files, "endpoints.json", Format::m365), "")), endpoints);
  }
  expect_same_lists(catalog, files, facts);
}

SysDay on(std::string_view day) { return Day::parse(day)->first(); }

TEST(Publish, ReadsBackToTheSameCatalogAndLists) {
  int read = 0;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    test::RandomCatalog random(seed);
    const auto catalog = read_catalog(write_catalog(random.make()), "random");
    if (!catalog) continue;  // see RandomCatalog::make()
    ++read;
    expect_read_back(*catalog, random.day().first());
    if (HasFailure()) FAIL() << "seed " << seed << "\n" << write_catalog(*catalog);
  }
  EXPECT_GT(read, 200);
}

TEST(Publish, TheCatalogsThatComeWithIt) {
  for (const std::string vendor : {"moengage", "withsecure"}) {
    const auto catalog = load_catalog(SALLYPORT_SOURCE "/catalogs/" + vendor + ".yaml");
    ASSERT_TRUE(catalog) << catalog.error().message;
    for (const auto day : {"2024-06-30", "2024-10-01", "2026-11-22"}) expect_read_back(*catalog, on(day));
  }
}

TEST(Publish, IsTheSameEachTime) {
  const Catalog catalog = test::RandomCatalog(3).make();
  EXPECT_EQ(publish(catalog, on("2026-01-01")), publish(catalog, on("2026-01-01")));
}

TEST(Publish, PathsStayInTheFolder) {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    for (const auto& file : publish(test::RandomCatalog(seed).make(), on("2026-01-01"))) {
      EXPECT_FALSE(file.path.starts_with('/'));
      EXPECT_EQ(("/" + file.path).find("/."), std::string::npos);
      EXPECT_FALSE(file.content_type.empty());
      EXPECT_FALSE(file.text.empty());
    }
  }
}

const std::string kClash = R"(
vendor: acme
name: Acme
sources: [{id: en, page: A page, language: en}]
sites: [a, a.ipv4]
offerings:
  - {id: all, name: All, direction: from-vendor, cells: [{site: a, source: en, addresses: [1.2.3.4, "2a00::1"]}, {site: a.ipv4, source: en, addresses: "2a00::2"}]}
  - {id: other, name: Other, direction: to-vendor, cells: [{source: en, hosts: ["*.acme.example"], ports: 443/tcp}]}
)";

TEST(Publish, ListsOfNamesThatClashAreNeverMixed) {
  const Catalog catalog = test::catalog(kClash);
  const Files files = files_of(catalog, on("2026-01-01"));
  EXPECT_EQ(files.at("lists/all.txt"), "1.2.3.4\n2a00::1\n2a00::2\n*.acme.example\n");
  EXPECT_EQ(files.at("lists/all_.txt"), "1.2.3.4\n2a00::1\n2a00::2\n");
  EXPECT_EQ(files.at("lists/all/a.txt"), "1.2.3.4\n2a00::1\n");
  EXPECT_EQ(files.at("lists/all/a.ipv4.txt"), "2a00::2\n");  // the site of that name
  EXPECT_EQ(files.at("lists/all/a.ipv6.txt"), "2a00::1\n");
}

TEST(Publish, SaysWhatAFileCannotSay) {
  const Catalog catalog = test::catalog(kClash);
  const Files files = files_of(catalog, on("2026-01-01"));
  EXPECT_EQ(files.at("endpoints.json").find("acme.example\""), std::string::npos);
  EXPECT_EQ(left_out_of_files(catalog, on("2026-01-01")),
            std::vector<std::string>{
                "endpoints.json has *.acme.example in its notes only: a star stands for every depth there"});
}

// By id: what is in the set.
std::map<std::uint64_t, std::string> ids_of(const Catalog& catalog, SysDay day) {
  std::map<std::uint64_t, std::string> ids;
  const auto sets = endpoint_sets(catalog, day);
  for (const auto& [id, set] : sets) {
    std::string text = set.place.key();
    for (const Destination& destination : set.destinations) text += " " + net::to_string(destination);
    ids.emplace(id, text);
  }
  return ids;
}

TEST(EndpointSets, IdsDoNotDependOnTheOrderOfTheFile) {
  std::mt19937 shuffler(11);
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    test::RandomCatalog random(seed);
    Catalog catalog = random.make();
    const SysDay day = random.day().first();
    const auto before = ids_of(catalog, day);
    std::ranges::shuffle(catalog.offerings, shuffler);
    std::ranges::shuffle(catalog.sites, shuffler);
    for (Offering& offering : catalog.offerings) {
      std::ranges::shuffle(offering.cells, shuffler);
      for (Cell& cell : offering.cells) {
        std::ranges::shuffle(cell.sites, shuffler);
        if (auto* const addresses = std::get_if<Addresses>(&cell.content))
          std::ranges::shuffle(addresses->entries, shuffler);
      }
    }
    EXPECT_EQ(ids_of(catalog, day), before) << seed;
  }
}

TEST(EndpointSets, AnIdOutlivesItsAddresses) {
  const auto ids = [](const std::string& addresses) {
    const Catalog catalog =
        test::catalog(test::acme("  - {id: push, name: Push, direction: from-vendor, cells: "
                                 "[{sites: all, source: en, addresses: [" +
                                 addresses + "]}]}\n"));
    std::set<std::uint64_t> found;
    for (const auto& [id, set] : endpoint_sets(catalog, on("2026-01-01"))) found.insert(id);
    return found;
  };
  EXPECT_EQ(ids("1.2.3.4"), ids("5.6.7.8, 9.9.9.9"));
  EXPECT_EQ(ids("1.2.3.4").size(), 2U);  // one for each site
}

using Content = std::map<std::uint64_t, std::set<Destination>>;
Content content_of(const Catalog& catalog, SysDay day) {
  Content content;
  for (const auto& [id, set] : endpoint_sets(catalog, day)) content[id] = set.destinations;
  return content;
}

// From what is there before all changes, the changes up to any day lead to what is there on that day.
TEST(PublishedChanges, LeadFromEachDayToTheNext) {
  int seen = 0;
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    test::RandomCatalog random(seed);
    const Catalog catalog = random.make();
    const auto changes = published_changes(catalog);
    for (int round = 0; round < 5; ++round) {
      const SysDay day = random.day().first();
      Content content = content_of(catalog, on("1970-01-01"));
      for (const auto& change : changes) {
        if (change.on > day) break;
        ++seen;
        auto& set = content[change.set.id];
        for (const auto& each : change.removed) EXPECT_EQ(set.erase(each), 1U);
        for (const auto& each : change.added) EXPECT_TRUE(set.insert(each).second);
        if (set.empty()) content.erase(change.set.id);
      }
      EXPECT_EQ(content, content_of(catalog, day)) << seed;
    }
  }
  EXPECT_GT(seen, 100);
}

const std::string kDated = R"(
vendor: acme
name: Acme
sources: [{id: en, page: A page, language: en, dated: 2026-01, read: 2026-01-20}]
history: [{date: 2026-03-05, text: It moved., sources: [en]}]
offerings:
  - id: push
    name: Push
    direction: from-vendor
    cells:
      - source: en
        entries:
          - {addresses: 1.2.3.4, until: 2026-Q2, replaced-by: [1.2.3.5]}
          - {addresses: 1.2.3.5, from: 2026-06}
)";

TEST(Publish, VersionsComeFromTheCatalogsDays) {
  const Catalog catalog = test::catalog(kDated);
  const auto version = [&](std::string_view day) {
    return json::value_to<std::string>(
        json::parse(files_of(catalog, on(day)).at("version.json")).at("latest"));
  };
  EXPECT_EQ(version("2025-06-01"), "2025060100");  // it says nothing of that time
  EXPECT_EQ(version("2026-01-19"), "2026010100");
  EXPECT_EQ(version("2026-02-01"), "2026012000");
  EXPECT_EQ(version("2026-05-31"), "2026030500");
  EXPECT_EQ(version("2026-06-30"), "2026060100");
  EXPECT_EQ(version("2026-12-31"), "2026070100");  // the day after the last one
  const auto aws = json::parse(files_of(catalog, on("2026-12-31")).at("aws.json"));
  EXPECT_EQ(aws.at("syncToken").as_string(), "1782864000");  // date -u -d 2026-07-01 +%s
  EXPECT_EQ(aws.at("createDate").as_string(), "2026-07-01-00-00-00");
}

TEST(Publish, ChangesAsMicrosoftHasThem) {
  const auto changes =
      json::parse(files_of(test::catalog(kDated), on("2026-01-31")).at("changes.json")).as_array();
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].at("version").as_string(), "2026030500");
  EXPECT_EQ(changes[0].at("notes").as_string(), "It moved.");
  EXPECT_EQ(changes[1].at("disposition").as_string(), "Add");
  EXPECT_EQ(changes[1].at("impact").as_string(), "AddedIp");
  EXPECT_EQ(changes[1].at("add"), json::parse(R"({"ips": ["1.2.3.5/32"], "effectiveDate": "20260601"})"));
  EXPECT_EQ(changes[2].at("disposition").as_string(), "Remove");
  EXPECT_EQ(changes[2].at("impact").as_string(), "RemovedIpOrUrl");
  EXPECT_EQ(changes[2].at("version").as_string(), "2026070100");
  EXPECT_EQ(changes[2].at("remove"), json::parse(R"({"ips": ["1.2.3.4/32"]})"));
  EXPECT_EQ(changes[2].at("replacedBy"), json::parse(R"({"ips": ["1.2.3.5/32"]})"));
  EXPECT_EQ(changes[1].at("endpointSetId"), changes[2].at("endpointSetId"));
}

}  // namespace
}  // namespace sallyport::catalog
