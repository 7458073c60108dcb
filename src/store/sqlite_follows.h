// The parts of the Store port that keep what organizations follow: over one connection.
//
// Thread safety: as the connection's.
#pragma once

#include "control/ports/store_follows.h"
#include "store/sqlite_connection.h"

namespace sallyport::store {

class SqliteFollowReader final : public control::FollowReader {
 public:
  // REQUIRES: the connection outlives it.
  explicit SqliteFollowReader(Connection& connection) : db_(connection) {}

  control::Rows<control::FollowRow> follows(control::OrganizationId organization) override;
  control::Maybe<control::FollowRow> follow(control::OrganizationId organization,
                                            std::string_view vendor) override;
  control::Rows<control::FollowedPrefix> followed(control::OrganizationId organization) override;
  control::Rows<control::OrganizationId> due_follows(Timestamp now, unsigned limit) override;
  control::Rows<control::OrganizationId> follows_behind(std::string_view vendor, std::string_view revision,
                                                        unsigned limit) override;
  control::Maybe<std::string> next_followed_vendor(std::string_view after) override;
  control::Maybe<Timestamp> next_follow_due() override;

 private:
  Connection& db_;
};

class SqliteFollowWriter final : public control::FollowWriter {
 public:
  explicit SqliteFollowWriter(Connection& connection) : db_(connection) {}

  Result<void> put_follow(const control::FollowRow& row) override;
  Result<void> put_due(control::OrganizationId organization, Timestamp due) override;
  Result<void> erase_follow(control::OrganizationId organization, std::string_view vendor) override;
  Result<void> put_followed(const control::FollowedPrefix& row) override;
  Result<void> erase_followed(const control::FollowedPrefix& row) override;

 private:
  Connection& db_;
};

}  // namespace sallyport::store
