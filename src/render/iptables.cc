// iptables and ip6tables with ipset: three files, for `ipset restore` and the two `iptables-restore
// --noflush`.
//
// What is there: the sets NAME_v4 and NAME_v6 (hash:net), NAME_v4_ports and NAME_v6_ports (hash:net,port);
// the chains NAME_from and NAME_to, which accept what comes from, or goes to, a member, and return the
// rest. The rules are the same for every list: a new one needs only its sets.
// Limits (ipset(8)): hash:net takes no length of 0, so that 0.0.0.0/0 is two halves; names of 31 bytes; a
// range of ports becomes an element for each of them. The same maxelem always, as a set that is there is
// not declared with another.
// Loading: each set is filled beside the old one and swapped with it at once (ipset(8), "swap").
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "render/bounds.h"
#include "render/port_groups.h"
#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kMostElements = 8'388'608;
constexpr std::size_t kLongestIpsetName = 31;
constexpr std::string_view kIpsetFresh = "_new";

// One set: filled beside the one that is in use, then put in its place.
class IpsetText {
 public:
  IpsetText(std::string& out, std::string name, std::string_view type, std::string_view family)
      : out_(out), name_(std::move(name)), type_(fmt::format("{} family {}", type, family)) {}

  void open(std::size_t elements) {
    create(name_, 1024);
    create(name_ + std::string(kIpsetFresh), std::bit_ceil(std::max<std::size_t>(elements, 1024)));
    fmt::format_to(std::back_inserter(out_), "flush {}{}\n", name_, kIpsetFresh);
  }
  void add(std::span<const net::Prefix> prefixes, std::string_view after) {
    append_lines(out_, prefixes, fmt::format("add {}{} ", name_, kIpsetFresh), after);
  }
  void close() {
    fmt::format_to(std::back_inserter(out_), "swap {0}{1} {0}\ndestroy {0}{1}\n", name_, kIpsetFresh);
  }

 private:
  void create(const std::string& name, std::size_t buckets) {
    fmt::format_to(std::back_inserter(out_), "create {} {} hashsize {} maxelem {} -exist\n", name, type_,
                   buckets, kMostElements);
  }

  std::string& out_;
  std::string name_;
  std::string type_;
};

// A list of one group and family, as elements for the set of ports.
struct WithPorts {
  std::vector<net::Prefix> prefixes;
  const PortList* ports;
};

std::size_t element_count(const std::vector<WithPorts>& groups) {
  std::size_t count = 0;
  for (const WithPorts& group : groups) {
    for (const net::Ports& ports : *group.ports)
      count += group.prefixes.size() * (ports.last - ports.first + 1U);
  }
  return count;
}

Result<void> write_ports(std::string& out, const std::string& name, std::string_view family,
                         const std::vector<WithPorts>& groups, const Options& options) {
  IpsetText set(out, name, "hash:net,port", family);
  set.open(element_count(groups));
  for (const WithPorts& group : groups) {
    for (const net::Ports& ports : *group.ports) {
      set.add(group.prefixes, fmt::format(",{}:{}", net::to_string(ports.protocol), range_text(ports, "-")));
      SALLYPORT_TRY(expect_bytes(out.size(), options));
    }
  }
  set.close();
  return {};
}

std::string iptables_rules(const std::string& name, std::string_view family) {
  std::string out = fmt::format("*filter\n:{0}_from - [0:0]\n:{0}_to - [0:0]\n", name);
  for (const auto& [chain, sets] : {std::pair("from", "src"), std::pair("to", "dst")}) {
    fmt::format_to(std::back_inserter(out),
                   "-A {0}_{1} -m set --match-set {0}_{2} {3} -j ACCEPT\n"
                   "-A {0}_{1} -m set --match-set {0}_{2}_ports {3},dst -j ACCEPT\n",
                   name, chain, family, sets);
  }
  return out + "COMMIT\n";
}

// A copy of one family of a group, without a length of 0.
std::vector<net::Prefix> ipset_prefixes(const net::PrefixSet& set, bool ipv4) {
  const auto all = without_length_0(set);
  const auto families = by_family(std::span(all));
  const auto part = ipv4 ? families.ipv4 : families.ipv6;
  return {part.begin(), part.end()};
}

Result<void> write_ipsets(std::string& out, const std::string& name, bool ipv4,
                          const std::vector<PrefixGroup>& groups, const Options& options) {
  const std::string_view family = ipv4 ? "inet" : "inet6";
  std::vector<net::Prefix> of_all_ports;
  std::vector<WithPorts> of_some;
  for (const PrefixGroup& group : groups) {
    auto prefixes = ipset_prefixes(group.prefixes, ipv4);
    if (group.ports.empty()) {
      of_all_ports = std::move(prefixes);
    } else {
      of_some.push_back({std::move(prefixes), &group.ports});
    }
  }
  if (std::max(of_all_ports.size(), element_count(of_some)) > kMostElements) {
    return fail(
        ErrorCode::too_many_entries,
        fmt::format(
            "an ipset would have more than {} elements: one for each prefix and port. Take 'nftables', "
            "which has ranges",
            kMostElements));
  }
  IpsetText set(out, name, "hash:net", family);
  set.open(of_all_ports.size());
  set.add(of_all_ports, "");
  set.close();
  return write_ports(out, name + "_ports", family, of_some, options);
}

}  // namespace

Result<Rendered> write_iptables(const List& list, const Options& options) {
  const std::string& name = options.name;
  const std::size_t longest = kLongestIpsetName - std::string_view("_v4_ports").size() - kIpsetFresh.size();
  if (name.size() > longest) {
    return fail(
        ErrorCode::invalid_setting,
        fmt::format("'{}' is too long for ipset: its names leave room for {} characters", name, longest));
  }
  SALLYPORT_ASSIGN(const auto groups, prefix_groups(list, options));
  std::string sets;
  SALLYPORT_TRY(write_ipsets(sets, name + "_v4", true, groups, options));
  SALLYPORT_TRY(write_ipsets(sets, name + "_v6", false, groups, options));
  Rendered rendered;
  rendered.files = {{name + ".ipset", std::move(sets)},
                    {name + ".rules.v4", iptables_rules(name, "v4")},
                    {name + ".rules.v6", iptables_rules(name, "v6")}};
  rendered.notes.push_back(
      fmt::format("load them in this order: 'ipset restore -file {0}.ipset', and the first time "
                  "'iptables-restore --noflush "
                  "{0}.rules.v4', 'ip6tables-restore --noflush {0}.rules.v6'. Jump to {0}_from (who "
                  "connects) or {0}_to (where it "
                  "goes): they accept what is on the list and return the rest, so drop it behind the jump",
                  name));
  return rendered;
}

}  // namespace sallyport::render
