// Unbound: a response policy zone (RPZ, draft-vixie-dnsop-dns-rpz; unbound.conf(5), "Response Policy Zone
// Options") that lets the names of the list pass and answers NXDOMAIN for the rest; and the lines that
// switch it on.
//
// Semantics: in such a zone, x is x alone and *.x all names under it, as in any zone (RFC 4592): where a
// name on the way down exists, `*` above it no longer counts. So the zone says for every name above one of
// the list that it, and what else is under it, is refused. local-zone can say neither x alone nor the
// names under x alone. A wildcard of exactly one label is refused; with --summarise, it is widened to all
// depths. DNS knows no ports: render() sees to that.
// Limits: a name and the zone's own together have 255 bytes (RFC 1035, section 2.3.4).
// Loading: unbound-control auth_zone_reload NAME takes a new file at once.
#include <fmt/format.h>

#include <map>

#include "render/bounds.h"
#include "render/fit.h"
#include "render/hosts.h"
#include "render/port_groups.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kLongestOwner = 253;  // as text, without the last dot

constexpr std::size_t kShortestRpzLines = std::string_view(" CNAME .\n*. CNAME .\n").size();

// What the zone has for a name, and for all that is under it.
struct RpzNode {
  bool itself = false;
  bool under = false;
};

std::vector<net::HostPattern> patterns_of(const List& list) {
  std::vector<net::HostPattern> hosts;
  for (const net::Destination& destination : list.destinations) {
    if (const auto* const host = std::get_if<net::HostPattern>(&destination.what)) hosts.push_back(*host);
  }
  return without_contained(std::move(hosts));
}

Named of_one_label(const std::vector<net::HostPattern>& hosts) {
  Named named;
  for (const net::HostPattern& host : hosts) {
    if (host.depth() == net::Depth::one) named.add({host, std::nullopt});
  }
  return named;
}

// Every name of the list and every name above one, down to a top-level domain: of a long name, more than a
// hundred. Errors: too_many_entries, where their lines would be too long.
Result<std::map<std::string, RpzNode>> rpz_nodes(const std::vector<HostName>& names, const Options& options) {
  std::map<std::string, RpzNode> nodes;
  std::size_t bytes = 0;
  for (const HostName& each : names) {
    RpzNode& node = nodes[each.name];
    node.itself |= each.exact;
    node.under |= each.any || each.one;
    for (std::string_view above = each.name; above.find('.') != std::string_view::npos;) {
      above.remove_prefix(above.find('.') + 1);
      if (nodes.try_emplace(std::string(above)).second) bytes += 2 * above.size() + kShortestRpzLines;
    }
    SALLYPORT_TRY(expect_bytes(bytes, options));
  }
  return nodes;
}

std::string_view rpz_policy(bool passes) { return passes ? "rpz-passthru." : "."; }

}  // namespace

Result<Rendered> write_unbound(const List& list, const Options& options) {
  const auto hosts = patterns_of(list);
  Rendered rendered;
  if (const Named named = of_one_label(hosts); named.count() > 0) {
    if (!options.summarise) {
      return fail_cannot_say(*find_target("unbound"), "wildcards of exactly one label", named,
                             "With --summarise, they are allowed at any depth");
    }
    rendered.notes.push_back(fmt::format(
        "names further down are let in besides, as unbound has no words for one label: of {}", named.text()));
  }
  const std::string& name = options.name;
  std::string zone = fmt::format(
      "; An allow list: these names pass, the rest is NXDOMAIN.\n$ORIGIN {}.\n$TTL 60\n@ SOA localhost. "
      "root.localhost. 1 "
      "3600 600 86400 60\n@ NS localhost.\n* CNAME .\n",
      name);
  SALLYPORT_ASSIGN(const auto nodes, rpz_nodes(by_name(hosts), options));
  for (const auto& [owner, node] : nodes) {
    if (owner.size() + name.size() + std::string_view("*..").size() > kLongestOwner) {
      return fail(ErrorCode::cannot_say,
                  fmt::format("'{}' is too long for a response policy zone named {}: take a shorter --name",
                              owner, name));
    }
    fmt::format_to(std::back_inserter(zone), "{0} CNAME {1}\n*.{0} CNAME {2}\n", owner,
                   rpz_policy(node.itself), rpz_policy(node.under));
  }
  std::string config = fmt::format(
      "# An allow list: names that are not on it are NXDOMAIN.\nserver:\n  module-config: \"respip validator "
      "iterator\"\n"
      "rpz:\n  name: {0}.\n  zonefile: {0}.rpz\n",
      name);
  rendered.files = {{name + ".rpz", std::move(zone)}, {name + ".conf", std::move(config)}};
  rendered.notes.push_back(fmt::format(
      "put {0}.rpz into Unbound's directory and include {0}.conf; later, 'unbound-control auth_zone_reload "
      "{0}.' takes a new {0}.rpz. Names that are not on the list are NXDOMAIN, for whoever asks",
      name));
  return rendered;
}

}  // namespace sallyport::render
