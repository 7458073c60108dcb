// dnsmasq with nftables: names on the list put their addresses into sets as they are asked for (nftset,
// dnsmasq(8)), and a chain accepts what goes to a member. Two files: the lines for dnsmasq, and the file
// of the target nftables with the sets they fill.
//
// Semantics: a line for x stands for x and all names under it, and of the lines that match, the longest
// counts alone: so each has the ports of those above it too. What has x without the names under it, or the
// other way round, is refused; with --summarise, it is widened. A firewall sees addresses: what else has
// the address of an allowed name is let in too, whatever it is called.
// Loading: the nftables file at once, then dnsmasq again, as it reads such lines when it starts; its cache
// is empty then, which fills the emptied sets again.
#include <fmt/format.h>

#include <map>

#include "render/bounds.h"
#include "render/fit.h"
#include "render/hosts.h"
#include "render/nftables.h"
#include "render/port_groups.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::string_view kWholeNames =
    "Its lines stand for a name and all names under it. With --summarise, these do too";

net::Destination on_first_port(const net::HostPattern& host, const PortList& ports) {
  return {host, ports.empty() ? std::nullopt : std::optional(ports.front())};
}

// The lines that do not stand for a name with all under it.
Named not_whole(const std::vector<HostGroup>& groups) {
  Named named;
  for (const HostGroup& group : groups) {
    std::map<std::string_view, bool> whole;
    const auto names = by_name(group.hosts);
    for (const HostName& name : names) whole[name.name] = name.whole();
    for (const net::HostPattern& host : group.hosts) {
      if (!whole[host.name()]) named.add(on_first_port(host, group.ports));
    }
  }
  return named;
}

// A name's own ports; absent and empty are not the same.
using PortsByName = std::map<std::string, PortList, std::less<>>;

PortsByName ports_by_name(const std::vector<HostGroup>& groups) {
  PortsByName names;
  for (const HostGroup& group : groups) {
    for (const net::HostPattern& host : group.hosts) {
      const auto [name, added] = names.try_emplace(host.name(), group.ports);
      if (added || name->second.empty()) continue;  // on all ports already
      if (group.ports.empty()) {
        name->second.clear();
      } else {
        name->second.insert(name->second.end(), group.ports.begin(), group.ports.end());
      }
    }
  }
  return names;
}

// Of the name and all names above it. Adds to `work` how many it looked at.
PortList ports_with_those_above(const PortsByName& names, std::string_view name, std::size_t& work) {
  PortList ports;
  while (true) {
    if (const auto own = names.find(name); own != names.end()) {
      if (own->second.empty()) return {};
      work += own->second.size();
      ports.insert(ports.end(), own->second.begin(), own->second.end());
    }
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return merged(std::move(ports));
    name.remove_prefix(dot + 1);
  }
}

}  // namespace

Result<Rendered> write_dnsmasq(const List& list, const Options& options) {
  const auto groups = host_groups(list);
  Rendered rendered;
  if (const Named named = not_whole(groups); named.count() > 0) {
    if (!options.summarise) {
      return fail_cannot_say(*find_target("dnsmasq"),
                             "a name without those under it, or those without the name", named, kWholeNames);
    }
    rendered.notes.push_back(fmt::format(
        "dnsmasq takes names with all those under them, so they are let in besides: of {}", named.text()));
  }
  const std::string& name = options.name;
  std::string text =
      "# An allow list: the addresses of these names, and of all under them, go into sets of nftables.\n";
  std::map<PortList, std::size_t> numbers;
  std::vector<PortList> filled;
  const PortsByName names = ports_by_name(groups);
  std::size_t work = 0;
  for (const auto& own : names) {
    PortList ports = ports_with_those_above(names, own.first, work);
    SALLYPORT_TRY(expect_work(work, options));
    const auto [number, added] = numbers.try_emplace(std::move(ports), filled.size() + 1);
    if (added) filled.push_back(number->first);
    fmt::format_to(std::back_inserter(text), "nftset=/{}/4#inet#{}#{},6#inet#{}#{}\n", own.first, name,
                   filled_set(name, number->second, "v4"), name, filled_set(name, number->second, "v6"));
  }
  SALLYPORT_ASSIGN(std::string sets, nftables_text(list, options, filled));
  rendered.files = {{name + ".conf", std::move(text)}, {name + ".nft", std::move(sets)}};
  rendered.notes.push_back(fmt::format(
      "load {0}.nft with 'nft -f', then start dnsmasq again with conf-file={0}.conf; jump to {0}_to from a "
      "base chain in "
      "'table inet {0}' and drop the rest behind the jump. Only who asks this dnsmasq gets through",
      name));
  return rendered;
}

}  // namespace sallyport::render
