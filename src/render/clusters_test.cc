// Kubernetes, Cilium, Calico.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <map>

#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

using testing::Parsed;
using testing::parsed_ports;
using testing::parsed_prefix;
using testing::random_list;
using testing::refusal;
using testing::rendered;
using testing::same_list;
using testing::scattered_list;
using testing::some_note_has;

constexpr std::size_t kAnnotation = 262'144;  // bytes that `kubectl apply` may keep of an object

// The documents of the one file, each with a name of its own and the label that `kubectl apply --prune` goes
// by.
std::vector<YAML::Node> documents_of(const Rendered& output, const std::string& label) {
  EXPECT_EQ(output.files.size(), 1U);
  const std::vector<YAML::Node> documents = YAML::LoadAll(output.files.front().text);
  std::map<std::string, int> names;
  for (const auto& document : documents) {
    EXPECT_EQ(document["metadata"]["labels"]["sallyport-list"].as<std::string>(), label);
    EXPECT_LE(document["metadata"]["name"].as<std::string>().size(), 63U);
    const std::string name =
        document["kind"].as<std::string>() + '/' + document["metadata"]["name"].as<std::string>();
    EXPECT_EQ(++names[name], 1) << name;
    std::ostringstream text;
    text << document;
    EXPECT_LT(text.str().size(), kAnnotation) << name;
  }
  return documents;
}

// "port", "endPort" and "protocol", as all three write them; none: every port.
std::vector<std::optional<net::Ports>> scopes_of(const YAML::Node& ports) {
  std::vector<std::optional<net::Ports>> scopes;
  for (const auto& one : ports) {
    std::string range = one["port"].as<std::string>();
    if (one["endPort"]) range += '-' + one["endPort"].as<std::string>();
    scopes.emplace_back(parsed_ports(range, one["protocol"].as<std::string>()));
  }
  if (!ports.IsDefined()) scopes.emplace_back(std::nullopt);
  return scopes;
}

Parsed parse_kubernetes(const Rendered& output, bool in) {
  Parsed parsed;
  for (const auto& policy : documents_of(output, in ? "sallyport-in" : "sallyport-out")) {
    EXPECT_EQ(policy["apiVersion"].as<std::string>(), "networking.k8s.io/v1");
    EXPECT_EQ(policy["kind"].as<std::string>(), "NetworkPolicy");
    const YAML::Node spec = policy["spec"];
    EXPECT_EQ(spec["podSelector"]["matchLabels"][in ? "sallyport-in" : "sallyport-out"].as<std::string>(),
              "sallyport");
    EXPECT_EQ(spec["policyTypes"].size(), 1U);
    EXPECT_EQ(spec["policyTypes"][0].as<std::string>(), in ? "Ingress" : "Egress");
    EXPECT_EQ(spec.size(), 3U);
    std::size_t blocks = 0;
    for (const auto& rule : spec[in ? "ingress" : "egress"]) {
      const YAML::Node peers = rule[in ? "from" : "to"];
      EXPECT_GE(peers.size(), 1U);  // none would be everybody
      for (const auto& peer : peers) {
        ++blocks;
        for (const auto& scope : scopes_of(rule["ports"])) {
          parsed.prefixes.emplace_back(parsed_prefix(peer["ipBlock"]["cidr"].as<std::string>()), scope);
        }
      }
    }
    EXPECT_GE(blocks, 1U);
    EXPECT_LE(blocks, 1000U);
  }
  return parsed;
}

// The scopes of a rule of Cilium: all ports of all its lists.
std::vector<std::optional<net::Ports>> cilium_scopes(const YAML::Node& rule) {
  if (!rule["toPorts"]) return {std::nullopt};
  std::vector<std::optional<net::Ports>> scopes;
  for (const auto& list : rule["toPorts"]) {
    EXPECT_LE(list["ports"].size(), 40U);
    EXPECT_GE(list["ports"].size(), 1U);
    for (const auto& scope : scopes_of(list["ports"])) scopes.push_back(scope);
  }
  return scopes;
}

bool is_dns_rule(const YAML::Node& rule) {
  return rule["toEndpoints"] && rule["toPorts"][0]["ports"][0]["port"].as<std::string>() == "53" &&
         rule["toPorts"][0]["rules"]["dns"][0]["matchPattern"].as<std::string>() == "*";
}

struct ParsedCilium {
  Parsed list;
  int dns_rules = 0;
};

ParsedCilium parse_cilium(const Rendered& output, bool in) {
  ParsedCilium parsed;
  std::map<std::string, std::vector<net::Prefix>> groups;
  YAML::Node policy;
  for (const auto& document : documents_of(output, in ? "sallyport-in" : "sallyport-out")) {
    EXPECT_EQ(document["apiVersion"].as<std::string>(), "cilium.io/v2");
    if (document["kind"].as<std::string>() == "CiliumNetworkPolicy") {
      policy = document;
      continue;
    }
    EXPECT_EQ(document["kind"].as<std::string>(), "CiliumCIDRGroup");
    auto& group = groups[document["metadata"]["name"].as<std::string>()];
    for (const auto& cidr : document["spec"]["externalCIDRs"])
      group.push_back(parsed_prefix(cidr.as<std::string>()));
    EXPECT_GE(group.size(), 1U);
    EXPECT_LE(group.size(), 2000U);
  }
  const YAML::Node spec = policy["spec"];
  EXPECT_EQ(spec["endpointSelector"]["matchLabels"][in ? "sallyport-in" : "sallyport-out"].as<std::string>(),
            "sallyport");
  EXPECT_EQ(spec.size(), 2U);
  for (const auto& rule : spec[in ? "ingress" : "egress"]) {
    if (is_dns_rule(rule)) {
      ++parsed.dns_rules;
      continue;
    }
    EXPECT_EQ(rule.size(), rule["toPorts"] ? 2U : 1U);  // one kind of peers, as Cilium refuses a mixture
    for (const auto& scope : cilium_scopes(rule)) {
      for (const auto& reference : rule[in ? "fromCIDRSet" : "toCIDRSet"]) {
        const auto& group = groups.at(reference["cidrGroupRef"].as<std::string>());
        for (const auto& prefix : group) parsed.list.prefixes.emplace_back(prefix, scope);
      }
      for (const auto& host : rule["toFQDNs"]) {
        const bool exact = host["matchName"].IsDefined();
        const std::string text = host[exact ? "matchName" : "matchPattern"].as<std::string>();
        EXPECT_EQ(exact, text.find('*') == std::string::npos) << text;
        parsed.list.hosts.emplace_back(text, scope);
      }
    }
  }
  return parsed;
}

Parsed parse_calico(const Rendered& output) {
  Parsed parsed;
  for (const auto& set : documents_of(output, "sallyport")) {
    EXPECT_EQ(set["apiVersion"].as<std::string>(), "projectcalico.org/v3");
    EXPECT_EQ(set["kind"].as<std::string>(), "GlobalNetworkSet");
    EXPECT_GE(set["spec"]["nets"].size(), 1U);
    EXPECT_LE(set["spec"]["nets"].size(), 2000U);
    for (const auto& net : set["spec"]["nets"]) {
      parsed.prefixes.emplace_back(parsed_prefix(net.as<std::string>()), std::nullopt);
    }
  }
  return parsed;
}

TEST(Clusters, ReadBackToTheSameList) {
  std::mt19937_64 random(31);
  const Options out{.direction = Direction::out};
  for (int i = 0; i < 150; ++i) {
    const List list = random_list(random, {.ports = true});
    ASSERT_TRUE(same_list(list, parse_kubernetes(rendered("kubernetes", list), true))) << i;
    ASSERT_TRUE(same_list(list, parse_kubernetes(rendered("kubernetes", list, out), false))) << i;
    const ParsedCilium in = parse_cilium(rendered("cilium", list), true);
    ASSERT_TRUE(same_list(list, in.list)) << i;
    EXPECT_EQ(in.dns_rules, 0);
    const List hosts = random_list(random, {.ports = true, .hosts = true, .wildcards = true});
    const ParsedCilium ways_out = parse_cilium(rendered("cilium", hosts, out), false);
    ASSERT_TRUE(same_list(hosts, ways_out.list)) << i;
    EXPECT_EQ(ways_out.dns_rules, ways_out.list.hosts.empty() ? 0 : 1);
    const List prefixes = random_list(random, {});
    ASSERT_TRUE(same_list(prefixes, parse_calico(rendered("calico", prefixes)))) << i;
  }
}

TEST(Kubernetes, LongListsTakeSeveralPolicies) {
  EXPECT_EQ(
      documents_of(rendered("kubernetes", scattered_list(net::Family::ipv6, 1000)), "sallyport-in").size(),
      1U);
  List list = scattered_list(net::Family::ipv6, 1001);
  EXPECT_EQ(documents_of(rendered("kubernetes", list), "sallyport-in").size(), 2U);
  EXPECT_TRUE(same_list(list, parse_kubernetes(rendered("kubernetes", list), true)));
  // Rules share a policy where there is room: 1001 blocks and 999 more are two policies.
  for (const auto& prefix : testing::scattered_prefixes(net::Family::ipv4, 999)) {
    list.destinations.push_back({prefix, net::Ports{}});
  }
  EXPECT_EQ(documents_of(rendered("kubernetes", list), "sallyport-in").size(), 2U);
  EXPECT_TRUE(same_list(list, parse_kubernetes(rendered("kubernetes", list), true)));
}

TEST(Kubernetes, HostsAreRefusedByName) {
  const Error error = refusal("kubernetes", parse_list("192.0.2.1\napi.example.com 443/tcp").value());
  EXPECT_EQ(error.code, ErrorCode::cannot_say);
  EXPECT_NE(error.message.find("api.example.com"), std::string::npos) << error.message;
  EXPECT_NE(error.message.find("cilium"), std::string::npos) << error.message;
}

TEST(Clusters, NamesAreTheClusters) {
  const List list = parse_list("192.0.2.1").value();
  for (const char* target : {"kubernetes", "cilium", "calico"}) {
    EXPECT_EQ(refusal(target, list, {.name = "a_"}).code, ErrorCode::invalid_setting) << target;
    const auto documents = YAML::LoadAll(rendered(target, list, {.name = "a_b_3"}).files.front().text);
    for (const auto& document : documents) {
      EXPECT_TRUE(document["metadata"]["name"].as<std::string>().starts_with("a-b-3")) << target;
    }
  }
  EXPECT_TRUE(some_note_has(rendered("kubernetes", list, {.name = "a_b_3"}), "labelled sallyport-in=a-b-3"));
}

TEST(Cilium, HostsGoOutOnly) {
  const List list = parse_list("*.example.com 443/tcp\n192.0.2.1").value();
  const Error error = refusal("cilium", list);
  EXPECT_EQ(error.code, ErrorCode::cannot_say);
  EXPECT_NE(error.message.find("*.example.com 443/tcp"), std::string::npos) << error.message;
  EXPECT_NE(error.message.find("--direction out"), std::string::npos) << error.message;
}

TEST(Cilium, LongListsTakeSeveralGroupsAndPortLists) {
  const List list = scattered_list(net::Family::ipv6, 2001);
  EXPECT_EQ(documents_of(rendered("cilium", list), "sallyport-in").size(), 3U);
  EXPECT_TRUE(same_list(list, parse_cilium(rendered("cilium", list), true).list));
  List ports;
  for (std::uint16_t i = 0; i < 41; ++i) {
    const auto port = static_cast<std::uint16_t>(1000 + 2 * i);
    ports.destinations.push_back({parsed_prefix("192.0.2.1"), net::Ports{port, port, net::Protocol::tcp}});
  }
  const YAML::Node policy = documents_of(rendered("cilium", ports), "sallyport-in").back();
  EXPECT_EQ(policy["spec"]["ingress"][0]["toPorts"].size(), 2U);
  EXPECT_TRUE(same_list(ports, parse_cilium(rendered("cilium", ports), true).list));
}

TEST(Calico, LongListsTakeSeveralSets) {
  EXPECT_EQ(documents_of(rendered("calico", scattered_list(net::Family::ipv6, 2000)), "sallyport").size(),
            1U);
  const List list = scattered_list(net::Family::ipv6, 2001);
  EXPECT_EQ(documents_of(rendered("calico", list), "sallyport").size(), 2U);
  EXPECT_TRUE(same_list(list, parse_calico(rendered("calico", list))));
}

}  // namespace
}  // namespace sallyport::render
