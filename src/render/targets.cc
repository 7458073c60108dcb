#include <algorithm>
#include <array>

#include "render/writers.h"

namespace sallyport::render {
namespace {

constexpr std::string_view kNeedsNames =
    "A packet has no name: 'dnsmasq' puts the addresses of names into nftables as they are asked for, "
    "'squid' sees them";
constexpr std::string_view kWhoConnects =
    "Here the addresses of those who connect are checked: a list of prefixes";
constexpr std::string_view kOfAddresses =
    "It is a list of addresses: a resolver or a proxy ('dnsmasq', 'squid') knows names";

// In the order of the README. A line adds a target.
constexpr std::array kTargets = std::to_array<Target>({
    {.id = "nftables",
     .title = "nftables: sets and two chains, replaced at once",
     .ports = true,
     .write = write_nftables,
     .instead = kNeedsNames},
    {.id = "iptables",
     .title = "iptables with ipset",
     .ports = true,
     .write = write_iptables,
     .instead = kNeedsNames},
    {.id = "pf",
     .title = "pf of the BSDs: an anchor",
     .ports = true,
     .write = write_pf,
     .instead = kNeedsNames},
    {.id = "nginx", .title = "nginx: allow and deny", .write = write_nginx, .instead = kWhoConnects},
    {.id = "nginx-geo",
     .title = "nginx: geo, for long lists",
     .write = write_nginx_geo,
     .instead = kWhoConnects},
    {.id = "haproxy", .title = "HAProxy: a file for an acl", .write = write_haproxy, .instead = kWhoConnects},
    {.id = "caddy",
     .title = "Caddy: a matcher and its answer",
     .write = write_caddy,
     .instead = kWhoConnects},
    {.id = "traefik", .title = "Traefik: an ipAllowList", .write = write_traefik, .instead = kWhoConnects},
    {.id = "apache", .title = "Apache: Require ip", .write = write_apache, .instead = kWhoConnects},
    {.id = "envoy",
     .title = "Envoy: an RBAC filter",
     .ports = true,
     .write = write_envoy,
     .udp = false,
     .instead = kWhoConnects},
    {.id = "postfix", .title = "Postfix: a cidr table", .write = write_postfix, .instead = kWhoConnects},
    {.id = "squid",
     .title = "Squid: what may be asked for",
     .hosts = true,
     .wildcards = true,
     .ports = true,
     .write = write_squid,
     .udp = false},
    {.id = "dnsmasq",
     .title = "dnsmasq with nftables: names as they are asked for",
     .hosts = true,
     .wildcards = true,
     .ports = true,
     .write = write_dnsmasq},
    {.id = "unbound",
     .title = "Unbound: which names may be asked for",
     .hosts = true,
     .wildcards = true,
     .write = write_unbound,
     .prefixes = false,
     .instead = "Addresses are not asked for by name: render them apart, for a firewall"},
    {.id = "aws-prefix-list",
     .title = "AWS: managed prefix lists, a CloudFormation template",
     .most = 9'900,
     .write = write_aws_prefix_list,
     .instead = kOfAddresses},
    {.id = "aws-waf-ip-set",
     .title = "AWS WAF: IP sets, a CloudFormation template",
     .most = 990'000,
     .write = write_aws_waf_ip_set,
     .instead = kOfAddresses},
    {.id = "aws-security-group",
     .title = "AWS: security groups, a CloudFormation template",
     .ports = true,
     .write = write_aws_security_group,
     .instead = kOfAddresses},
    {.id = "google-cloud-firewall",
     .title = "Google Cloud: VPC firewall rules, a gcloud script",
     .ports = true,
     .write = write_google_cloud_firewall,
     .instead = kOfAddresses},
    {.id = "azure-firewall",
     .title = "Azure: rules of a network security group, an ARM template",
     .ports = true,
     .write = write_azure_firewall,
     .instead = kOfAddresses},
    {.id = "cloudflare-list",
     .title = "Cloudflare: the items of an IP list, JSON",
     .write = write_cloudflare_list,
     .instead = kWhoConnects},
    {.id = "terraform",
     .title = "Terraform: local values and outputs",
     .hosts = true,
     .wildcards = true,
     .ports = true,
     .write = write_terraform},
    {.id = "kubernetes",
     .title = "Kubernetes: NetworkPolicies",
     .ports = true,
     .write = write_kubernetes,
     .instead = "A NetworkPolicy has no names: 'cilium' knows them"},
    {.id = "cilium",
     .title = "Cilium: CIDR groups and a policy with toFQDNs",
     .hosts = true,
     .wildcards = true,
     .ports = true,
     .write = write_cilium},
    {.id = "calico",
     .title = "Calico: GlobalNetworkSets",
     .write = write_calico,
     .instead = "Calico's free edition has no names: 'cilium' knows them"},
    {.id = "windows-powershell",
     .title = "Windows: New-NetFirewallRule, a PowerShell script",
     .ports = true,
     .write = write_windows_powershell,
     .instead = kOfAddresses},
    {.id = "mikrotik", .title = "MikroTik RouterOS: address lists", .hosts = true, .write = write_mikrotik},
    {.id = "cisco", .title = "Cisco IOS: object groups", .write = write_cisco, .instead = kOfAddresses},
    {.id = "juniper",
     .title = "Juniper Junos: prefix lists, set commands",
     .write = write_juniper,
     .instead = kOfAddresses},
    {.id = "plain",
     .title = "plain text, one a line: what firewalls fetch by URL",
     .hosts = true,
     .wildcards = true,
     .ports = true,
     .write = write_plain},
    {.id = "csv", .title = "CSV", .hosts = true, .wildcards = true, .ports = true, .write = write_csv},
    {.id = "json", .title = "JSON", .hosts = true, .wildcards = true, .ports = true, .write = write_json},
});

}  // namespace

std::span<const Target> targets() { return kTargets; }

const Target* find_target(std::string_view id) {
  const auto* const found = std::ranges::find(kTargets, id, &Target::id);
  return found != kTargets.end() ? found : nullptr;
}

}  // namespace sallyport::render
