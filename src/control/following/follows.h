// Follows: what an organization follows of vendors' catalogs, and what its list has by that.
//
// Part of control.h. Thread safety: as there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/following/follow.h"
#include "control/model.h"

namespace sallyport::control {

class Core;

// The first of many, and how many there are.
template <class T>
struct Some {
  std::vector<T> first;  // at most 100
  std::uint64_t total = 0;
};

struct FollowStatus {
  struct Coming {
    net::Prefix prefix;
    Timestamp on;  // from that day
  };
  struct Leaving {
    net::Prefix prefix;
    Timestamp given_up;
    Timestamp removal;
    std::optional<Timestamp> last_seen;
  };
  struct HeldBack {
    net::Prefix prefix;
    std::string because;
  };
  Follow follow;
  std::string by;
  Timestamp created;
  std::string held;           // why it is not followed now; empty: it is
  std::string revision;       // of the catalog when it was last looked at
  std::uint64_t entries = 0;  // on the list by it, those that are leaving too
  std::uint64_t yours = 0;    // wanted, and on the list already by a person, learning or sharing
  Some<Coming> coming;        // announced by the vendor
  Some<Leaving> leaving;      // given up by the vendor, and still on the list
  Some<HeldBack> held_back;   // wanted, and kept away by what a person removed or denied
  std::string effect;         // what all that comes to, as a sentence
};

struct FollowOutcome {
  FollowStatus status;
  Some<net::Prefix> added;
  Some<net::Prefix> removed;
  std::optional<Preview> would_block;  // of a preview
};

struct Unfollowed {
  Some<net::Prefix> removed;
  Some<net::Prefix> kept;              // now the organization's own
  std::optional<Preview> would_block;  // of a preview
};

class Follows {
 public:
  // By vendor.
  Result<std::vector<FollowStatus>> list(const std::string& organization);
  Result<FollowStatus> status(const std::string& organization, const std::string& vendor);  // not_found
  // In place of what is followed of that vendor so far, and at once: what the vendor has today is added, what
  // is no longer selected is taken off. Errors: not_found (no such vendor, offering, site or feature: with
  // the nearest), unknown_cell, malformed_request (nothing is selected), invalid_setting (nothing of it comes
  // from the vendor; a grace of more than a year), too_many_entries; lockout_risk, unless forced.
  Result<FollowOutcome> put(const Actor& actor, const std::string& organization, const Follow& follow,
                            bool force = false);
  // What put() would do, and stop. Changes nothing. Errors: as put(), lockout_risk excepted.
  Result<FollowOutcome> preview_put(const Actor& actor, const std::string& organization,
                                    const Follow& follow);
  // Takes off what it gave, unless another follow gives it too; or leaves it as the organization's own.
  // Errors: not_found; lockout_risk, unless forced.
  Result<Unfollowed> remove(const Actor& actor, const std::string& organization, const std::string& vendor,
                            bool keep, bool force = false);
  Result<Unfollowed> preview_remove(const Actor& actor, const std::string& organization,
                                    const std::string& vendor, bool keep);

 private:
  friend class Control;
  explicit Follows(Core& core) : core_(core) {}
  Core& core_;
};

}  // namespace sallyport::control
