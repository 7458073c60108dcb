// Envoy: an RBAC filter (envoy.extensions.filters.http.rbac.v3.RBAC) that allows by where a connection
// comes from (direct_remote_ip: the peer itself, no header) and which port it came to. YAML.
//
// Semantics: a request that no policy allows gets 403. The end of destination_port_range is not in it
// (config.rbac.v3.Permission).
// Loading: as a filter in front of the router, or behind an xDS server.
#include <fmt/format.h>

#include "render/bounds.h"
#include "render/port_groups.h"
#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

void write_envoy_permissions(std::string& out, const PortList& list) {
  out += "        permissions:\n";
  if (list.empty()) out += "        - any: true\n";
  for (const net::Ports& ports : list) {
    if (ports.first == ports.last) {
      fmt::format_to(std::back_inserter(out), "        - destination_port: {}\n", ports.first);
    } else {
      fmt::format_to(std::back_inserter(out), "        - destination_port_range: {{start: {}, end: {}}}\n",
                     ports.first, ports.last + 1);
    }
  }
}

}  // namespace

Result<Rendered> write_envoy(const List& list, const Options& options) {
  SALLYPORT_ASSIGN(const auto groups, prefix_groups(list, options));
  std::string text =
      "# An allow list: the rest gets 403.\n"
      "name: envoy.filters.http.rbac\n"
      "typed_config:\n"
      "  \"@type\": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC\n"
      "  rules:\n"
      "    action: ALLOW\n"
      "    policies:\n";
  std::size_t number = 0;
  for (const PrefixGroup& group : groups) {
    fmt::format_to(std::back_inserter(text), "      {}_{}:\n", options.name, ++number);
    write_envoy_permissions(text, group.ports);
    text += "        principals:\n";
    for (const net::Prefix& prefix : apart_from_ipv4(group.prefixes)) {
      fmt::format_to(std::back_inserter(text),
                     "        - direct_remote_ip: {{address_prefix: \"{}\", prefix_len: {}}}\n",
                     prefix.address().to_string(), prefix.length());
    }
    SALLYPORT_TRY(expect_bytes(text.size(), options));
  }
  Rendered rendered;
  rendered.files.push_back({options.name + ".yaml", std::move(text)});
  rendered.notes.push_back(
      "it is an element of http_filters, in front of the router: the rest gets 403. It looks at the "
      "connection's peer; "
      "behind another proxy, remote_ip in place of direct_remote_ip takes the trusted x-forwarded-for. Ports "
      "are those "
      "of the listener");
  return rendered;
}

}  // namespace sallyport::render
