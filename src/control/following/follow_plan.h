// What following does to a list, worked out without a store: given what the follows of an organization want,
// what they gave so far, and the list as it is.
//
// What a follow wants and nobody has on the list is added. What it gave and wants no more stays for a grace,
// and then goes; where it is wanted again before that, nothing has happened. What people and learning put on
// the list is theirs; what a person removed stays away while the removal stands (R6), and what they denied,
// or a network around it, stays denied: a follow's more specific entry would win over the denial (R2), so it
// is not added, and goes where it was there before. An entry that several follows give stays as long as one
// of them does, and one that no follow gives goes. What a follow that is held gave stays, whatever its grace.
//
// Thread safety: pure functions over values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "control/following/follow_wants.h"
#include "control/ports/store_follows.h"

namespace sallyport::control {

// However late it is noticed that the vendor gave something up: so long it stays after that.
inline constexpr std::chrono::seconds kFollowNotice = std::chrono::days(1);

struct FollowedVendor {
  std::string vendor;
  std::chrono::seconds grace = kFollowGrace;
  std::optional<FollowWants> wants;  // empty: it is held; nothing is added, given up or removed
  // When it was to be looked at again, as the last look said. What ended before that was wanted then for
  // another reason.
  Timestamp due;
};

// What there is to tell about one follow.
struct FollowNews {
  struct Gone {
    net::Prefix prefix;
    Timestamp given_up;
    Timestamp removal;
    std::optional<Timestamp> last_seen;
  };
  struct Coming {
    net::Prefix prefix;
    Timestamp starts;
  };
  std::vector<net::Prefix> added;
  std::vector<net::Prefix> back;  // was given up, and is not any more
  std::vector<Gone> given_up;     // stays until its removal
  std::vector<Gone> removed;
  std::vector<Coming> coming;  // newly announced
  bool many = false;           // more than half of what it gave was given up at once, and more than a few

  bool empty() const {
    return added.empty() && back.empty() && given_up.empty() && removed.empty() && coming.empty();
  }
};

struct FollowPlan {
  struct Step {
    std::optional<ListedEntry> before;  // empty: there was none
    std::optional<ListedEntry> after;   // empty: it goes
  };
  std::vector<Step> steps;  // by prefix
  std::vector<FollowedPrefix> put;
  std::vector<FollowedPrefix> erase;
  std::map<std::string, FollowNews> news;         // by vendor; only those with something in it
  std::map<std::string, Timestamp> next_removal;  // by vendor, after this
  std::map<std::string, std::uint64_t> added_by;  // how many entries each vendor adds
};

// `vendors` are all that the organization follows; `followed` all that they gave; `list` all of the
// organization's own list. What is added is said to be put there by `by`. Cost: O(n log n).
FollowPlan plan_following(Timestamp now, OrganizationId organization,
                          const std::vector<FollowedVendor>& vendors,
                          const std::vector<FollowedPrefix>& followed, const std::vector<ListedEntry>& list,
                          const std::string& by);

// Why a prefix that a follow wants is not put on the list; `there`: the entry for exactly it, or null.
enum class HeldBack : std::uint8_t { no, yours, denied, removed };
class ListObstacles {
 public:
  // REQUIRES: the list's entries outlive it, where they are.
  ListObstacles(const std::vector<ListedEntry>& list, Timestamp now);
  HeldBack of(const net::Prefix& prefix) const;
  const ListedEntry* at(const net::Prefix& prefix) const;  // null: there is none
  // The removal or denial that stands in the way. REQUIRES: of(prefix) is `removed` or `denied`.
  net::Prefix obstacle_for(const net::Prefix& prefix) const;

 private:
  using ByPrefix = std::map<net::Prefix, const ListedEntry*>;
  std::optional<net::Prefix> removal_around(const net::Prefix& prefix) const;
  std::optional<net::Prefix> denial_around(const net::Prefix& prefix) const;

  Timestamp now_;
  ByPrefix there_;
  ByPrefix removed_;  // of these two, those that count now
  ByPrefix denied_;
};

}  // namespace sallyport::control
