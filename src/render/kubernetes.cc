// Kubernetes NetworkPolicies (networking.k8s.io/v1) with ipBlocks, for the pods that have a label.
//
// Limits: an object of about 1 MB, and 262,144 bytes of it where `kubectl apply` keeps it in an
// annotation (apimachinery, TotalAnnotationSizeLimitB); so a policy has at most 1,000 blocks here, and
// longer lists are split: policies add up. A rule without blocks would mean everything: none is written.
// Ranges of ports need Kubernetes 1.25 (endPort).
// Loading: kubectl apply replaces each policy at once, and prunes those that a longer list left behind.
#include <fmt/format.h>

#include <algorithm>

#include "render/bounds.h"
#include "render/parts.h"
#include "render/port_groups.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kMostBlocksOfPolicy = 1000;

struct PolicyRule {
  const PortList* ports = nullptr;
  Part blocks;
};

// The groups in order, each policy filled before the next one is begun.
std::vector<std::vector<PolicyRule>> network_policies(const std::vector<PrefixGroup>& groups) {
  std::vector<std::vector<PolicyRule>> policies;
  std::size_t room = 0;
  for (const auto& group : groups) {
    Part rest = group.prefixes.prefixes();
    while (!rest.empty()) {
      if (room == 0) {
        policies.emplace_back();
        room = kMostBlocksOfPolicy;
      }
      const std::size_t size = std::min(room, rest.size());
      policies.back().push_back({&group.ports, rest.first(size)});
      rest = rest.subspan(size);
      room -= size;
    }
  }
  return policies;
}

void append_policy_ports(std::string& text, const PortList& ports) {
  if (ports.empty()) return;  // every port
  text += "      ports:\n";
  for (const auto& one : ports) {
    fmt::format_to(std::back_inserter(text), "        - protocol: {}\n          port: {}\n",
                   one.protocol == net::Protocol::tcp ? "TCP" : "UDP", one.first);
    if (one.last != one.first) fmt::format_to(std::back_inserter(text), "          endPort: {}\n", one.last);
  }
}

}  // namespace

Result<Rendered> write_kubernetes(const List& list, const Options& options) {
  const bool in = options.direction == Direction::in;
  SALLYPORT_ASSIGN(const std::string label, kubernetes_label(options.name));
  const std::string base = fmt::format("{}-{}", label, word(options.direction));
  SALLYPORT_ASSIGN(const auto groups, prefix_groups(list, options));
  const auto policies = network_policies(groups);
  std::string text;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    fmt::format_to(
        std::back_inserter(text),
        "{}apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: {}-{}\n  labels:\n    "
        "sallyport-list: {}\nspec:\n  podSelector:\n    matchLabels:\n      sallyport-{}: {}\n  "
        "policyTypes:\n"
        "    - {}\n  {}:\n",
        i == 0 ? "" : "---\n", base, i + 1, base, word(options.direction), label, in ? "Ingress" : "Egress",
        in ? "ingress" : "egress");
    for (const auto& rule : policies[i]) {
      text += in ? "    - from:\n" : "    - to:\n";
      for (const auto& block : rule.blocks) {
        fmt::format_to(std::back_inserter(text), "        - ipBlock:\n            cidr: \"{}\"\n",
                       cidr(block));
      }
      append_policy_ports(text, *rule.ports);
    }
    SALLYPORT_TRY(expect_bytes(text.size(), options));
  }
  Rendered rendered{.files = {{base + ".yaml", std::move(text)}}, .notes = {}};
  rendered.notes.push_back(fmt::format(
      "load it with: kubectl apply -f {0}.yaml --prune --selector sallyport-list={0} --prune-allowlist "
      "networking.k8s.io/v1/NetworkPolicy",
      base));
  rendered.notes.push_back(
      fmt::format("it governs the pods of the namespace that are labelled sallyport-{}={}",
                  word(options.direction), label));
  rendered.notes.push_back(
      in ? "into them goes nothing else, unless another policy allows it"
         : "out of them goes nothing else, DNS neither, unless another policy allows it");
  return rendered;
}

}  // namespace sallyport::render
