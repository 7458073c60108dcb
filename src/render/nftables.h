// The nftables file that the targets nftables and dnsmasq have in common.
//
// Thread safety: pure.
#pragma once

#include <span>
#include <string>

#include "render/port_groups.h"
#include "render/target.h"

namespace sallyport::render {

// Sets of addresses that somebody else fills: NAME_hosts_1_v4, NAME_hosts_1_v6, NAME_hosts_2_v4 and so on,
// one pair for each list of ports. They are emptied when the file is loaded.
std::string filled_set(const std::string& name, std::size_t number, std::string_view family);

// Errors: too_many_entries, for either of the options' bounds.
Result<std::string> nftables_text(const List& list, const Options& options, std::span<const PortList> filled);

}  // namespace sallyport::render
