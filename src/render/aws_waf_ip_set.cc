// AWS WAF IP sets, for web ACLs: a CloudFormation template.
//
// Limits: an IP set has one address family and at most 10,000 addresses, and takes every length but 0
// (AWS WAF Developer Guide, "AWS WAF quotas"; API reference, IPSet); 100 IP sets a Region. Longer lists
// are split: a rule joins the sets by an OrStatement. A /0 is written as its two halves.
// Loading: aws cloudformation deploy; WAF replaces each set as a whole.
#include <fmt/format.h>
#include <boost/json/array.hpp>

#include "render/cloudformation.h"
#include "render/parts.h"
#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kMostAddressesOfIpSet = 10'000;

boost::json::array waf_addresses(Part part) {
  boost::json::array addresses;
  addresses.reserve(part.size());
  for (const auto& prefix : part) addresses.emplace_back(cidr(prefix));
  return addresses;
}

}  // namespace

Result<Rendered> write_aws_waf_ip_set(const List& list, const Options& options) {
  const std::vector<net::Prefix> prefixes = without_length_0(list.prefixes);
  std::vector<Resource> resources;
  std::size_t of_family[2] = {0, 0};
  for (const Part part : parts(prefixes, kMostAddressesOfIpSet)) {
    const std::size_t number = ++of_family[is_ipv4(part) ? 0 : 1];
    const std::string_view family = is_ipv4(part) ? "IPV4" : "IPV6";
    resources.push_back({.id = fmt::format("{}Set{}", is_ipv4(part) ? "IPv4" : "IPv6", number),
                         .type = "AWS::WAFv2::IPSet",
                         .properties = {{"Name", fmt::format("{}-{}-{}", options.name,
                                                             is_ipv4(part) ? "ipv4" : "ipv6", number)},
                                        {"Scope", boost::json::object{{"Ref", "Scope"}}},
                                        {"IPAddressVersion", family},
                                        {"Addresses", waf_addresses(part)}},
                         .attribute = "Arn"});
  }
  const std::size_t sets = resources.size();
  const boost::json::object scope{{"Type", "String"},
                                  {"Default", "REGIONAL"},
                                  {"AllowedValues", boost::json::array{"REGIONAL", "CLOUDFRONT"}}};
  Rendered rendered = cloudformation(dashed(options.name) + "-waf", {{"Scope", scope}}, std::move(resources));
  if (sets > 1) {
    rendered.notes.push_back(
        fmt::format("{} IP sets: the rule of the web ACL joins them by an OrStatement (their ARNs are the "
                    "stack's outputs)",
                    sets));
  }
  rendered.notes.push_back("for CloudFront add: --parameter-overrides Scope=CLOUDFRONT --region us-east-1");
  return rendered;
}

}  // namespace sallyport::render
