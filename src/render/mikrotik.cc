// MikroTik RouterOS: a script that fills the address lists NAME of /ip firewall and of /ipv6 firewall.
//
// What it can say (RouterOS docs, "Address-lists"): prefixes, and names, which the router resolves and
// follows; no wildcards, no ports (the rule that names the list has those).
// Limits: the router's memory.
// Loading: /import. The list is built under another name and then takes the place of the old one: where
// a line fails, the old one stays; between the last two lines, for some milliseconds, there is none.
#include <fmt/format.h>

#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

using Names = std::vector<std::string>;

void append_address_list(std::string& text, std::string_view menu, const std::string& name,
                         std::span<const net::Prefix> prefixes, const Names& hosts) {
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "{} firewall address-list\nremove [find where list={}_next and dynamic=no]\n", menu,
                 name);
  for (const auto& prefix : prefixes) {
    fmt::format_to(out, "add list={}_next address={}\n", name, prefix.to_string());
  }
  for (const auto& host : hosts) fmt::format_to(out, "add list={}_next address={}\n", name, host);
  fmt::format_to(
      out,
      "remove [find where list={0} and dynamic=no]\nset [find where list={0}_next and dynamic=no] list={0}\n",
      name);
}

}  // namespace

Result<Rendered> write_mikrotik(const List& list, const Options& options) {
  Names hosts;
  for (const auto& destination : list.destinations) {
    if (const net::HostPattern* const host = destination.host()) hosts.push_back(host->to_string());
  }
  const auto [ipv4, ipv6] = by_family(list.prefixes);
  std::string text;
  append_address_list(text, "/ip", options.name, ipv4, hosts);
  append_address_list(text, "/ipv6", options.name, ipv6, hosts);
  Rendered rendered{.files = {{options.name + ".rsc", std::move(text)}}, .notes = {}};
  rendered.notes.push_back(fmt::format("load it with: /import file-name={}.rsc", options.name));
  rendered.notes.push_back(
      fmt::format("name it in a rule: src-address-list={0} (who connects) or dst-address-list={0} (where to)",
                  options.name));
  if (!hosts.empty())
    rendered.notes.push_back(
        "names are resolved by the router, from its own DNS, and again when they expire");
  return rendered;
}

}  // namespace sallyport::render
