// Observation: that a credential was used from an address, how often, and the decision it got. One of the two
// formats in which gate and control meet (the other is the snapshot).
//
// Thread safety: a value.
#pragma once

#include <cstdint>

#include "policy/types.h"

namespace sallyport::policy {

struct Observation {
  Timestamp first;          // wall time of the first use it counts
  Timestamp last;           // and of the last
  std::uint32_t count = 1;  // uses since the gate last told about this credential and address
  net::Address address;
  Decision decision;  // of the last one; its credential is known
};

}  // namespace sallyport::policy
