// Follow: that an organization's authorized list follows what a vendor publishes of a selection.
//
// Thread safety: values.
// Invariants: an organization follows a vendor once; the selection selects something.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "catalog/version.h"
#include "net/prefix.h"

namespace sallyport::control {

inline constexpr std::chrono::seconds kFollowGrace = std::chrono::days(7);
inline constexpr std::chrono::seconds kLongestFollowGrace = std::chrono::days(365);

struct Follow {
  std::string vendor;
  // What of it, as catalog::Selection has it; all of it only where `all` says so.
  std::vector<std::string> offerings;
  std::vector<std::string> sites;
  std::optional<catalog::Version> version;
  std::vector<std::string> features;
  bool all = false;
  bool early = false;  // what the vendor has announced counts at once, not from its day
  std::chrono::seconds grace = kFollowGrace;  // how long what the vendor gave up still counts

  friend bool operator==(const Follow&, const Follow&) = default;
};

}  // namespace sallyport::control
