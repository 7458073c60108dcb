#include "store/sqlite_family.h"

namespace sallyport::store {
namespace {

using control::Channel;
using control::OrganizationId;
using control::ShareRow;

#define SHARE "SELECT organization, prefix, recipient, actor, created FROM share "

ShareRow to_share(const Row& row) {
  return {row.word(0, OrganizationId{0xffff'ffff}), row.prefix(1), row.word(2, OrganizationId{0xffff'ffff}),
          row.text(3), row.time(4)};
}

OrganizationId to_id(const Row& row) { return row.word(0, OrganizationId{0xffff'ffff}); }

}  // namespace

control::Rows<control::Organization> SqliteFamilyReader::children(OrganizationId parent,
                                                                  std::string_view after, unsigned limit) {
  return db_.rows(
      "SELECT o.id, o.name, o.created, o.parent, p.name FROM organization AS o "
      "JOIN organization AS p ON p.id = o.parent "
      "WHERE o.parent = ?1 AND o.parent <> 0 AND o.name > ?2 ORDER BY o.name LIMIT ?3",
      [](const Row& row) {
        return control::Organization{row.word(0, OrganizationId{0xffff'ffff}), row.text(1), row.time(2),
                                     row.word(3, OrganizationId{0xffff'ffff}), row.text(4)};
      },
      parent, after, limit);
}

control::Rows<OrganizationId> SqliteFamilyReader::child_ids(OrganizationId parent) {
  return db_.rows("SELECT id FROM organization WHERE parent = ? AND parent <> 0 ORDER BY name", to_id,
                  parent);
}

control::Rows<ShareRow> SqliteFamilyReader::shares(OrganizationId organization) {
  return db_.rows(SHARE "WHERE organization = ? ORDER BY prefix, recipient", to_share, organization);
}

control::Rows<ShareRow> SqliteFamilyReader::shares_after(OrganizationId organization,
                                                         std::optional<net::Prefix> after, unsigned limit) {
  const Blob key = after ? encode(*after) : Blob();
  return db_.rows(SHARE
                  "WHERE organization = ?1 AND prefix IN (SELECT DISTINCT prefix FROM share "
                  "WHERE organization = ?1 AND prefix > ?2 ORDER BY prefix LIMIT ?3) "
                  "ORDER BY prefix, recipient",
                  to_share, organization, key.bytes(), limit);
}

control::Rows<ShareRow> SqliteFamilyReader::shares(OrganizationId organization, const net::Prefix& prefix) {
  return db_.rows(SHARE "WHERE organization = ? AND prefix = ? ORDER BY recipient", to_share, organization,
                  prefix);
}

control::Rows<ShareRow> SqliteFamilyReader::shares_with_all(OrganizationId organization,
                                                            std::optional<net::Prefix> from, unsigned limit) {
  const Blob key = from ? encode(*from) : Blob();
  return db_.rows(SHARE "WHERE organization = ? AND recipient = 0 AND prefix >= ? ORDER BY prefix LIMIT ?",
                  to_share, organization, key.bytes(), limit);
}

control::Rows<ShareRow> SqliteFamilyReader::shares_with(OrganizationId recipient,
                                                        std::optional<net::Prefix> from, unsigned limit) {
  const Blob key = from ? encode(*from) : Blob();
  return db_.rows(SHARE "WHERE recipient = ? AND recipient <> 0 AND prefix >= ? ORDER BY prefix LIMIT ?",
                  to_share, recipient, key.bytes(), limit);
}

control::Maybe<ShareRow> SqliteFamilyReader::share_with(OrganizationId recipient, const net::Prefix& prefix) {
  return db_.one(SHARE "WHERE recipient = ? AND recipient <> 0 AND prefix = ?", to_share, recipient, prefix);
}

Result<std::uint64_t> SqliteFamilyReader::share_count(OrganizationId recipient) {
  return db_.number("SELECT count(*) FROM share WHERE recipient = ? AND recipient <> 0", recipient);
}

#define COUNT_SHARED                                                                                 \
  "SELECT count(*) FROM share AS s "                                                                 \
  "JOIN entry AS e ON e.organization = s.organization AND e.credential = 0 AND e.prefix = s.prefix " \
  "WHERE e.kind = ?2 AND (e.valid_from IS NULL OR e.valid_from <= ?3) "                              \
  "AND (e.valid_until IS NULL OR ?3 < e.valid_until) "

Result<std::uint64_t> SqliteFamilyReader::received_count(OrganizationId recipient, Timestamp now) {
  return db_.number(COUNT_SHARED "AND s.recipient = ?1 AND s.recipient <> 0", recipient,
                    policy::EntryKind::authorized, now);
}

Result<std::uint64_t> SqliteFamilyReader::shared_count(OrganizationId organization, Timestamp now) {
  return db_.number(COUNT_SHARED "AND s.organization = ?1 AND s.recipient = 0", organization,
                    policy::EntryKind::authorized, now);
}

Result<policy::Enforcement> SqliteFamilyReader::enforced(OrganizationId organization, Channel channel) {
  SALLYPORT_ASSIGN(const auto modes, db_.one(
                                         "SELECT enforced_api, enforced_smtp FROM organization WHERE id = ?",
                                         [channel](const Row& row) {
                                           const int column = channel == Channel::api ? 0 : 1;
                                           policy::Enforcement mode;
                                           if (!row.is_null(column))
                                             mode = row.word(column, policy::Mode::off);
                                           return mode;
                                         },
                                         organization));
  return modes.value_or(std::nullopt);
}

Result<void> SqliteFamilyWriter::put_share(const ShareRow& row) {
  SALLYPORT_TRY(db_.run(
      "INSERT OR REPLACE INTO share (organization, prefix, recipient, actor, created) VALUES (?, ?, ?, ?, ?)",
      row.organization, row.prefix, row.recipient, row.by, row.created));
  return {};
}

Result<void> SqliteFamilyWriter::erase_shares(OrganizationId organization, const net::Prefix& prefix) {
  SALLYPORT_TRY(db_.run("DELETE FROM share WHERE organization = ? AND prefix = ?", organization, prefix));
  return {};
}

Result<void> SqliteFamilyWriter::put_enforced(OrganizationId organization, Channel channel,
                                              policy::Enforcement mode) {
  SALLYPORT_TRY(db_.run(channel == Channel::api ? "UPDATE organization SET enforced_api = ? WHERE id = ?"
                                                : "UPDATE organization SET enforced_smtp = ? WHERE id = ?",
                        mode, organization));
  return {};
}

}  // namespace sallyport::store
