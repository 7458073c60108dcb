#include "catalog/whois/whois_index.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "catalog/read_catalog.h"

namespace sallyport::catalog {
namespace {

using net::Address;
using net::HostPattern;
using net::Prefix;

Prefix network(std::string_view text) { return Prefix::parse(text).value(); }
HostPattern pattern(std::string_view text) { return HostPattern::parse(text).value(); }

// "vendor offering site since; ..." from the most specific on; a line for each place.
std::string told(const WhoisIndex& index, WhoisIndex::Place place) {
  std::string text;
  for (; place; place = place.wider()) {
    text += net::to_string(place.destination()) + ":";
    for (const auto& fact : place.facts()) {
      text +=
          fmt::format(" {}/{}/{}", index.name(fact.vendor), index.name(fact.offering), index.name(fact.site));
      if (fact.since) text += "@" + Day::of(*fact.since).to_string();
      if (fact.until) text += "-" + Day::of(*fact.until).to_string();
    }
    text += "\n";
  }
  return text;
}

struct Said {
  net::Destination destination;
  std::string offering;
  std::string site;
};

Feed feed_of(const std::vector<Said>& said, std::string_view day = {}) {
  Feed feed;
  if (!day.empty()) feed.made = Timestamp(Day::parse(day).value().first());
  feed.names = {""};
  for (const auto& [destination, offering, site] : said) {
    feed.names.push_back(offering);
    feed.names.push_back(site);
  }
  std::ranges::sort(feed.names);
  feed.names.erase(std::unique(feed.names.begin(), feed.names.end()), feed.names.end());
  const auto index_of = [&](const std::string& name) {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(feed.names, name) - feed.names.begin());
  };
  for (const auto& [destination, offering, site] : said) {
    feed.entries.push_back({destination, index_of(offering), index_of(site)});
  }
  std::ranges::sort(feed.entries, [](const FeedEntry& a, const FeedEntry& b) {
    return std::tie(a.destination, a.offering, a.site) < std::tie(b.destination, b.offering, b.site);
  });
  return feed;
}

TEST(WhoisIndexTest, AnEmptyOneKnowsNothing) {
  const WhoisIndex index = WhoisIndex::Builder().build();
  EXPECT_FALSE(index.find(Address::parse("192.0.2.1").value()));
  EXPECT_FALSE(index.find("a.example"));
}

TEST(WhoisIndexTest, TellsFromTheMostSpecificOn) {
  WhoisIndex::Builder builder;
  builder.add("aws", std::vector{feed_of({{{network("3.0.0.0/9"), {}}, "AMAZON", "us"},
                                          {{network("3.5.0.0/16"), {}}, "S3", "eu"},
                                          {{network("3.5.0.0/16"), {}}, "EC2", "eu"}})});
  builder.add("other", std::vector{feed_of({{{network("3.5.0.0/16"), {}}, "", ""}})});
  const WhoisIndex index = std::move(builder).build();
  EXPECT_EQ(told(index, index.find(Address::parse("3.5.1.1").value())),
            "3.5.0.0/16: aws/EC2/eu aws/S3/eu other//\n3.0.0.0/9: aws/AMAZON/us\n");
  EXPECT_EQ(told(index, index.find(Address::parse("3.6.1.1").value())), "3.0.0.0/9: aws/AMAZON/us\n");
  EXPECT_EQ(told(index, index.find(network("3.4.0.0/15"))), "3.0.0.0/9: aws/AMAZON/us\n");
  EXPECT_EQ(told(index, index.find(network("3.0.0.0/8"))), "");
}

TEST(WhoisIndexTest, KnowsHostsByTheirWildcards) {
  WhoisIndex::Builder builder;
  builder.add("v", std::vector{feed_of({{{pattern("a.b.example"), {}}, "exact", ""},
                                        {{pattern("*.b.example"), {}}, "one", ""},
                                        {{pattern("**.b.example"), {}}, "any", ""},
                                        {{pattern("b.example"), {}}, "apex", ""}})});
  const WhoisIndex index = std::move(builder).build();
  const std::string wide = "*.b.example: v/one/\n**.b.example: v/any/\n";
  EXPECT_EQ(told(index, index.find("a.b.example")), "a.b.example: v/exact/\n" + wide);
  EXPECT_EQ(told(index, index.find("x.b.example")), wide);
  EXPECT_EQ(told(index, index.find("x.y.b.example")), "**.b.example: v/any/\n");
  EXPECT_EQ(told(index, index.find("b.example")), "b.example: v/apex/\n");
  EXPECT_EQ(told(index, index.find("example")), "");
}

TEST(WhoisIndexTest, SinceIsTheFirstRevisionOfAnUnbrokenRow) {
  const Said always{{network("192.0.2.0/24"), {}}, "a", ""};
  const Said back{{network("198.51.100.0/24"), {}}, "a", ""};
  const std::vector<Feed> revisions = {feed_of({always, back}, "2025-01-01"), feed_of({always}, "2025-02-01"),
                                       feed_of({always, back}, "2025-03-01")};
  WhoisIndex::Builder builder;
  builder.add("v", revisions);
  const WhoisIndex index = std::move(builder).build();
  EXPECT_EQ(told(index, index.find(network("192.0.2.0/24"))), "192.0.2.0/24: v/a/@2025-01-01\n");
  EXPECT_EQ(told(index, index.find(network("198.51.100.0/24"))), "198.51.100.0/24: v/a/@2025-03-01\n");
}

TEST(WhoisIndexTest, CatalogsTellTheirSitesAndDays) {
  const auto catalog = read_catalog(R"(vendor: acme
name: Acme
sources: [{id: en, page: p, language: en, dated: 2024-05}]
sites: [A, B]
offerings:
  - id: push
    name: Push
    direction: from-vendor
    cells:
      - {sites: [A, B], source: en, addresses: [8.8.8.8], until: 2026-12-31}
)",
                                    "acme.yaml");
  ASSERT_TRUE(catalog) << catalog.error().message;
  WhoisIndex::Builder builder;
  builder.add(*catalog);
  const WhoisIndex index = std::move(builder).build();
  EXPECT_EQ(told(index, index.find(network("8.8.8.8"))),
            "8.8.8.8: acme/push/A@2024-05-01-2026-12-31 acme/push/B@2024-05-01-2026-12-31\n");
}

// The golden twin: a look at every fact.
TEST(WhoisIndexTest, FindsWhatALookAtEachFactFinds) {
  std::mt19937 random(11);
  const auto any_network = [&] {
    const bool ipv4 = random() % 2 == 0;
    const unsigned length = static_cast<unsigned>(random() % (ipv4 ? 33 : 129));
    const std::uint64_t bits = (random() % 4) << 30 | random() % 4;
    return Prefix::enclosing(
        ipv4 ? Address::ipv4(static_cast<std::uint32_t>(bits)) : Address::ipv6(bits << 32, random() % 4),
        length);
  };
  for (int round = 0; round < 60; ++round) {
    std::vector<Said> said;
    for (int i = 0; i < round; ++i)
      said.push_back({{any_network(), {}}, "s" + std::to_string(random() % 3), ""});
    WhoisIndex::Builder builder;
    builder.add("v", std::vector{feed_of(said)});
    const WhoisIndex index = std::move(builder).build();
    for (int i = 0; i < 100; ++i) {
      const Prefix asked = any_network();
      std::map<Prefix, std::set<std::string>, std::greater<>>
          expected;  // containing ones: the narrower first
      for (const Said& one : said) {
        const Prefix& prefix = std::get<Prefix>(one.destination.what);
        if (prefix.contains(asked)) expected[prefix].insert(one.offering);
      }
      std::string text;
      for (const auto& [prefix, offerings] : expected) {
        text += prefix.to_string() + ":";
        for (const std::string& offering : offerings) text += " v/" + offering + "/";
        text += "\n";
      }
      ASSERT_EQ(told(index, index.find(asked)), text) << asked.to_string();
      if (asked.is_single_address()) {
        ASSERT_EQ(told(index, index.find(asked.address())), text);
      }
    }
  }
}

}  // namespace
}  // namespace sallyport::catalog
