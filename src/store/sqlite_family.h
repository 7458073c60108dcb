// The parts of the Store port that keep trees: over one connection.
//
// Thread safety: as the connection's.
#pragma once

#include "control/ports/store_family.h"
#include "store/sqlite_connection.h"

namespace sallyport::store {

class SqliteFamilyReader final : public control::FamilyReader {
 public:
  // REQUIRES: the connection outlives it.
  explicit SqliteFamilyReader(Connection& connection) : db_(connection) {}

  control::Rows<control::Organization> children(control::OrganizationId parent, std::string_view after,
                                                unsigned limit) override;
  control::Rows<control::OrganizationId> child_ids(control::OrganizationId parent) override;
  control::Rows<control::ShareRow> shares(control::OrganizationId organization) override;
  control::Rows<control::ShareRow> shares_after(control::OrganizationId organization,
                                                std::optional<net::Prefix> after, unsigned limit) override;
  control::Rows<control::ShareRow> shares(control::OrganizationId organization,
                                          const net::Prefix& prefix) override;
  control::Rows<control::ShareRow> shares_with_all(control::OrganizationId organization,
                                                   std::optional<net::Prefix> from, unsigned limit) override;
  control::Rows<control::ShareRow> shares_with(control::OrganizationId recipient,
                                               std::optional<net::Prefix> from, unsigned limit) override;
  control::Maybe<control::ShareRow> share_with(control::OrganizationId recipient,
                                               const net::Prefix& prefix) override;
  Result<std::uint64_t> share_count(control::OrganizationId recipient) override;
  Result<std::uint64_t> received_count(control::OrganizationId recipient, Timestamp now) override;
  Result<std::uint64_t> shared_count(control::OrganizationId organization, Timestamp now) override;
  Result<policy::Enforcement> enforced(control::OrganizationId organization,
                                       control::Channel channel) override;

 private:
  Connection& db_;
};

class SqliteFamilyWriter final : public control::FamilyWriter {
 public:
  explicit SqliteFamilyWriter(Connection& connection) : db_(connection) {}

  Result<void> put_share(const control::ShareRow& row) override;
  Result<void> erase_shares(control::OrganizationId organization, const net::Prefix& prefix) override;
  Result<void> put_enforced(control::OrganizationId organization, control::Channel channel,
                            policy::Enforcement mode) override;

 private:
  Connection& db_;
};

}  // namespace sallyport::store
