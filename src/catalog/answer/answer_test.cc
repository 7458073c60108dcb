// What the command line and REST share; what whole answers look like is held by tests of both.

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "catalog/answer/answer_compare.h"
#include "catalog/answer/answer_day.h"
#include "catalog/answer/answer_history.h"
#include "catalog/answer/answer_list.h"
#include "catalog/answer/answer_proposal.h"
#include "catalog/answer/answer_resolve.h"
#include "catalog/answer/answer_whois.h"
#include "catalog/test_catalogs.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;
using std::chrono::sys_days;

constexpr sys_days kToday{std::chrono::year{2026} / 11 / 22};

Catalog two_ways() {
  return test::catalog(
      test::acme("  - id: push\n    name: {en: Push, ja: プッシュ}\n    direction: from-vendor\n    cells:\n"
                 "      - {site: DC-01, source: en, addresses: 3.6.251.95}\n"
                 "      - {site: DC-02, source: en, not-available: true}\n"
                 "  - id: files\n    name: Files\n    direction: to-vendor\n    cells:\n"
                 "      - {site: DC-01, source: en, until: 2027-01-31, hosts: files.acme.example, "
                 "ports: [80/tcp, 443/tcp]}\n"
                 "      - {site: DC-02, source: en, unknown: The list is missing.}\n"));
}

TEST(AnswerShow, EachFactIsAField) {
  const Catalog catalog = two_ways();
  const auto offerings = offerings_of(catalog, "").value();
  const auto answer = show_answer(catalog, offerings, Language::japanese);
  EXPECT_EQ(answer.at("offerings").at(0).at("name"), "プッシュ");
  EXPECT_EQ(answer.at("offerings").at(1).at("name"), "Files") << "English where Japanese is missing";
  const auto& rows = answer.at("items").as_array();
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].at("says"), "addresses");
  EXPECT_EQ(rows[1].at("says"), "not-available");
  EXPECT_EQ(rows[2].at("address"), "files.acme.example");
  EXPECT_EQ(rows[2].at("ports"), (json::array{"80/tcp", "443/tcp"})) << "all ports of a host are one row";
  EXPECT_EQ(rows[2].at("until"), "2027-01-31");
  EXPECT_EQ(rows[3].at("says"), "unknown");
  EXPECT_EQ(offerings_of(catalog, "push").value().size(), 1U);
  EXPECT_NE(offerings_of(catalog, "pusch").error().message.find("did you mean 'push'"), std::string::npos);
}

TEST(AnswerResolve, TakesTheDirectionsApart) {
  const Catalog catalog = two_ways();
  Selection selection;
  selection.sites = {"DC-01"};
  selection.on = kToday;
  const auto resolved = resolve(catalog, selection).value();
  EXPECT_EQ(lines_of(resolved, {}).size(), 3U);
  EXPECT_EQ(lines_of(resolved, Direction::from_vendor).size(), 1U);
  const auto lines = lines_of(resolved, Direction::to_vendor);
  ASSERT_EQ(lines.size(), 2U);
  const auto answer = resolve_answer(catalog, selection, lines, resolved, Language::english);
  EXPECT_EQ(answer.at("on"), "2026-11-22");
  EXPECT_EQ(answer.at("items").at(0).at("line"), "files.acme.example 80/tcp");
  EXPECT_EQ(answer.at("items").at(0).at("reasons").at(0).at("until"), "2027-01-31");
}

TEST(AnswerHistory, StandsInTheOrderOfTheDays) {
  const auto rows = history_rows(two_ways(), Language::english);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].at("change"), "all ends");
  EXPECT_EQ(rows[0].at("on"), "2027-01-31");
}

TEST(AnswerCompare, SaysWhatDiffersAndWhatEnds) {
  const auto before = listing_of(read_lines("a", "3.6.251.95 # push\n\n192.0.2.1\r\n").value());
  const auto after = listing_of(two_ways(), kToday).value();
  std::vector<std::string> changes;
  for (const auto& row : compare_rows(compare(before, after), after)) {
    changes.push_back(std::string(row.at("change").as_string()) + " " + row.at("what").as_string().c_str());
  }
  EXPECT_NE(std::ranges::find(changes, "removed 192.0.2.1"), changes.end());
  EXPECT_NE(std::ranges::find(changes, "added files.acme.example 443/tcp"), changes.end());
  EXPECT_NE(std::ranges::find(changes, "ends files.acme.example 443/tcp"), changes.end());
}

TEST(AnswerCompare, NamesEachBadLineUpToTwenty) {
  const auto two = read_lines("a.list", "192.0.2.1\n192.0.2.7/24\nx y z\n");
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().code, ErrorCode::malformed_list);
  EXPECT_NE(two.error().message.find("a.list:2: "), std::string::npos);
  EXPECT_NE(two.error().message.find("\na.list:3: "), std::string::npos);
  std::string many;
  for (int i = 0; i < 25; ++i) many += "192.0.2.7/24\n";
  const auto cut = read_lines("a.list", many);
  EXPECT_NE(cut.error().message.find("a.list:20: "), std::string::npos);
  EXPECT_EQ(cut.error().message.find("a.list:21: "), std::string::npos);
  EXPECT_TRUE(cut.error().message.ends_with("and 5 more"));
}

TEST(AnswerWhois, TellsAddressesFromHosts) {
  EXPECT_TRUE(std::holds_alternative<net::Prefix>(read_question("192.0.2.1").value()));
  EXPECT_TRUE(std::holds_alternative<net::Prefix>(read_question("2001:db8::/32").value()));
  EXPECT_TRUE(std::holds_alternative<net::HostPattern>(read_question("a1.example").value()));
  EXPECT_EQ(read_question("192.0.2.7/24").error().code, ErrorCode::host_bits_set);
  EXPECT_EQ(read_question("*.a.example").error().code, ErrorCode::malformed_host);
  EXPECT_EQ(read_question("").error().code, ErrorCode::malformed_address);
  WhoisIndex::Builder builder;
  builder.add(two_ways());
  const auto index = std::move(builder).build();
  const auto rows = whois_rows(index, read_question("files.acme.example").value());
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].at("vendor"), "acme");
  EXPECT_EQ(rows[0].at("until"), "2027-01-31");
  EXPECT_TRUE(whois_rows(index, read_question("192.0.2.1").value()).empty());
}

TEST(AnswerProposal, RowsAreCutForEachKind) {
  const auto found = read_feed(Format::list, "8.8.8.1\n8.8.8.2\n8.8.8.3\n").value();
  const auto before = read_feed(Format::list, "8.8.8.1\n8.8.4.4\n").value();
  const auto proposal = propose(found, &before);
  EXPECT_EQ(change_rows(before, found, proposal, 100).size(), 3U);
  EXPECT_EQ(change_rows(before, found, proposal, 1).size(), 2U);
  const auto answer = proposal_answer("list", before, found, proposal);
  EXPECT_EQ(answer.at("added").as_array().size(), 2U);
  EXPECT_EQ(answer.at("removed").at(0).at("destination"), "8.8.4.4");
  EXPECT_TRUE(answer.at("serial").is_null());
}

TEST(AnswerDay, IsASingleOne) {
  EXPECT_EQ(single_day("", kToday), kToday);
  EXPECT_EQ(single_day("2024-09-30", kToday).value(), sys_days(std::chrono::year{2024} / 9 / 30));
  EXPECT_EQ(single_day("2024-09", kToday).error().code, ErrorCode::malformed_request);
  EXPECT_EQ(single_day("tomorrow", kToday).error().code, ErrorCode::malformed_request);
}

}  // namespace
}  // namespace sallyport::catalog
