// AWS: managed prefix lists, WAF IP sets, security groups; templates of CloudFormation.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

namespace json = boost::json;
using testing::Parsed;
using testing::parsed_ports;
using testing::parsed_prefix;
using testing::random_list;
using testing::refusal;
using testing::rendered;
using testing::same_list;
using testing::scattered_list;
using testing::scattered_prefixes;
using testing::some_note_has;

// The properties of all resources of that type, over all files, which must be templates of fit size.
std::vector<json::object> resources_of(const Rendered& output, std::string_view type) {
  std::vector<json::object> found;
  for (const auto& file : output.files) {
    EXPECT_LT(file.text.size(), 1'000'000U) << file.name;
    const json::object document = json::parse(file.text).as_object();
    EXPECT_EQ(document.at("AWSTemplateFormatVersion").as_string(), "2010-09-09");
    EXPECT_EQ(document.at("Outputs").as_object().size(), document.at("Resources").as_object().size());
    for (const auto& [id, resource] : document.at("Resources").as_object()) {
      EXPECT_TRUE(document.at("Outputs").as_object().contains(id)) << id;
      EXPECT_EQ(resource.as_object().at("Type").as_string(), type);
      found.push_back(resource.as_object().at("Properties").as_object());
    }
  }
  return found;
}

std::string text_of(const json::object& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

// Holds each list to its limits.
Parsed parse_prefix_lists(const Rendered& output) {
  Parsed parsed;
  for (const auto& list : resources_of(output, "AWS::EC2::PrefixList")) {
    const json::array& entries = list.at("Entries").as_array();
    EXPECT_GE(entries.size(), 1U);
    EXPECT_LE(entries.size(), 100U);
    EXPECT_GE(list.at("MaxEntries").as_int64(), static_cast<std::int64_t>(entries.size()));
    for (const auto& entry : entries) {
      const std::string cidr = text_of(entry.as_object(), "Cidr");
      EXPECT_NE(cidr.find('/'), std::string::npos) << cidr;
      parsed.prefixes.emplace_back(parsed_prefix(cidr), std::nullopt);
      const bool ipv4 = parsed.prefixes.back().first.family() == net::Family::ipv4;
      EXPECT_EQ(text_of(list, "AddressFamily"), ipv4 ? "IPv4" : "IPv6");
    }
  }
  return parsed;
}

Parsed parse_ip_sets(const Rendered& output) {
  Parsed parsed;
  for (const auto& set : resources_of(output, "AWS::WAFv2::IPSet")) {
    const json::array& addresses = set.at("Addresses").as_array();
    EXPECT_GE(addresses.size(), 1U);
    EXPECT_LE(addresses.size(), 10'000U);
    for (const auto& address : addresses) {
      const std::string cidr(address.as_string());
      EXPECT_NE(cidr.find('/'), std::string::npos) << cidr;
      parsed.prefixes.emplace_back(parsed_prefix(cidr), std::nullopt);
      EXPECT_GT(parsed.prefixes.back().first.length(), 0U);
      const bool ipv4 = parsed.prefixes.back().first.family() == net::Family::ipv4;
      EXPECT_EQ(text_of(set, "IPAddressVersion"), ipv4 ? "IPV4" : "IPV6");
    }
  }
  return parsed;
}

Parsed parse_security_groups(const Rendered& output, std::string_view rules_key) {
  Parsed parsed;
  const auto groups = resources_of(output, "AWS::EC2::SecurityGroup");
  EXPECT_LE(groups.size(), 5U);
  for (const auto& group : groups) {
    std::size_t of_family[2] = {0, 0};
    for (const auto& value : group.at(rules_key).as_array()) {
      const json::object& rule = value.as_object();
      const bool ipv4 = rule.contains("CidrIp");
      ++of_family[ipv4 ? 0 : 1];
      const std::string range =
          std::to_string(rule.at("FromPort").as_int64()) + '-' + std::to_string(rule.at("ToPort").as_int64());
      parsed.prefixes.emplace_back(parsed_prefix(text_of(rule, ipv4 ? "CidrIp" : "CidrIpv6")),
                                   parsed_ports(range, text_of(rule, "IpProtocol")));
      EXPECT_EQ(parsed.prefixes.back().first.family(), ipv4 ? net::Family::ipv4 : net::Family::ipv6);
    }
    EXPECT_LE(of_family[0], 60U);
    EXPECT_LE(of_family[1], 60U);
    EXPECT_GE(of_family[0] + of_family[1], 1U);
  }
  return parsed;
}

List on_443(const std::vector<net::Prefix>& prefixes) {
  List result;
  for (const auto& prefix : prefixes) result.destinations.push_back({prefix, net::Ports{}});
  return result;
}

TEST(Aws, ReadsBackToTheSameList) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 300; ++i) {
    const List list = random_list(random, {});
    ASSERT_TRUE(same_list(list, parse_prefix_lists(rendered("aws-prefix-list", list)))) << i;
    ASSERT_TRUE(same_list(list, parse_ip_sets(rendered("aws-waf-ip-set", list)))) << i;
    const List ports = random_list(random, {.ports = true, .portless = false});
    ASSERT_TRUE(same_list(
        ports, parse_security_groups(rendered("aws-security-group", ports), "SecurityGroupIngress")))
        << i;
  }
}

TEST(AwsPrefixList, AListIsSplitAtWhatCloudFormationTakes) {
  for (const auto family : {net::Family::ipv4, net::Family::ipv6}) {
    EXPECT_EQ(
        resources_of(rendered("aws-prefix-list", scattered_list(family, 100)), "AWS::EC2::PrefixList").size(),
        1U);
    const List list = scattered_list(family, 101);
    const Rendered output = rendered("aws-prefix-list", list);
    const auto lists = resources_of(output, "AWS::EC2::PrefixList");
    ASSERT_EQ(lists.size(), 2U);
    EXPECT_EQ(lists[0].at("MaxEntries").as_int64(), 100);
    EXPECT_EQ(lists[1].at("MaxEntries").as_int64(), 10);
    EXPECT_TRUE(same_list(list, parse_prefix_lists(output)));
  }
}

TEST(AwsPrefixList, IsRefusedOrSummarisedBeyondARegion) {
  const List most = scattered_list(net::Family::ipv4, 9900);
  EXPECT_EQ(resources_of(rendered("aws-prefix-list", most), "AWS::EC2::PrefixList").size(), 99U);
  const List more = scattered_list(net::Family::ipv4, 9901);
  const Error error = refusal("aws-prefix-list", more);
  EXPECT_EQ(error.code, ErrorCode::too_many_entries);
  EXPECT_NE(error.message.find("--summarise"), std::string::npos) << error.message;
  const Rendered summary = rendered("aws-prefix-list", more, {.summarise = true});
  std::vector<net::Prefix> prefixes;
  for (const auto& [prefix, ports] : parse_prefix_lists(summary).prefixes) prefixes.push_back(prefix);
  EXPECT_LE(prefixes.size(), 9900U);
  EXPECT_TRUE(more.prefixes.without(net::PrefixSet::of(prefixes)).empty());
}

TEST(AwsWafIpSet, IsSplitAtTenThousand) {
  EXPECT_EQ(
      resources_of(rendered("aws-waf-ip-set", scattered_list(net::Family::ipv4, 10'000)), "AWS::WAFv2::IPSet")
          .size(),
      1U);
  const List list = scattered_list(net::Family::ipv4, 10'001);
  const Rendered output = rendered("aws-waf-ip-set", list);
  const auto sets = resources_of(output, "AWS::WAFv2::IPSet");
  ASSERT_EQ(sets.size(), 2U);
  EXPECT_EQ(text_of(sets[0], "Name"), "sallyport-ipv4-1");
  EXPECT_EQ(text_of(sets[1], "Name"), "sallyport-ipv4-2");
  EXPECT_EQ(sets[1].at("Addresses").as_array().size(), 1U);
  EXPECT_TRUE(some_note_has(output, "OrStatement"));
}

TEST(AwsWafIpSet, LongListsTakeSeveralTemplates) {
  std::vector<net::Prefix> prefixes = scattered_prefixes(net::Family::ipv4, 60'000);
  for (const auto& prefix : scattered_prefixes(net::Family::ipv6, 30'000)) prefixes.push_back(prefix);
  const List list{net::PrefixSet::of(prefixes), {}};
  const Rendered output = rendered("aws-waf-ip-set", list, {.name = "a_b"});
  ASSERT_GT(output.files.size(), 1U);
  EXPECT_EQ(output.files[0].name, "a-b-waf.json");
  EXPECT_EQ(output.files[1].name, "a-b-waf-2.json");
  EXPECT_TRUE(same_list(list, parse_ip_sets(output)));
  EXPECT_TRUE(some_note_has(output, "--stack-name a-b-waf-2 --template-file a-b-waf-2.json --s3-bucket"));
}

TEST(AwsWafIpSet, AllAddressesAreTwoHalves) {
  const Rendered output = rendered("aws-waf-ip-set", parse_list("0.0.0.0/0\n::/0").value());
  std::vector<std::string> addresses;
  for (const auto& set : resources_of(output, "AWS::WAFv2::IPSet")) {
    for (const auto& address : set.at("Addresses").as_array()) addresses.emplace_back(address.as_string());
  }
  EXPECT_EQ(addresses, (std::vector<std::string>{"0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1"}));
}

TEST(AwsWafIpSet, TheScopeIsAParameter) {
  const json::object document =
      json::parse(rendered("aws-waf-ip-set", parse_list("192.0.2.1").value()).files.front().text).as_object();
  EXPECT_EQ(document.at("Parameters").at("Scope").at("Default").as_string(), "REGIONAL");
  EXPECT_EQ(document.at("Resources").at("IPv4Set1").at("Properties").at("Scope").at("Ref").as_string(),
            "Scope");
}

TEST(AwsSecurityGroup, APrefixWithoutPortsIsRefused) {
  const Error error = refusal("aws-security-group", parse_list("10.0.0.0/8 443/tcp\n192.0.2.1").value());
  EXPECT_EQ(error.code, ErrorCode::cannot_say);
  EXPECT_NE(error.message.find("\"192.0.2.1 443/tcp\""), std::string::npos) << error.message;
}

TEST(AwsSecurityGroup, TheDirectionDecidesWhichRules) {
  const List list = parse_list("192.0.2.1 443/tcp").value();
  const Rendered out = rendered("aws-security-group", list, {.name = "vendor", .direction = Direction::out});
  const auto groups = resources_of(out, "AWS::EC2::SecurityGroup");
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_FALSE(groups[0].contains("SecurityGroupIngress"));
  EXPECT_EQ(text_of(groups[0], "GroupName"), "vendor-out-1");
  EXPECT_TRUE(same_list(list, parse_security_groups(out, "SecurityGroupEgress")));
}

TEST(AwsSecurityGroup, SixtyRulesOfEachFamilyAGroup) {
  List both = on_443(scattered_prefixes(net::Family::ipv4, 60));
  for (const auto& prefix : scattered_prefixes(net::Family::ipv6, 60)) {
    both.destinations.push_back({prefix, net::Ports{}});
  }
  EXPECT_EQ(resources_of(rendered("aws-security-group", both), "AWS::EC2::SecurityGroup").size(), 1U);
  const List more = on_443(scattered_prefixes(net::Family::ipv6, 61));
  const Rendered output = rendered("aws-security-group", more);
  EXPECT_EQ(resources_of(output, "AWS::EC2::SecurityGroup").size(), 2U);
  EXPECT_TRUE(same_list(more, parse_security_groups(output, "SecurityGroupIngress")));
  EXPECT_TRUE(some_note_has(output, "attach all of them"));
}

TEST(AwsSecurityGroup, BeyondFiveGroupsIsRefusedOrSummarised) {
  const List most = on_443(scattered_prefixes(net::Family::ipv4, 300));
  EXPECT_TRUE(
      same_list(most, parse_security_groups(rendered("aws-security-group", most), "SecurityGroupIngress")));
  const List more = on_443(scattered_prefixes(net::Family::ipv4, 301));
  const Error error = refusal("aws-security-group", more);
  EXPECT_EQ(error.code, ErrorCode::too_many_entries);
  // Of 301 single addresses with one between each two, joining two lets in two more: two prefixes must become
  // one.
  EXPECT_NE(error.message.find("lets in 2 IPv4 addresses besides"), std::string::npos) << error.message;
  const Rendered summary = rendered("aws-security-group", more, {.summarise = true});
  EXPECT_TRUE(some_note_has(summary, "lets in 2 IPv4 addresses besides"));
  EXPECT_EQ(parse_security_groups(summary, "SecurityGroupIngress").prefixes.size(), 300U);
}

}  // namespace
}  // namespace sallyport::render
