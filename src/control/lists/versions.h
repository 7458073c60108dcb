// Versions: every state that an organization's lists ever had, out of the audit; and Review: what in them
// looks wrong today.
//
// What one change left is a version, however many entries it touched; its number is that of the last audit
// record that touched one. Part of control.h. Thread safety: as there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/model.h"

namespace sallyport::control {

class Core;

// One entry that two versions have differently.
struct EntryDifference {
  std::string credential;  // whose own list; empty: the organization's
  net::Prefix prefix;
  std::string before;  // JSON as in the audit; empty: there was none
  std::string after;
};

struct ListVersion {
  AuditRecord record;  // the change's last one that changed a list; its number is the version's
  // How many records of the change put one entry on a list, changed it or took it off. Those of a
  // credential's list that went with it are not counted.
  std::uint64_t entries = 0;
};

class Versions {
 public:
  // Newest first.
  Result<Page<ListVersion>> list(const std::string& organization, const PageRequest& page);
  // The newest audit record of the organization: whatever changes in it, this number grows.
  Result<std::int64_t> current(const std::string& organization);
  // From one version to another, in order of credential and address. Any audit record's number stands for the
  // lists as they were then, 0 for those before the first; but in the middle of a change they never were as
  // its records say. Errors: not_found (also for such a number: the message says which are meant).
  Result<std::vector<EntryDifference>> difference(const std::string& organization, std::int64_t from,
                                                  std::int64_t to);
  // Makes the lists as they were, as one change. Learned history (hits) of entries that stay is kept.
  // Errors: not_found, lockout_risk.
  Result<std::vector<EntryDifference>> roll_back(const Actor& actor, const std::string& organization,
                                                 std::int64_t to, bool force);

 private:
  friend class Control;
  explicit Versions(Core& core) : core_(core) {}
  Core& core_;
};

// What a look at an entry suggests.
struct Hint {
  enum class Kind : std::uint8_t { wide, one_address, stale, provider };
  Kind kind = Kind::wide;
  std::string credential;
  net::Prefix prefix;
  std::string text;                        // what was found, for people
  std::optional<net::Prefix> replacement;  // what would do as well
};
std::string_view to_string(Hint::Kind kind);

class Review {
 public:
  // Of the authorized entries that are valid now, on the organization's list and on its credentials'; by
  // kind, at most 1000 of each. `provider` needs ControlSettings::network_names. Cost: O(entries).
  Result<std::vector<Hint>> hints(const std::string& organization);

 private:
  friend class Control;
  explicit Review(Core& core) : core_(core) {}
  Core& core_;
};

}  // namespace sallyport::control
