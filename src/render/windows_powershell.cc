// Windows Defender Firewall: a PowerShell script of New-NetFirewallRule.
//
// Limits: Microsoft names none for -RemoteAddress; here a rule has at most 1,000. Prefixes only; a /0 is
// written as its two halves, as -RemoteAddress says "Any" in place of one. A rule has one protocol, or
// any.
// Loading: run the script as an administrator. It makes the new rules and then takes away the old ones
// of the same group; where one cannot be made, those made before it are taken away again and the old
// ones stay.
#include <fmt/format.h>

#include "render/bounds.h"
#include "render/parts.h"
#include "render/port_groups.h"
#include "render/prefixes.h"
#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::size_t kMostAddressesOfWindowsRule = 1000;

// The parameters of each rule that the ports take: a protocol and its ports; "" for all.
std::vector<std::string> windows_ports(const PortList& ports, bool in) {
  if (ports.empty()) return {""};
  std::vector<std::string> parameters;
  for (const auto protocol : {net::Protocol::tcp, net::Protocol::udp}) {
    std::string texts;
    for (const auto& one : ports) {
      if (one.protocol != protocol) continue;
      texts += fmt::format("{}'{}'", texts.empty() ? "" : ", ", range_text(one, "-"));
    }
    if (texts.empty()) continue;
    parameters.push_back(fmt::format(" -Protocol {} -{} @({})",
                                     protocol == net::Protocol::tcp ? "TCP" : "UDP",
                                     in ? "LocalPort" : "RemotePort", texts));
  }
  return parameters;
}

}  // namespace

Result<Rendered> write_windows_powershell(const List& list, const Options& options) {
  const bool in = options.direction == Direction::in;
  const std::string base = fmt::format("{}-{}", options.name, word(options.direction));
  SALLYPORT_ASSIGN(const auto groups, prefix_groups(list, options));
  std::string text = fmt::format(
      "$ErrorActionPreference = 'Stop'\n$old = @(Get-NetFirewallRule -Group '{}' -ErrorAction "
      "SilentlyContinue)\n"
      "$new = @()\ntry {{\n",
      base);
  std::size_t rules = 0;
  for (const auto& group : groups) {
    const std::vector<net::Prefix> prefixes = without_length_0(group.prefixes);
    for (const auto& ports : windows_ports(group.ports, in)) {
      for (const Part part : parts(prefixes, kMostAddressesOfWindowsRule)) {
        fmt::format_to(
            std::back_inserter(text),
            "  $new += New-NetFirewallRule -DisplayName '{}-{}' -Group '{}' -Direction {} -Action Allow{} "
            "-RemoteAddress @(\n",
            base, ++rules, base, in ? "Inbound" : "Outbound", ports);
        for (const auto& prefix : part) {
          fmt::format_to(std::back_inserter(text), "    '{}'{}\n", cidr(prefix),
                         &prefix == &part.back() ? "" : ",");
        }
        text += "  )\n";
        SALLYPORT_TRY(expect_bytes(text.size(), options));
      }
    }
  }
  text +=
      "} catch {\n  foreach ($rule in $new) { $rule | Remove-NetFirewallRule }\n  throw\n}\n"
      "foreach ($rule in $old) { $rule | Remove-NetFirewallRule }\n";
  Rendered rendered{.files = {{base + ".ps1", std::move(text)}}, .notes = {}};
  rendered.notes.push_back(
      fmt::format("load it as an administrator with: powershell -ExecutionPolicy Bypass -File {}.ps1", base));
  rendered.notes.push_back(
      fmt::format("{} rule{} in the group {}; the group's old ones are removed once all are made", rules,
                  rules == 1 ? "" : "s", base));
  rendered.notes.push_back(
      in ? "what no rule allows is blocked, as long as the profile's default for inbound is Block"
         : "everything may go out unless the profile's default says otherwise: "
           "Set-NetFirewallProfile -DefaultOutboundAction Block");
  return rendered;
}

}  // namespace sallyport::render
