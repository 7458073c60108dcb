// Terraform and OpenTofu: the list as local values, with outputs, for any resource that takes prefixes.
//
// NAME_ipv4 and NAME_ipv6 are lists of strings (every port); NAME_prefix_ports and NAME_host_ports lists
// of objects; where from_port is null, every port is meant. A host "*.x" is every name with exactly one
// label before x, "**.x" every name with one or more; neither is x itself.
// Limits: none of its own; the resource has some.
// Loading: put the file beside the others; `terraform plan` shows the difference, `apply` does it.
#include <fmt/format.h>

#include "render/parts.h"
#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

void append_terraform_local(std::string& text, std::string_view name, const std::vector<std::string>& lines) {
  if (lines.empty()) {
    fmt::format_to(std::back_inserter(text), "\n  {} = []\n", name);
    return;
  }
  fmt::format_to(std::back_inserter(text), "\n  {} = [\n", name);
  for (const auto& line : lines) fmt::format_to(std::back_inserter(text), "    {},\n", line);
  text += "  ]\n";
}

std::vector<std::string> terraform_strings(Part prefixes) {
  std::vector<std::string> lines;
  lines.reserve(prefixes.size());
  for (const auto& prefix : prefixes) lines.push_back('"' + cidr(prefix) + '"');
  return lines;
}

std::string terraform_object(std::string_view key, const std::string& value,
                             const std::optional<net::Ports>& ports) {
  if (!ports)
    return fmt::format("{{ {} = \"{}\", from_port = null, to_port = null, protocol = null }}", key, value);
  return fmt::format("{{ {} = \"{}\", from_port = {}, to_port = {}, protocol = \"{}\" }}", key, value,
                     ports->first, ports->last, net::to_string(ports->protocol));
}

}  // namespace

Result<Rendered> write_terraform(const List& list, const Options& options) {
  const auto [ipv4, ipv6] = by_family(list.prefixes);
  std::vector<std::string> prefix_ports;
  std::vector<std::string> host_ports;
  for (const auto& destination : list.destinations) {
    if (const net::Prefix* const prefix = destination.prefix()) {
      prefix_ports.push_back(terraform_object("cidr", cidr(*prefix), destination.ports));
    } else {
      host_ports.push_back(terraform_object("host", destination.host()->to_string(), destination.ports));
    }
  }
  const std::vector<std::pair<std::string, std::vector<std::string>>> locals{
      {options.name + "_ipv4", terraform_strings(ipv4)},
      {options.name + "_ipv6", terraform_strings(ipv6)},
      {options.name + "_prefix_ports", std::move(prefix_ports)},
      {options.name + "_host_ports", std::move(host_ports)}};
  std::string text = "locals {";
  for (const auto& [name, lines] : locals) append_terraform_local(text, name, lines);
  text += "}\n";
  for (const auto& [name, lines] : locals) {
    fmt::format_to(std::back_inserter(text), "\noutput \"{0}\" {{\n  value = local.{0}\n}}\n", name);
  }
  Rendered rendered{.files = {{options.name + ".tf", std::move(text)}}, .notes = {}};
  rendered.notes.push_back(fmt::format(
      "put it beside your other .tf files and use local.{0}_ipv4, local.{0}_ipv6, local.{0}_prefix_ports and "
      "local.{0}_host_ports",
      options.name));
  return rendered;
}

}  // namespace sallyport::render
