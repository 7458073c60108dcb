// Family: what organizations in a tree do to each other: a parent shares entries with those below it, and
// enforces protection on them (R15).
//
// Part of control.h. Thread safety and invariants: as there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/model.h"

namespace sallyport::control {

class Core;

// With whom an entry is shared.
struct Sharing {
  net::Prefix prefix;
  policy::EntryKind kind = policy::EntryKind::authorized;
  std::vector<std::string> with;  // names, sorted; empty: all below, also those to come
  std::string by;
  Timestamp created;
};

// What an organization's tree gives to it or takes from it, seen from below.
struct Received {
  ListedEntry listed;
  std::string from;  // the ancestor's name
};

// What came of sharing many entries, or of ending that.
struct SharedMany {
  std::vector<Sharing> sharings;  // in the order in which they were given; of unshare(): none
  // Which of those given could not be, and why. Where there are any, nothing was changed.
  struct Refused {
    std::size_t index = 0;
    Error error;
  };
  std::vector<Refused> refused;
};

class Family {
 public:
  // Those directly below, by name.
  Result<Page<Organization>> children(const std::string& organization, const PageRequest& page);

  // Shares an entry of the organization's own list, authorized or denied, with all organizations below it, or
  // with the named ones. It ends when the entry is removed or replaced by one of another kind.
  // Errors: not_found (no such entry), unknown_organization (not below it), duplicate (all of them have it
  // already).
  Result<Sharing> share(const Actor& actor, const std::string& organization, const net::Prefix& prefix,
                        const std::vector<std::string>& with);
  // The same of many, all or none. Errors, of the whole: unknown_organization; malformed_request (none, or
  // one twice); too_many_entries (more than a list holds).
  Result<SharedMany> share_many(const Actor& actor, const std::string& organization,
                                const std::vector<net::Prefix>& prefixes,
                                const std::vector<std::string>& with);
  // With none of them any more. `keep`: each that had it gets an entry of its own, with the source `shared`,
  // where it has none for this prefix. Without, and without `force`, refused where it let somebody in lately.
  // Errors: not_found, lockout_risk.
  Result<void> unshare(const Actor& actor, const std::string& organization, const net::Prefix& prefix,
                       bool keep, bool force);
  // The same of many, all or none. Errors, of the whole: lockout_risk, malformed_request, too_many_entries.
  Result<SharedMany> unshare_many(const Actor& actor, const std::string& organization,
                                  const std::vector<net::Prefix>& prefixes, bool keep, bool force);
  // In address order.
  Result<Page<Sharing>> shared(const std::string& organization, const PageRequest& page = {});
  // What ancestors share with it, in address order.
  Result<Page<Received>> received(const std::string& organization, const PageRequest& page);

  // On all below it, for one channel or both: their mode is at least as strict, dry_run does not count, and
  // what this organization denies is denied to them. Errors: invalid_setting (off).
  Result<void> enforce(const Actor& actor, const std::string& organization, std::optional<Channel> channel,
                       policy::Mode mode);
  // What enforce() would have blocked in the last 7 days, in all below it. Changes nothing. Errors: as there.
  Result<Preview> preview_enforce(const Actor& actor, const std::string& organization,
                                  std::optional<Channel> channel, policy::Mode mode);
  // Errors: not_found, where nothing is enforced.
  Result<void> unenforce(const Actor& actor, const std::string& organization, std::optional<Channel> channel);
  struct Enforced {
    policy::Enforcement api;
    policy::Enforcement smtp;
  };
  Result<Enforced> enforced(const std::string& organization);  // by it, on those below

 private:
  friend class Control;
  explicit Family(Core& core) : core_(core) {}
  Core& core_;
};

}  // namespace sallyport::control
