// The part of the Store port that keeps trees: see store.h.
#pragma once

#include "control/ports/store_rows.h"

namespace sallyport::control {

// An entry of an organization's own list, and one organization it is shared with.
struct ShareRow {
  OrganizationId organization{};
  net::Prefix prefix;
  OrganizationId recipient{};  // 0: all below
  std::string by;
  Timestamp created;
};

class FamilyReader {
 public:
  virtual ~FamilyReader() = default;
  virtual Rows<Organization> children(OrganizationId parent, std::string_view after,
                                      unsigned limit) = 0;  // by name
  virtual Rows<OrganizationId> child_ids(OrganizationId parent) = 0;
  virtual Rows<ShareRow> shares(OrganizationId organization) = 0;  // by prefix
  // All rows of the first `limit` entries after that one.
  virtual Rows<ShareRow> shares_after(OrganizationId organization, std::optional<net::Prefix> after,
                                      unsigned limit) = 0;
  virtual Rows<ShareRow> shares(OrganizationId organization, const net::Prefix& prefix) = 0;
  // With all below it, by prefix; `from`, where it is given, and after it.
  virtual Rows<ShareRow> shares_with_all(OrganizationId organization, std::optional<net::Prefix> from,
                                         unsigned limit) = 0;
  // With exactly this one: at most one for each prefix, by prefix.
  virtual Rows<ShareRow> shares_with(OrganizationId recipient, std::optional<net::Prefix> from,
                                     unsigned limit) = 0;
  virtual Maybe<ShareRow> share_with(OrganizationId recipient, const net::Prefix& prefix) = 0;
  virtual Result<std::uint64_t> share_count(OrganizationId recipient) = 0;
  // How many authorized entries, valid then, are shared with exactly this one, and with all below that one.
  virtual Result<std::uint64_t> received_count(OrganizationId recipient, Timestamp now) = 0;
  virtual Result<std::uint64_t> shared_count(OrganizationId organization, Timestamp now) = 0;
  virtual Result<policy::Enforcement> enforced(OrganizationId organization, Channel channel) = 0;  // by it
};

class FamilyWriter {
 public:
  virtual ~FamilyWriter() = default;
  virtual Result<void> put_share(const ShareRow& row) = 0;
  virtual Result<void> erase_shares(OrganizationId organization, const net::Prefix& prefix) = 0;
  virtual Result<void> put_enforced(OrganizationId organization, Channel channel,
                                    policy::Enforcement mode) = 0;
};

}  // namespace sallyport::control
