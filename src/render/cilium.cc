// Cilium: CiliumCIDRGroups of the prefixes, and a CiliumNetworkPolicy that lets them in or out, hosts by
// toFQDNs.
//
// What wildcards mean (Cilium docs, "DNS based"): "*.x" is one label before x, "**.x" one or more (in
// older versions one only, which lets out less); neither is x itself. A rule with toFQDNs holds nothing
// else, so hosts have rules of their own. Cilium learns addresses from the DNS answers that it sees: a
// rule sends the pods' DNS through its proxy.
// Limits: 40 ports in one list of a rule (the CRD); 262,144 bytes of an object where `kubectl apply`
// keeps it in an annotation, so that a group has at most 2,000 prefixes here. CiliumCIDRGroup is
// cilium.io/v2 since Cilium 1.18. A rule without peers would mean everything or nothing: none is
// written.
// Loading: kubectl apply replaces each object at once, and prunes those that a longer list left behind.
#include <fmt/format.h>

#include <algorithm>

#include "render/bounds.h"
#include "render/fit.h"
#include "render/parts.h"
#include "render/port_groups.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kMostPrefixesOfCidrGroup = 2000;
constexpr std::size_t kMostPortsOfList = 40;

constexpr std::string_view kCiliumDnsRule = R"(    - toEndpoints:
        - matchLabels:
            "k8s:io.kubernetes.pod.namespace": kube-system
            "k8s:k8s-app": kube-dns
      toPorts:
        - ports:
            - port: "53"
              protocol: ANY
          rules:
            dns:
              - matchPattern: "*"
)";

void append_cilium_ports(std::string& text, const PortList& ports) {
  if (ports.empty()) return;  // every port
  text += "      toPorts:\n";
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (i % kMostPortsOfList == 0) text += "        - ports:\n";
    fmt::format_to(std::back_inserter(text), "            - port: \"{}\"\n", ports[i].first);
    if (ports[i].last != ports[i].first) {
      fmt::format_to(std::back_inserter(text), "              endPort: {}\n", ports[i].last);
    }
    fmt::format_to(std::back_inserter(text), "              protocol: {}\n",
                   ports[i].protocol == net::Protocol::tcp ? "TCP" : "UDP");
  }
}

// Writes the objects of one list.
class CiliumObjects {
 public:
  CiliumObjects(std::string base, bool in) : base_(std::move(base)), in_(in) {}

  void add_prefixes(const PrefixGroup& group) {
    rules_ += in_ ? "    - fromCIDRSet:\n" : "    - toCIDRSet:\n";
    Part rest = group.prefixes.prefixes();
    while (!rest.empty()) {
      const std::size_t size = std::min(kMostPrefixesOfCidrGroup, rest.size());
      add_cidr_group(rest.first(size));
      rest = rest.subspan(size);
      fmt::format_to(std::back_inserter(rules_), "        - cidrGroupRef: {}-{}\n", base_, groups_);
    }
    append_cilium_ports(rules_, group.ports);
  }

  void add_hosts(const HostGroup& group) {
    rules_ += "    - toFQDNs:\n";
    for (const auto& host : group.hosts) {
      fmt::format_to(std::back_inserter(rules_), "        - {}: \"{}\"\n",
                     host.is_wildcard() ? "matchPattern" : "matchName", host.to_string());
    }
    append_cilium_ports(rules_, group.ports);
  }

  std::size_t size() const { return text_.size() + rules_.size(); }

  void add_dns() { rules_ += kCiliumDnsRule; }

  // `label`: of the pods that it governs, without the direction.
  std::string take(std::string_view label) {
    start("v2", "CiliumNetworkPolicy", base_);
    fmt::format_to(std::back_inserter(text_),
                   "  endpointSelector:\n    matchLabels:\n      sallyport-{}: {}\n  {}:\n{}",
                   in_ ? "in" : "out", label, in_ ? "ingress" : "egress", rules_);
    return std::move(text_);
  }

 private:
  void add_cidr_group(Part prefixes) {
    start("v2", "CiliumCIDRGroup", fmt::format("{}-{}", base_, ++groups_));
    text_ += "  externalCIDRs:\n";
    for (const auto& prefix : prefixes) {
      fmt::format_to(std::back_inserter(text_), "    - \"{}\"\n", cidr(prefix));
    }
  }

  void start(std::string_view version, std::string_view kind, const std::string& name) {
    fmt::format_to(
        std::back_inserter(text_),
        "{}apiVersion: cilium.io/{}\nkind: {}\nmetadata:\n  name: {}\n  labels:\n    sallyport-list: {}\n"
        "spec:\n",
        text_.empty() ? "" : "---\n", version, kind, name, base_);
  }

  std::string base_;
  bool in_;
  std::string text_;
  std::string rules_;
  std::size_t groups_ = 0;
};

}  // namespace

Result<Rendered> write_cilium(const List& list, const Options& options) {
  const bool in = options.direction == Direction::in;
  SALLYPORT_ASSIGN(const std::string label, kubernetes_label(options.name));
  Named hosts;
  for (const auto& destination : list.destinations) {
    if (destination.host() != nullptr) hosts.add(destination);
  }
  if (in && hosts.count() > 0) {
    return fail(
        ErrorCode::cannot_say,
        fmt::format(
            "cilium knows hosts only by the names that pods ask for, on the way out: {}. Say --direction "
            "out, or leave them out",
            hosts.text()));
  }
  const std::string base = fmt::format("{}-{}", label, word(options.direction));
  SALLYPORT_ASSIGN(const auto groups, prefix_groups(list, options));
  CiliumObjects objects(base, in);
  for (const auto& group : groups) {
    objects.add_prefixes(group);
    SALLYPORT_TRY(expect_bytes(objects.size(), options));
  }
  for (const auto& group : host_groups(list)) objects.add_hosts(group);
  if (hosts.count() > 0) objects.add_dns();
  Rendered rendered{.files = {{base + ".yaml", objects.take(label)}}, .notes = {}};
  rendered.notes.push_back(fmt::format(
      "load it with: kubectl apply -f {0}.yaml --prune --selector sallyport-list={0} --prune-allowlist "
      "cilium.io/v2/CiliumCIDRGroup --prune-allowlist cilium.io/v2/CiliumNetworkPolicy",
      base));
  rendered.notes.push_back("it needs Cilium 1.18, where CiliumCIDRGroup is cilium.io/v2");
  rendered.notes.push_back(
      fmt::format("it governs the pods of the namespace that are labelled sallyport-{}={}; {} goes "
                  "nothing else, unless another policy allows it",
                  word(options.direction), label, in ? "into them" : "out of them"));
  if (hosts.count() > 0) {
    rendered.notes.push_back(
        "the pods may ask the cluster's DNS for every name: Cilium learns the hosts' addresses there");
  }
  return rendered;
}

}  // namespace sallyport::render
