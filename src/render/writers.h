// The targets' writers, one file each; targets.cc has a line for each of them.
//
// Each may take for granted what Target says beside its `write`: render() has refused the rest.
//
// Thread safety: pure.
#pragma once

#include "render/target.h"

namespace sallyport::render {

// Firewalls.
Result<Rendered> write_nftables(const List& list, const Options& options);
Result<Rendered> write_iptables(const List& list, const Options& options);
Result<Rendered> write_pf(const List& list, const Options& options);

// Proxies and servers.
Result<Rendered> write_nginx(const List& list, const Options& options);
Result<Rendered> write_nginx_geo(const List& list, const Options& options);
Result<Rendered> write_haproxy(const List& list, const Options& options);
Result<Rendered> write_caddy(const List& list, const Options& options);
Result<Rendered> write_traefik(const List& list, const Options& options);
Result<Rendered> write_apache(const List& list, const Options& options);
Result<Rendered> write_envoy(const List& list, const Options& options);
Result<Rendered> write_postfix(const List& list, const Options& options);

// Ways out.
Result<Rendered> write_squid(const List& list, const Options& options);
Result<Rendered> write_dnsmasq(const List& list, const Options& options);
Result<Rendered> write_unbound(const List& list, const Options& options);

// Clouds.
Result<Rendered> write_aws_prefix_list(const List& list, const Options& options);
Result<Rendered> write_aws_waf_ip_set(const List& list, const Options& options);
Result<Rendered> write_aws_security_group(const List& list, const Options& options);
Result<Rendered> write_google_cloud_firewall(const List& list, const Options& options);
Result<Rendered> write_azure_firewall(const List& list, const Options& options);
Result<Rendered> write_cloudflare_list(const List& list, const Options& options);
Result<Rendered> write_terraform(const List& list, const Options& options);

// Clusters.
Result<Rendered> write_kubernetes(const List& list, const Options& options);
Result<Rendered> write_cilium(const List& list, const Options& options);
Result<Rendered> write_calico(const List& list, const Options& options);

// Systems and devices.
Result<Rendered> write_windows_powershell(const List& list, const Options& options);
Result<Rendered> write_mikrotik(const List& list, const Options& options);
Result<Rendered> write_cisco(const List& list, const Options& options);
Result<Rendered> write_juniper(const List& list, const Options& options);

// Data.
Result<Rendered> write_plain(const List& list, const Options& options);
Result<Rendered> write_csv(const List& list, const Options& options);
Result<Rendered> write_json(const List& list, const Options& options);

}  // namespace sallyport::render
