// Azure network security groups: an ARM template with numbered rules for a group that is there.
//
// Limits: 4,000 prefixes in all rules of a group, for sources and for destinations apart, and 1,000
// rules ("Azure subscription and service limits", networking); a rule names one protocol or all.
// Families are kept apart.
// Loading: az deployment group create. Each rule is replaced at once; the rules one after the other, as
// a group takes one change at a time.
#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

#include "render/group_fit.h"
#include "render/json_text.h"
#include "render/parts.h"
#include "render/port_groups.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostPrefixesOfAzureGroup = 4000;
constexpr std::size_t kMostRulesOfAzureGroup = 1000;

struct AzureRule {
  std::string_view protocol;
  json::array ports;
  Part prefixes;
};

void append_azure_rules(std::vector<AzureRule>& rules, const PrefixGroup& group) {
  const std::vector<Part> pieces = parts(group.prefixes.prefixes(), kMostPrefixesOfAzureGroup);
  if (group.ports.empty()) {
    for (const Part part : pieces) rules.push_back({"*", {"*"}, part});
    return;
  }
  for (const auto protocol : {net::Protocol::tcp, net::Protocol::udp}) {
    json::array ports;
    for (const auto& one : group.ports) {
      if (one.protocol == protocol) ports.emplace_back(range_text(one, "-"));
    }
    if (ports.empty()) continue;
    for (const Part part : pieces) {
      rules.push_back({protocol == net::Protocol::tcp ? "Tcp" : "Udp", ports, part});
    }
  }
}

bool has_protocol(const PrefixGroup& group, net::Protocol protocol) {
  return std::ranges::any_of(group.ports, [protocol](const auto& one) { return one.protocol == protocol; });
}

// A rule for each protocol repeats the prefixes.
std::size_t azure_entries_of_prefix(const PrefixGroup& group) {
  const auto rules = static_cast<std::size_t>(has_protocol(group, net::Protocol::tcp)) +
                     static_cast<std::size_t>(has_protocol(group, net::Protocol::udp));
  return group.ports.empty() ? 1 : rules;
}

// The families share the room: one that needs less than half leaves the rest to the other.
Room azure_room(const std::vector<PrefixGroup>& groups) {
  const Room needed = room_needed(groups, azure_entries_of_prefix);
  const std::size_t half = kMostPrefixesOfAzureGroup / 2;
  if (needed.ipv4 <= half) return {needed.ipv4, kMostPrefixesOfAzureGroup - needed.ipv4};
  if (needed.ipv6 <= half) return {kMostPrefixesOfAzureGroup - needed.ipv6, needed.ipv6};
  return {half, half};
}

json::object azure_resource(const AzureRule& rule, const std::string& base, std::size_t number,
                            Direction direction) {
  const bool in = direction == Direction::in;
  json::array prefixes;
  for (const auto& prefix : rule.prefixes) prefixes.emplace_back(cidr(prefix));
  json::object properties{{"priority", fmt::format("[add(parameters('firstPriority'), {})]", number - 1)},
                          {"direction", in ? "Inbound" : "Outbound"},
                          {"access", "Allow"},
                          {"protocol", rule.protocol},
                          {"sourcePortRange", "*"},
                          {"destinationPortRanges", rule.ports},
                          {in ? "destinationAddressPrefix" : "sourceAddressPrefix", "*"},
                          {in ? "sourceAddressPrefixes" : "destinationAddressPrefixes", std::move(prefixes)}};
  json::object resource{
      {"type", "Microsoft.Network/networkSecurityGroups/securityRules"},
      {"apiVersion", "2023-11-01"},
      {"name", fmt::format("[concat(parameters('networkSecurityGroup'), '/{}-{}')]", base, number)},
      {"properties", std::move(properties)}};
  if (number > 1) {
    resource["dependsOn"] =
        json::array{fmt::format("[resourceId('Microsoft.Network/networkSecurityGroups/securityRules', "
                                "parameters('networkSecurityGroup'), '{}-{}')]",
                                base, number - 1)};
  }
  return resource;
}

}  // namespace

Result<Rendered> write_azure_firewall(const List& list, const Options& options) {
  const std::string base = fmt::format("{}-{}", options.name, word(options.direction));
  std::vector<std::string> notes;
  SALLYPORT_ASSIGN(auto all, prefix_groups(list, options));
  const Room room = azure_room(all);
  SALLYPORT_ASSIGN(const auto groups, fit_groups("azure-firewall", std::move(all), azure_entries_of_prefix,
                                                 room, options, notes));
  std::vector<AzureRule> rules;
  for (const auto& group : groups) append_azure_rules(rules, group);
  if (rules.size() > kMostRulesOfAzureGroup) {
    return fail(
        ErrorCode::too_many_entries,
        fmt::format("the ports take {} rules, and a network security group has room for {}: list the same "
                    "ports for more of the prefixes",
                    rules.size(), kMostRulesOfAzureGroup));
  }
  json::array resources;
  for (const auto& rule : rules) {
    resources.emplace_back(azure_resource(rule, base, resources.size() + 1, options.direction));
  }
  const json::object document{
      {"$schema", "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"},
      {"contentVersion", "1.0.0.0"},
      {"parameters",
       json::object{{"networkSecurityGroup", json::object{{"type", "string"}}},
                    {"firstPriority", json::object{{"type", "int"},
                                                   {"defaultValue", 1000},
                                                   {"minValue", 100},
                                                   {"maxValue", 4097 - static_cast<int>(rules.size())}}}}},
      {"resources", std::move(resources)}};
  Rendered rendered{.files = {{base + ".json", json_text(document)}}, .notes = std::move(notes)};
  rendered.notes.push_back(fmt::format(
      "load it with: az deployment group create --resource-group GROUP --template-file {}.json --parameters "
      "networkSecurityGroup=NAME",
      base));
  rendered.notes.push_back(
      fmt::format("{} rule{}: each is replaced as a whole; delete rules {}-NUMBER of higher numbers, which a "
                  "longer list left behind",
                  rules.size(), rules.size() == 1 ? "" : "s", base));
  return rendered;
}

}  // namespace sallyport::render
