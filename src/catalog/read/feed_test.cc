// Each format: what a small feed becomes, and what is refused, with the place.

#include "catalog/read/feed.h"

#include <gtest/gtest.h>

#include "catalog/read/test_feeds.h"

namespace sallyport::catalog {
namespace {

using testing::row_texts;
using Texts = std::vector<std::string>;

Feed read_ok(Format format, std::string_view body) {
  auto feed = read_feed(format, body);
  EXPECT_TRUE(feed) << (feed ? "" : feed.error().message);
  return feed ? *std::move(feed) : Feed{};
}

// Only what the reader says, without what the body looks like.
std::string refusal_of(Format format, std::string_view body) {
  const auto feed = read_feed(format, body);
  if (feed) return "read";
  EXPECT_EQ(feed.error().code, ErrorCode::malformed_feed);
  return feed.error().message;
}

TEST(FeedFormats, HaveNames) {
  for (const std::string_view name : format_names()) EXPECT_EQ(to_string(parse_format(name).value()), name);
  EXPECT_EQ(format_names().size(), 11U);
  const auto document = parse_format("document");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::invalid_setting);
  EXPECT_TRUE(document.error().message.starts_with(
      "document: a page for people is no feed: it is read with --as document --profile; there are aws"))
      << document.error().message;
  EXPECT_TRUE(
      parse_format("AWS").error().message.starts_with("AWS: there is no such format; there are aws, google"));
}

constexpr std::string_view kAwsFeed = R"({
  "syncToken": "1753388594", "createDate": "2025-07-24-20-23-14",
  "prefixes": [
    {"ip_prefix": "3.5.140.0/22", "region": "ap-northeast-2", "service": "AMAZON", "network_border_group": "x"},
    {"ip_prefix": "3.4.12.4/32", "region": "eu-west-1", "service": "EC2", "network_border_group": "eu-west-1"},
    {"ip_prefix": "3.4.12.4/32", "region": "eu-west-1", "service": "AMAZON", "network_border_group": "eu-west-1"},
    {"ip_prefix": "3.4.12.4/32", "region": "eu-west-1", "service": "AMAZON", "network_border_group": "another"}],
  "ipv6_prefixes": [
    {"ipv6_prefix": "2600:1f00::/24", "region": "GLOBAL", "service": "S3", "network_border_group": "GLOBAL"}]
})";

TEST(AwsFeed, IsReadInFull) {
  const Feed feed = read_ok(Format::aws, kAwsFeed);
  EXPECT_EQ(row_texts(feed),
            (Texts{"3.4.12.4 @ AMAZON / eu-west-1", "3.4.12.4 @ EC2 / eu-west-1",
                   "3.5.140.0/22 @ AMAZON / ap-northeast-2", "2600:1f00::/24 @ S3 / GLOBAL"}));
  EXPECT_EQ(feed.serial, "1753388594");
  EXPECT_EQ(feed.order, 1753388594U);
  EXPECT_EQ(sallyport::to_string(*feed.made), "2025-07-24T20:23:14Z");
  EXPECT_EQ(feed.names, (Texts{"", "AMAZON", "EC2", "GLOBAL", "S3", "ap-northeast-2", "eu-west-1"}));
  EXPECT_TRUE(feed.empty_lists.empty());
}

std::string aws_with(std::string_view from, std::string_view to) {
  std::string body(kAwsFeed);
  const std::size_t at = body.find(from);
  EXPECT_NE(at, std::string::npos);
  return body.replace(at, from.size(), to);
}

TEST(AwsFeed, RefusesWithThePath) {
  const auto refused = [](std::string_view from, std::string_view to) {
    return refusal_of(Format::aws, aws_with(from, to));
  };
  EXPECT_EQ(
      refused("3.5.140.0/22", "3.5.140.1/22"),
      "prefixes[0].ip_prefix: 3.5.140.1/22 is not a prefix: bits behind its length are set; did you mean "
      "3.5.140.0/22?");
  EXPECT_EQ(refused("3.5.140.0/22", "2600::/24"), "prefixes[0].ip_prefix: 2600::/24 is no IPv4 prefix");
  EXPECT_EQ(refused("2600:1f00::/24", "3.0.0.0/9"),
            "ipv6_prefixes[0].ipv6_prefix: 3.0.0.0/9 is no IPv6 prefix");
  EXPECT_EQ(refused("\"3.5.140.0/22\"", "35140"),
            "prefixes[0].ip_prefix: this is a number, and should be a string");
  EXPECT_EQ(refused("\"ip_prefix\": \"3.5.140.0/22\", ", ""), "prefixes[0]: ip_prefix is missing");
  EXPECT_EQ(refused("\"service\": \"EC2\"", "\"service\": [\"EC2\"]"),
            "prefixes[1].service: this is a list, and should be a string");
  EXPECT_EQ(refused("\"region\": \"GLOBAL\", ", ""), "ipv6_prefixes[0]: region is missing");
  EXPECT_EQ(refused("\"1753388594\"", "\"17533885x\""), "syncToken: 17533885x is no whole number");
  EXPECT_EQ(refused("2025-07-24-20-23-14", "2025-07-24"),
            "createDate: a date is written as 2025-07-24-20-23-14");
  EXPECT_EQ(refused("2025-07-24-20-23-14", "2025-02-30-20-23-14"),
            "createDate: a date is written as 2025-07-24-20-23-14");
  EXPECT_EQ(refused("\"AMAZON\"", "\"AMA\\u202eZON\""),
            "prefixes[0].service: the name AMA\\xe2\\x80\\xaeZON has characters that are not seen");
  EXPECT_TRUE(
      refused("\"AMAZON\"", "\"" + std::string(201, 'A') + "\"").ends_with("is longer than 200 bytes"));
}

TEST(AwsFeed, WithoutAListIsAnotherThingThanWithAnEmptyOne) {
  EXPECT_EQ(read_ok(Format::aws, R"({"syncToken": "1", "createDate": "2025-07-24-20-23-14", "prefixes": [
      {"ip_prefix": "3.4.12.4/32", "region": "r", "service": "s"}], "ipv6_prefixes": []})")
                .empty_lists,
            Texts{"ipv6_prefixes"});
  EXPECT_EQ(
      refusal_of(Format::aws, R"({"syncToken": "1", "createDate": "2025-07-24-20-23-14", "prefixes": []})"),
      "ipv6_prefixes is missing");
}

TEST(AwsFeed, MoreFieldsAreNoFault) {
  EXPECT_EQ(
      row_texts(read_ok(Format::aws, aws_with("\"prefixes\"", "\"notice\": {\"a\": [1]}, \"prefixes\""))),
      row_texts(read_ok(Format::aws, kAwsFeed)));
}

TEST(GoogleFeed, HasServicesAndScopesOrNeither) {
  const Feed feed = read_ok(Format::google, R"({"syncToken": "1753409788780", "creationTime":
      "2025-07-24T19:16:28.780563", "prefixes": [
      {"ipv4Prefix": "34.1.208.0/20", "service": "Google Cloud", "scope": "africa-south1"},
      {"ipv6Prefix": "2600:1900:8000::/44"}]})");
  EXPECT_EQ(row_texts(feed),
            (Texts{"34.1.208.0/20 @ Google Cloud / africa-south1", "2600:1900:8000::/44 @  / "}));
  EXPECT_EQ(feed.order, 1753409788780U);
  EXPECT_EQ(sallyport::to_string(*feed.made), "2025-07-24T19:16:28.780Z");
  const auto refused = [](std::string_view item) {
    return refusal_of(Format::google,
                      R"({"syncToken": "1", "creationTime": "2025-07-24T19:16:28", "prefixes": [)" +
                          std::string(item) + "]}");
  };
  EXPECT_EQ(refused(R"({"ipv4Prefix": "34.1.208.0/20", "ipv6Prefix": "2600::/44"})"),
            "prefixes[0]: it has both ipv4Prefix and ipv6Prefix, and should have one of them");
  EXPECT_EQ(refused(R"({"ip_prefix": "34.1.208.0/20"})"), "prefixes[0]: ipv4Prefix or ipv6Prefix is missing");
  EXPECT_EQ(refused(R"("34.1.208.0/20")"), "prefixes[0]: this is a string, and should be an object");
  EXPECT_EQ(refused(R"({"ipv4Prefix": null})"),
            "prefixes[0].ipv4Prefix: this is null, and should be a string");
}

TEST(JafarFeed, HasSeveralServicesForAPrefix) {
  const Feed feed =
      read_ok(Format::jafar, R"({"synctoken": "abc", "creationTime": "2025-08-15T14:30:00Z", "prefixes": [
      {"ipv4Prefix": "66.249.64.0/24", "services": ["Crawler", "Ads"]}, {"ipv6Prefix": "2001:4860::/48"}]})");
  EXPECT_EQ(row_texts(feed),
            (Texts{"66.249.64.0/24 @ Ads / ", "66.249.64.0/24 @ Crawler / ", "2001:4860::/48 @  / "}));
  EXPECT_EQ(feed.serial, "abc");
  EXPECT_FALSE(feed.order) << "the token is opaque";
  EXPECT_EQ(refusal_of(Format::jafar, R"({"prefixes": [{"ipv4Prefix": "66.249.64.0/24"}]})"),
            "creationTime is missing");
  EXPECT_EQ(
      refusal_of(Format::jafar,
                 R"({"creationTime": "2025-08-15T14:30:00Z", "prefixes": [{"services": ["Crawler"]}]})"),
      "prefixes[0]: ipv4Prefix or ipv6Prefix is missing");
}

TEST(AzureFeed, HasTagsForAServiceAndForARegionOfIt) {
  const Feed feed = read_ok(Format::azure, R"({"changeNumber": 363, "cloud": "Public", "values": [
      {"name": "Sql", "id": "Sql", "properties": {"changeNumber": 5, "region": "", "systemService": "AzureSQL",
          "addressPrefixes": ["4.150.0.0/16", "2603:1000::/46"]}},
      {"name": "Sql.EastUS2Stage", "id": "x", "properties": {"region": "eastus2", "addressPrefixes": ["4.150.0.0/16"]}},
      {"name": "AzureFrontDoor.Backend", "id": "y", "properties": {"region": "", "addressPrefixes": []}}]})");
  EXPECT_EQ(row_texts(feed),
            (Texts{"4.150.0.0/16 @ Sql / ", "4.150.0.0/16 @ Sql / EastUS2Stage", "2603:1000::/46 @ Sql / "}));
  EXPECT_EQ(feed.kind, "Public");
  EXPECT_EQ(feed.order, 363U);
  EXPECT_EQ(feed.empty_lists, Texts{"AzureFrontDoor.Backend"});
  EXPECT_EQ(refusal_of(Format::azure, R"({"changeNumber": 363, "cloud": "Public", "values": [{"name": "Sql",
      "properties": {"region": "", "addressPrefixes": ["4.150.0.0/16", "4.151.0.0/33"]}}]})")
                .substr(0, 58),
            "values[0].properties.addressPrefixes[1]: 4.151.0.0/33 is n");
  EXPECT_EQ(refusal_of(Format::azure, R"({"changeNumber": 363, "cloud": "Public"})"), "values is missing");
  EXPECT_EQ(refusal_of(Format::azure, R"({"changeNumber": "363", "cloud": "Public", "values": []})"),
            "changeNumber: this is a string, and should be a whole number");
}

TEST(GithubFeed, HasListsAtTheTopAndHostsBelow) {
  const Feed feed = read_ok(Format::github, R"({"verifiable_password_authentication": false,
      "ssh_keys": ["ssh-ed25519 AAAA"], "hooks": ["192.30.252.0/22"], "web": ["192.30.252.0/22", "2a0a:a440::/29"],
      "api": ["20.201.28.148/32"], "git": ["192.30.252.0/22"], "brand_new": ["20.1.2.3"], "actions": [],
      "domains": {"website": ["*.github.com", "*.github.io"], "actions_inbound": {"full_domains": ["github.com"]},
                  "artifact_attestations": {"trust_domain": ""}}})");
  EXPECT_EQ(
      row_texts(feed),
      (Texts{"20.1.2.3 @ brand_new / ", "20.201.28.148 @ api / ", "192.30.252.0/22 @ git / ",
             "192.30.252.0/22 @ hooks / ", "192.30.252.0/22 @ web / ", "2a0a:a440::/29 @ web / ",
             "github.com @ domains.actions_inbound.full_domains / ", "*.github.com @ domains.website / "}));
  EXPECT_EQ(feed.empty_lists, Texts{"actions"});
  ASSERT_EQ(feed.left_out.size(), 1U);
  EXPECT_TRUE(feed.left_out[0].starts_with("*.github.io ")) << feed.left_out[0];
}

TEST(GithubFeed, RefusesAListThatIsOnlyInPartOfPrefixes) {
  const std::string always =
      R"({"hooks": ["1.2.3.4"], "web": ["1.2.3.4"], "api": ["1.2.3.4"], "git": ["1.2.3.4"])";
  EXPECT_EQ(refusal_of(Format::github, always + R"(, "pages": ["1.2.3.4", "no prefix"]})").substr(0, 9),
            "pages[1]:");
  EXPECT_EQ(refusal_of(Format::github, always + R"(, "new": ["no prefix", "1.2.3.4"]})").substr(0, 7),
            "new[0]:");
  EXPECT_EQ(refusal_of(Format::github, always + R"(, "pages": "1.2.3.4"})"),
            "pages: this is a string, and should be a list");
  EXPECT_EQ(refusal_of(Format::github, always + R"(, "domains": {"website": ["a b.com"]}})").substr(0, 19),
            "domains.website[0]:");
  EXPECT_EQ(refusal_of(Format::github, R"({"hooks": ["1.2.3.4"], "git": ["1.2.3.4"]})"), "web is missing");
}

TEST(OracleFeed, HasTagsForAPrefixOfARegion) {
  const Feed feed =
      read_ok(Format::oracle, R"({"last_updated_timestamp": "2025-07-21T07:13:25.457838", "regions": [
      {"region": "us-ashburn-1", "cidrs": [{"cidr": "129.80.0.0/16", "tags": ["OSN", "OBJECT_STORAGE"]}]},
      {"region": "eu-x-1", "cidrs": []}]})");
  EXPECT_EQ(row_texts(feed),
            (Texts{"129.80.0.0/16 @ OBJECT_STORAGE / us-ashburn-1", "129.80.0.0/16 @ OSN / us-ashburn-1"}));
  EXPECT_EQ(feed.empty_lists, Texts{"eu-x-1"});
  EXPECT_EQ(sallyport::to_string(*feed.made), "2025-07-21T07:13:25.457Z");
  EXPECT_EQ(refusal_of(Format::oracle, R"({"last_updated_timestamp": "yesterday", "regions": []})"),
            "last_updated_timestamp: yesterday is no date and time");
  EXPECT_EQ(refusal_of(Format::oracle, R"({"last_updated_timestamp": "2025-07-21T07:13:25", "regions": [
      {"region": "r", "cidrs": ["129.80.0.0/16"]}]})"),
            "regions[0].cidrs[0]: this is a string, and should be an object");
}

TEST(FastlyFeed, HasAListForEachFamily) {
  EXPECT_EQ(row_texts(read_ok(Format::fastly,
                              R"({"addresses":["23.235.32.0/20"],"ipv6_addresses":["2a04:4e40::/32"]})")),
            (Texts{"23.235.32.0/20 @  / ", "2a04:4e40::/32 @  / "}));
  EXPECT_EQ(refusal_of(Format::fastly, R"({"addresses":["2a04:4e40::/32"],"ipv6_addresses":[]})"),
            "addresses[0]: 2a04:4e40::/32 is no IPv4 prefix");
  EXPECT_EQ(refusal_of(Format::fastly, R"({"addresses":["23.235.32.0/20"]})"), "ipv6_addresses is missing");
}

TEST(ZscalerFeed, SaysOfWhichCloudAndTypeItIs) {
  const Feed feed = read_ok(
      Format::zscaler, R"({"cloudName":"zscaler.net","type":"recommended","hubPrefixes":["8.25.203.0/24"]})");
  EXPECT_EQ(row_texts(feed), Texts{"8.25.203.0/24 @  / "});
  EXPECT_EQ(feed.kind, "zscaler.net recommended");
  EXPECT_EQ(refusal_of(Format::zscaler, R"({"cloudName":"zscaler.net","hubPrefixes":["8.25.203.0/24"]})"),
            "type is missing");
}

TEST(M365Feed, HasHostsAndPrefixesAtPorts) {
  const Feed feed = read_ok(Format::m365, R"([
      {"id": 1, "serviceArea": "Exchange", "urls": ["outlook.office.com", "*.outlook.com"],
       "ips": ["40.96.0.0/13"], "tcpPorts": "80, 443", "udpPorts": "3478-3481", "required": true},
      {"id": 8, "serviceArea": "Exchange", "urls": ["autodiscover.*.onmicrosoft.com"], "tcpPorts": "443"},
      {"id": 11, "serviceArea": "Skype", "ips": ["52.112.0.0/14"]}])");
  EXPECT_EQ(row_texts(feed),
            (Texts{"40.96.0.0/13 80/tcp @ Exchange / ", "40.96.0.0/13 443/tcp @ Exchange / ",
                   "40.96.0.0/13 3478-3481/udp @ Exchange / ", "52.112.0.0/14 @ Skype / ",
                   "outlook.office.com 80/tcp @ Exchange / ", "outlook.office.com 443/tcp @ Exchange / ",
                   "outlook.office.com 3478-3481/udp @ Exchange / ", "**.outlook.com 80/tcp @ Exchange / ",
                   "**.outlook.com 443/tcp @ Exchange / ", "**.outlook.com 3478-3481/udp @ Exchange / "}));
  ASSERT_EQ(feed.left_out.size(), 1U);
  EXPECT_NE(feed.left_out[0].find("autodiscover.*.onmicrosoft.com"), std::string::npos) << feed.left_out[0];
}

TEST(M365Feed, RefusesWithThePath) {
  EXPECT_EQ(refusal_of(Format::m365, R"([{"id": 1, "serviceArea": "Exchange", "tcpPorts": "443"}])"),
            "[0]: it has neither urls nor ips");
  EXPECT_EQ(refusal_of(Format::m365, R"([{"id": 1, "urls": ["a.com"]}])"), "[0]: serviceArea is missing");
  EXPECT_EQ(refusal_of(Format::m365, R"([{"id": "1", "serviceArea": "x", "urls": ["a.com"]}])"),
            "[0].id: this is a string, and should be a whole number");
  EXPECT_EQ(refusal_of(Format::m365, R"([{"id": 1, "serviceArea": "x", "urls": ["a.com"], "tcpPorts": "0"}])")
                .substr(0, 13),
            "[0].tcpPorts:");
  EXPECT_EQ(
      refusal_of(Format::m365, R"([{"id": 1, "serviceArea": "x", "urls": ["http://a.com/"]}])").substr(0, 12),
      "[0].urls[0]:");
  EXPECT_EQ(refusal_of(Format::m365, R"([{"id": 1, "serviceArea": "x", "urls": ["*"]}])").substr(0, 12),
            "[0].urls[0]:");
}

TEST(M365Feed, DoesNotGrowBeyondItsBounds) {
  std::string ports = "1";
  for (int i = 2; i <= 64; ++i) ports += "," + std::to_string(i);
  std::string hosts;
  for (int i = 0; i < 20'000; ++i) hosts += (i == 0 ? "\"h" : ",\"h") + std::to_string(i) + ".example.com\"";
  const auto body = [&](std::string_view more) {
    return R"([{"id": 1, "serviceArea": "x", "urls": [)" + hosts + R"(], "tcpPorts": ")" + ports +
           std::string(more) + "\"}]";
  };
  EXPECT_EQ(read_feed(Format::m365, body("")).error().code, ErrorCode::too_many_entries);
  EXPECT_EQ(refusal_of(Format::m365, body(",65")), "[0].tcpPorts: these are more than 64 ports");
}

TEST(ReadFeed, StopsAtTheLimitItIsGiven) {
  const std::string text = "8.8.8.8\n8.8.4.4\n9.9.9.9\nno address\n";
  EXPECT_EQ(read_feed(Format::list, text, 3).error().code, ErrorCode::malformed_feed);
  const auto refused = read_feed(Format::list, text, 2);  // before it comes to the last line
  EXPECT_EQ(refused.error().code, ErrorCode::too_many_entries);
  EXPECT_NE(refused.error().message.find("more than 2 entries"), std::string::npos)
      << refused.error().message;
  const std::string json = R"({"addresses":["23.235.32.0/20"],"ipv6_addresses":["2a04:4e40::/32"]})";
  EXPECT_TRUE(read_feed(Format::fastly, json, 2));
  EXPECT_EQ(read_feed(Format::fastly, json, 1).error().code, ErrorCode::too_many_entries);
}

}  // namespace
}  // namespace sallyport::catalog
