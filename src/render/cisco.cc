// Cisco IOS and IOS XE: object groups for access lists, NAME_ipv4 (object-group network) and NAME_ipv6
// (v6-network).
//
// Limits (Cisco, "Object Groups for ACLs", "IPv6 Object Groups for ACLs"): 2,048 entries of an access
// list may name groups; a group that an access list names can be added to, not emptied or deleted.
// Loading: paste it in configuration mode. Nothing is replaced, so each version has a name of its own
// (--name): the access list is pointed to the new groups, and the old ones are deleted.
#include <fmt/format.h>

#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

std::string netmask(unsigned length) {
  return net::Address::ipv4(length == 0 ? 0 : ~std::uint32_t{0} << (32 - length)).to_string();
}

std::string cisco_object(const net::Prefix& prefix) {
  if (prefix.length() == 0) return "any";
  if (prefix.is_single_address()) return "host " + prefix.to_string();
  if (prefix.family() == net::Family::ipv6) return prefix.to_string();
  return prefix.address().to_string() + ' ' + netmask(prefix.length());
}

void append_object_group(std::string& text, std::string_view kind, const std::string& name,
                         std::span<const net::Prefix> prefixes) {
  if (prefixes.empty()) return;  // IOS has no empty groups
  fmt::format_to(std::back_inserter(text), "object-group {} {}\n", kind, name);
  for (const auto& prefix : prefixes) fmt::format_to(std::back_inserter(text), " {}\n", cisco_object(prefix));
  text += " exit\n";
}

}  // namespace

Result<Rendered> write_cisco(const List& list, const Options& options) {
  const auto [ipv4, ipv6] = by_family(list.prefixes);
  std::string text;
  append_object_group(text, "network", options.name + "_ipv4", ipv4);
  append_object_group(text, "v6-network", options.name + "_ipv6", ipv6);
  Rendered rendered{.files = {{options.name + ".cfg", std::move(text)}}, .notes = {}};
  rendered.notes.push_back("load it with: configure terminal, then these lines");
  rendered.notes.push_back(
      fmt::format("the groups are added to, not replaced: for a new list take a new --name, point the access "
                  "list to {0}_ipv4 and "
                  "{0}_ipv6 of that name, and delete the old groups",
                  options.name));
  return rendered;
}

}  // namespace sallyport::render
