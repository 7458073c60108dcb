// Provider: whether a network's owner rents its addresses out, to machines (a cloud, a hoster) or to
// subscribers (a carrier). Whoever is a customer there can come from such a network.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "control/ports/network_names.h"

namespace sallyport::control {

enum class Provider : std::uint8_t { hosting, carrier };

// By the number of its autonomous system, or else by words in its name. Empty: none that is known.
std::optional<Provider> provider_of(const NetworkName& name);

}  // namespace sallyport::control
