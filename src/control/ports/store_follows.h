// The part of the Store port that keeps what organizations follow: see store.h.
#pragma once

#include <string>
#include <string_view>

#include "control/following/follow.h"
#include "control/ports/store_rows.h"

namespace sallyport::control {

struct FollowRow {
  OrganizationId organization{};
  Follow follow;
  std::string by;  // actor's name
  Timestamp created;
  std::string revision;  // of the catalog when it was last looked at; empty: there was none
  std::string held;      // why it is not followed now; empty: it is
  Timestamp due;         // when it is to be looked at again, whatever the revision
};

// A prefix that a follow gave to its organization's list, or will give. Several vendors may give the same
// one: the entry stays as long as one of them does.
struct FollowedPrefix {
  OrganizationId organization{};
  std::string vendor;
  net::Prefix prefix;
  std::optional<Timestamp> starts;    // announced by the vendor, and not on the list yet
  std::optional<Timestamp> given_up;  // since when the vendor has it no more
  std::optional<Timestamp> removal;   // when it is to be taken off; together with given_up
};

class FollowReader {
 public:
  virtual ~FollowReader() = default;
  virtual Rows<FollowRow> follows(OrganizationId organization) = 0;  // by vendor
  virtual Maybe<FollowRow> follow(OrganizationId organization, std::string_view vendor) = 0;
  virtual Rows<FollowedPrefix> followed(OrganizationId organization) = 0;  // by vendor and prefix
  // Organizations of which a follow is due then (or so much later that the clock must have been ahead when
  // that was written), or was last looked at with another revision of the vendor's
  // catalog; each once.
  virtual Rows<OrganizationId> due_follows(Timestamp now, unsigned limit) = 0;
  virtual Rows<OrganizationId> follows_behind(std::string_view vendor, std::string_view revision,
                                              unsigned limit) = 0;
  virtual Maybe<std::string> next_followed_vendor(std::string_view after) = 0;
  virtual Maybe<Timestamp> next_follow_due() = 0;
};

class FollowWriter {
 public:
  virtual ~FollowWriter() = default;
  virtual Result<void> put_follow(const FollowRow& row) = 0;
  // All that the organization follows is due then, where it would be later.
  virtual Result<void> put_due(OrganizationId organization, Timestamp due) = 0;
  virtual Result<void> erase_follow(OrganizationId organization,
                                    std::string_view vendor) = 0;  // and its prefixes
  virtual Result<void> put_followed(const FollowedPrefix& row) = 0;
  virtual Result<void> erase_followed(const FollowedPrefix& row) = 0;
};

}  // namespace sallyport::control
