// nftables: sets and chains in a table of the list's name, for one `nft -f`.
//
// What is there: NAME_v4 and NAME_v6, of addresses (interval sets, nft(8) "Sets"); NAME_v4_ports and
// NAME_v6_ports, of (address, protocol, port); the chains NAME_from and NAME_to, which accept what comes
// from, or goes to, a member and let the rest go on behind the jump. No hook, as what happens to the rest
// is for the ruleset's owner to say.
// Loading: one file is one transaction. Only these sets and chains are emptied and filled: a chain can be
// jumped to from its own table alone, so the owner's base chain stands in that table too, and stays.
#include "render/nftables.h"

#include <fmt/format.h>

#include "render/bounds.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::string_view kOfPrefixes = "flags interval; ";

// Writes into one buffer, as lists are long.
class Nftables {
 public:
  explicit Nftables(const std::string& name) : name_(name) {
    out_ = "# An allow list. Loaded at once, or not at all, by: nft -f FILE\n";
    line("add table inet {}", name_);
  }

  // Declares a set, and empties what an older list left there.
  void set(const std::string& set, std::string_view type, std::string_view flags) {
    line("add set inet {} {} {{ type {}; {}}}", name_, set, type, flags);
    line("flush set inet {} {}", name_, set);
  }
  void chain(std::string_view direction) {
    line("add chain inet {0} {0}_{1}", name_, direction);
    line("flush chain inet {0} {0}_{1}", name_, direction);
  }
  void accept(std::string_view direction, const std::string& matching) {
    line("add rule inet {0} {0}_{1} {2} accept", name_, direction, matching);
  }

  // elements() between open() and close(); nothing is written where there are none.
  void open(const std::string& set) {
    opening_ = fmt::format("add element inet {} {} {{\n", name_, set);
    between_ = opening_;
  }
  void elements(std::span<const net::Prefix> prefixes, std::string_view after) {
    out_.reserve(out_.size() + prefixes.size() * (after.size() + 22));
    for (const net::Prefix& prefix : prefixes) {
      fmt::format_to(std::back_inserter(out_), "{}{}{}", between_, prefix.to_string(), after);
      between_ = ",\n";
    }
  }
  void close() {
    if (between_ != opening_) out_ += "\n}\n";
  }

  std::size_t size() const { return out_.size(); }
  std::string take() { return std::move(out_); }

 private:
  template <class... Values>
  void line(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Values>(values)...);
    out_ += '\n';
  }

  std::string name_;
  std::string out_;
  std::string opening_;
  std::string_view between_;
};

// One family of the list: its sets, its rules, its elements.
struct NftablesFamily {
  std::string_view suffix, type, match;
  net::Family family;
};
constexpr NftablesFamily kFamilies[] = {{"v4", "ipv4_addr", "ip", net::Family::ipv4},
                                        {"v6", "ipv6_addr", "ip6", net::Family::ipv6}};

void write_rules(Nftables& out, const std::string& name, const NftablesFamily& family) {
  for (const auto& [direction, address] : {std::pair("from", "saddr"), std::pair("to", "daddr")}) {
    out.accept(direction, fmt::format("{} {} @{}_{}", family.match, address, name, family.suffix));
    out.accept(direction, fmt::format("{} {} . meta l4proto . th dport @{}_{}_ports", family.match, address,
                                      name, family.suffix));
  }
}

Result<void> write_elements(Nftables& out, const NftablesFamily& family,
                            const std::vector<PrefixGroup>& groups, const Options& options) {
  const std::string set = fmt::format("{}_{}", options.name, family.suffix);
  for (const PrefixGroup& group : groups) {
    if (!group.ports.empty()) continue;
    out.open(set);
    out.elements(group.prefixes.prefixes(family.family), "");
    out.close();
  }
  out.open(set + "_ports");
  for (const PrefixGroup& group : groups) {
    for (const net::Ports& ports : group.ports) {
      out.elements(group.prefixes.prefixes(family.family),
                   fmt::format(" . {} . {}", net::to_string(ports.protocol), range_text(ports, "-")));
      SALLYPORT_TRY(expect_bytes(out.size(), options));
    }
  }
  out.close();
  return {};
}

// " tcp dport { 80, 443 }" for each protocol of them; "" for all ports.
std::vector<std::string> port_matches(const PortList& list) {
  if (list.empty()) return {""};
  std::vector<std::string> matches;
  for (const net::Protocol protocol : {net::Protocol::tcp, net::Protocol::udp}) {
    std::string some;
    for (const net::Ports& ports : list) {
      if (ports.protocol == protocol) some += (some.empty() ? "" : ", ") + range_text(ports, "-");
    }
    if (!some.empty()) matches.push_back(fmt::format(" {} dport {{ {} }}", net::to_string(protocol), some));
  }
  return matches;
}

}  // namespace

std::string filled_set(const std::string& name, std::size_t number, std::string_view family) {
  return fmt::format("{}_hosts_{}_{}", name, number, family);
}

Result<std::string> nftables_text(const List& list, const Options& options,
                                  std::span<const PortList> filled) {
  SALLYPORT_ASSIGN(const auto groups, prefix_groups(list, options));
  const std::string& name = options.name;
  Nftables out(name);
  for (const NftablesFamily& family : kFamilies) {
    out.set(fmt::format("{}_{}", name, family.suffix), family.type, kOfPrefixes);
    out.set(fmt::format("{}_{}_ports", name, family.suffix),
            fmt::format("{} . inet_proto . inet_service", family.type), kOfPrefixes);
    for (std::size_t i = 1; i <= filled.size(); ++i)
      out.set(filled_set(name, i, family.suffix), family.type, "");
  }
  out.chain("from");
  out.chain("to");
  for (const NftablesFamily& family : kFamilies) {
    write_rules(out, name, family);
    for (std::size_t i = 1; i <= filled.size(); ++i) {
      for (const std::string& ports : port_matches(filled[i - 1])) {
        out.accept("to",
                   fmt::format("{} daddr @{}{}", family.match, filled_set(name, i, family.suffix), ports));
      }
      SALLYPORT_TRY(expect_bytes(out.size(), options));
    }
  }
  for (const NftablesFamily& family : kFamilies) {
    SALLYPORT_TRY(write_elements(out, family, groups, options));
  }
  return out.take();
}

Result<Rendered> write_nftables(const List& list, const Options& options) {
  SALLYPORT_ASSIGN(std::string text, nftables_text(list, options, {}));
  Rendered rendered;
  rendered.files.push_back({options.name + ".nft", std::move(text)});
  rendered.notes.push_back(
      fmt::format("load it with 'nft -f FILE'; jump to {0}_from (who connects) or {0}_to (where it goes) "
                  "from a base chain in "
                  "'table inet {0}'. The chains accept what is on the list and return the rest: drop it "
                  "behind the jump, or by "
                  "'policy drop'",
                  options.name));
  return rendered;
}

}  // namespace sallyport::render
