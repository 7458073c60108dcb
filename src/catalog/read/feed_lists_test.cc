// Lists, as text and as JSON, and geofeeds.

#include <gtest/gtest.h>

#include "catalog/read/test_feeds.h"

namespace sallyport::catalog {
namespace {

using testing::row_texts;
using Texts = std::vector<std::string>;

Texts rows_read(Format format, std::string_view body) {
  const auto feed = read_feed(format, body);
  return feed ? row_texts(*feed) : Texts{feed.error().message};
}

std::string list_refusal(Format format, std::string_view body) {
  const auto feed = read_feed(format, body);
  return feed ? "read" : feed.error().message;
}

TEST(TextList, IsReadAsVendorsWriteIt) {
  EXPECT_EQ(rows_read(Format::list,
                      "# Akamai\r\n23.32.0.0/11\t\r\n \t2.16.0.0/13 \r\n\r\n2a02:26f0::/32 # six\r\n1.2.3.4"),
            (Texts{"1.2.3.4 @  / ", "2.16.0.0/13 @  / ", "23.32.0.0/11 @  / ", "2a02:26f0::/32 @  / "}));
  EXPECT_EQ(rows_read(Format::list,
                      "\xef\xbb\xbf"
                      "1.2.3.4\n"),
            Texts{"1.2.3.4 @  / "});
  EXPECT_EQ(
      rows_read(Format::list, "api.example.com 443/tcp\n*.example.com\n1.2.3.4 53/udp\n1.2.3.4\n1.2.3.4\n"),
      (Texts{"1.2.3.4 @  / ", "1.2.3.4 53/udp @  / ", "*.example.com @  / ",
             "api.example.com 443/tcp @  / "}));
  EXPECT_TRUE(read_feed(Format::list, "1.2.3.4").value().ends_open);
  EXPECT_FALSE(read_feed(Format::list, "1.2.3.4\n").value().ends_open);
}

TEST(TextList, RefusesWithLineAndColumn) {
  EXPECT_EQ(list_refusal(Format::list, "1.2.3.0/24\n# x\n  1.2.4.1/24\n"),
            "line 3, column 3: 1.2.4.1/24 is not a prefix: bits behind its length are set; did you mean "
            "1.2.4.0/24?");
  EXPECT_EQ(list_refusal(Format::list, "1.2.3.0/24 x\n").substr(0, 17), "line 1, column 1:");
  EXPECT_EQ(list_refusal(Format::list, "1.2.3.0/24\nlocalhost\n").substr(0, 17), "line 2, column 1:");
}

TEST(TextList, LeavesOutWithAWordWhatNoListCanHold) {
  const auto feed = read_feed(Format::list, "www.example.com\ncdn.*.example.com\n*.co.uk\n").value();
  EXPECT_EQ(row_texts(feed), Texts{"www.example.com @  / "});
  EXPECT_EQ(feed.left_out.size(), 2U);
}

TEST(JsonList, IsReadAsAtlassianOktaAndStripeWriteIt) {
  const std::string_view atlassian =
      R"({"creationDate": "2025-07-01T10:00:00.1", "syncToken": 1751364000, "items": [
      {"network": "18.205.93.0", "mask_len": 27, "cidr": "18.205.93.0/27", "mask": "255.255.255.224",
       "region": ["us-east-1", "us-west-2"], "product": ["bitbucket", "jira"], "direction": ["egress"]},
      {"cidr": "2401:1d80::/32"}]})";
  EXPECT_EQ(rows_read(Format::list, atlassian),
            (Texts{"18.205.93.0/27 @ bitbucket / us-east-1", "18.205.93.0/27 @ bitbucket / us-west-2",
                   "18.205.93.0/27 @ jira / us-east-1", "18.205.93.0/27 @ jira / us-west-2",
                   "2401:1d80::/32 @ items / "}));
  EXPECT_EQ(read_feed(Format::list, atlassian)->order, 1751364000U);
  EXPECT_EQ(sallyport::to_string(*read_feed(Format::list, atlassian)->made), "2025-07-01T10:00:00.100Z");
  EXPECT_EQ(rows_read(Format::list,
                      R"({"us_cell_1": {"ip_ranges": ["3.18.0.0/22"]}, "eu": {"ip_ranges": ["3.19.0.1"]}})"),
            (Texts{"3.18.0.0/22 @ us_cell_1.ip_ranges / ", "3.19.0.1 @ eu.ip_ranges / "}));
  EXPECT_EQ(
      rows_read(Format::list, R"({"WEBHOOKS": ["3.18.12.63"], "API": ["api.example.com"], "version": 3})"),
      (Texts{"3.18.12.63 @ WEBHOOKS / ", "api.example.com @ API / "}));
  EXPECT_EQ(rows_read(Format::list, R"(["1.2.3.4", "5.6.0.0/16"])"),
            (Texts{"1.2.3.4 @  / ", "5.6.0.0/16 @  / "}));
  EXPECT_EQ(
      rows_read(Format::list, R"({"prefixes": [{"ip_prefix": ["1.2.3.4", "1.2.3.5"], "region": "r"}]})"),
      (Texts{"1.2.3.4 @ prefixes / r", "1.2.3.5 @ prefixes / r"}));
}

TEST(JsonList, RefusesWhatStandsWhereAPrefixShould) {
  EXPECT_EQ(list_refusal(Format::list, R"({"a": {"b": ["1.2.3.4", "1.2.3.1/24"]}})").substr(0, 20),
            "a.b[1]: 1.2.3.1/24 i");
  EXPECT_EQ(list_refusal(Format::list, R"({"a": ["1.2.3.4", 5]})"),
            "a[1]: this is a number, and should be a string");
  EXPECT_EQ(list_refusal(Format::list, R"({"a": ["1.2.3.4", ["1.2.3.5"]]})"),
            "a[1]: this is a list, and should be a string");
  EXPECT_EQ(list_refusal(Format::list, R"({"a": [{"name": "x"}]})").substr(0, 20), "a[0]: it has no pref");
  EXPECT_EQ(list_refusal(Format::list, R"({"a": ["{'ips': ['1.1.1.1', '2.2.2.2']}"]})").substr(0, 5),
            "a[0]:");
  EXPECT_EQ(list_refusal(Format::list, R"({"a": 1})"), "there is no list in it");
  EXPECT_EQ(read_feed(Format::list, R"({"a": []})").value().empty_lists, Texts{"a"});
}

TEST(Geofeed, IsReadAsRfc8805HasIt) {
  const std::string_view body =
      "# This is a geofeed\r\n5.101.96.0/21,NL,NL-NH,Amsterdam,1098 "
      "XH\r\n\n2600:3c00::/32,US,US-TX,Richardson,\n"
      "1.2.3.4,JP,,,\n1.2.3.5,,,,\n1.2.4.0/24,US,CA,\"San, \"\"Fran\"\"\",94124,more\n\"1.2.5.0/24\" , "
      "\"DE\"\n";
  EXPECT_EQ(rows_read(Format::geofeed, body),
            (Texts{"1.2.3.4 @  / JP", "1.2.3.5 @  / ", "1.2.4.0/24 @  / US-CA", "1.2.5.0/24 @  / DE",
                   "5.101.96.0/21 @  / NL-NH", "2600:3c00::/32 @  / US-TX"}));
}

TEST(Geofeed, RefusesWithLineAndColumn) {
  EXPECT_EQ(list_refusal(Format::geofeed, "1.2.3.0/24,US,US-CA,,\n1.2.3.4/24,US,US-CA,,\n"),
            "line 2, column 1: 1.2.3.4/24 is not a prefix: bits behind its length are set; did you mean "
            "1.2.3.0/24?");
  EXPECT_EQ(list_refusal(Format::geofeed, "1.2.3.0/24,USA,,,\n"),
            "line 1, column 12: USA is no country: two capital letters (ISO 3166-1), or nothing");
  EXPECT_EQ(list_refusal(Format::geofeed, "1.2.3.0/24,US,Bavaria,,\n"),
            "line 1, column 12: Bavaria is no region: a code as GB-ENG (ISO 3166-2), or nothing");
  EXPECT_EQ(list_refusal(Format::geofeed, "1.2.3.0/24,US,NL-NH,,\n"),
            "line 1, column 12: the region NL-NH is not in US");
  EXPECT_EQ(list_refusal(Format::geofeed, "1.2.3.0/24,US,US-CA,\"San Francisco,\n"),
            "line 1, column 1: a quote is not closed, or text stands beside it");
  EXPECT_EQ(list_refusal(Format::geofeed, "1.2.3.0/24,\"US\"x\n"),
            "line 1, column 1: a quote is not closed, or text stands beside it");
  EXPECT_EQ(list_refusal(Format::geofeed, "ip_prefix,alpha2code,region,city,postal_code\n1.2.3.0/24,US,,,\n")
                .substr(0, 17),
            "line 1, column 1:");
}

}  // namespace
}  // namespace sallyport::catalog
