// What a follow wants of a catalog on a day: the addresses from which the vendor comes.
//
// Thread safety: pure functions.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "catalog/model.h"
#include "control/following/follow.h"

namespace sallyport::control {

struct FollowWants {
  std::map<net::Prefix, std::string> now;  // with what it is for, of ids only: "push, email at DC-02"
  std::map<net::Prefix, Timestamp> later;  // announced, from that day on; not in `now`
  std::map<net::Prefix, Timestamp> ended;  // since when the vendor serves it no more, where it says so
  // What of the selection is no such address, for the message that nothing is left to follow.
  bool goes_to_vendor = false;  // what you connect to
  bool hosts = false;           // what is known by name only
  std::string not_available;    // what the vendor says is not available; bounded
};

// Errors: those of catalog::resolve(); unknown cells are never allowed. Cost: as resolve().
Result<FollowWants> wants_of(const catalog::Catalog& catalog, const Follow& follow, Timestamp now);

// Whether anything can be followed. Errors: invalid_setting, with the reason.
Result<void> check_followable(const FollowWants& wants, const std::string& vendor);

// The first moment of the next day in UTC, in which what counts may be something else.
Timestamp next_day(Timestamp now);

}  // namespace sallyport::control
