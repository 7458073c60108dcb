// AWS security groups: a CloudFormation template with the rules of one or more groups in a VPC.
//
// Limits: 60 rules a direction of a group, for IPv4 and for IPv6 apart, and 5 groups an interface (VPC
// User Guide, "Amazon VPC quotas": defaults). Longer lists are split into groups that are attached
// together. A rule is one prefix with one range of ports; a prefix without ports is refused, as it would
// open every port of every protocol.
// Loading: aws cloudformation deploy; the update replaces what the groups had.
#include <fmt/format.h>
#include <boost/json/array.hpp>

#include <algorithm>

#include "render/cloudformation.h"
#include "render/group_fit.h"
#include "render/parts.h"
#include "render/port_groups.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostRulesOfSecurityGroup = 60;
constexpr std::size_t kMostRulesOfSecurityGroups = 5 * kMostRulesOfSecurityGroup;

std::size_t security_group_rules_of_prefix(const PrefixGroup& group) { return group.ports.size(); }

struct SecurityGroupRules {
  std::vector<json::object> ipv4, ipv6;
};

SecurityGroupRules security_group_rules(const std::vector<PrefixGroup>& groups) {
  SecurityGroupRules rules;
  for (const auto& group : groups) {
    for (const auto& ports : group.ports) {
      for (const auto& prefix : group.prefixes.prefixes()) {
        const bool ipv4 = prefix.family() == net::Family::ipv4;
        (ipv4 ? rules.ipv4 : rules.ipv6)
            .push_back({{"IpProtocol", net::to_string(ports.protocol)},
                        {"FromPort", ports.first},
                        {"ToPort", ports.last},
                        {ipv4 ? "CidrIp" : "CidrIpv6", cidr(prefix)}});
      }
    }
  }
  return rules;
}

void append_slice(json::array& to, const std::vector<json::object>& rules, std::size_t number) {
  const std::size_t start = std::min(number * kMostRulesOfSecurityGroup, rules.size());
  const std::size_t end = std::min(start + kMostRulesOfSecurityGroup, rules.size());
  for (std::size_t i = start; i < end; ++i) to.push_back(rules[i]);
}

}  // namespace

Result<Rendered> write_aws_security_group(const List& list, const Options& options) {
  if (!list.prefixes.empty()) {
    const std::string first = list.prefixes.prefixes().front().to_string();
    return fail(
        ErrorCode::cannot_say,
        fmt::format("{} has no ports, and a rule of a security group without ports opens all of them: write "
                    "the ports behind each line, as in \"{} 443/tcp\"",
                    first, first));
  }
  std::vector<std::string> notes;
  SALLYPORT_ASSIGN(auto all, prefix_groups(list, options));
  SALLYPORT_ASSIGN(const auto groups,
                   fit_groups("aws-security-group", std::move(all), security_group_rules_of_prefix,
                              {kMostRulesOfSecurityGroups, kMostRulesOfSecurityGroups}, options, notes));
  const SecurityGroupRules rules = security_group_rules(groups);
  const std::size_t longest = std::max(rules.ipv4.size(), rules.ipv6.size());
  const std::size_t needed = (longest + kMostRulesOfSecurityGroup - 1) / kMostRulesOfSecurityGroup;
  const bool in = options.direction == Direction::in;
  std::vector<Resource> resources;
  for (std::size_t number = 0; number < needed; ++number) {
    json::array slice;
    append_slice(slice, rules.ipv4, number);
    append_slice(slice, rules.ipv6, number);
    resources.push_back(
        {.id = fmt::format("Group{}", number + 1),
         .type = "AWS::EC2::SecurityGroup",
         .properties = {{"GroupName",
                         fmt::format("{}-{}-{}", options.name, word(options.direction), number + 1)},
                        {"GroupDescription", "Rendered by Sallyport"},
                        {"VpcId", json::object{{"Ref", "VpcId"}}},
                        {in ? "SecurityGroupIngress" : "SecurityGroupEgress", std::move(slice)}},
         .attribute = "GroupId"});
  }
  const json::object vpc{{"Type", "AWS::EC2::VPC::Id"}};
  Rendered rendered = cloudformation(fmt::format("{}-{}", dashed(options.name), word(options.direction)),
                                     {{"VpcId", vpc}}, std::move(resources));
  rendered.notes.insert(rendered.notes.begin(), notes.begin(), notes.end());
  rendered.notes.push_back("add to the command: --parameter-overrides VpcId=vpc-...");
  if (needed > 1) {
    rendered.notes.push_back(fmt::format(
        "{} security groups of 60 rules each: attach all of them, and delete none while it is attached",
        needed));
  }
  if (in) rendered.notes.push_back("the groups let everything out, as every new security group does");
  return rendered;
}

}  // namespace sallyport::render
