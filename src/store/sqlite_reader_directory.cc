#include "store/row_types.h"
#include "store/sqlite_reader.h"

namespace sallyport::store {
namespace {

#define ORGANIZATION                                                     \
  "SELECT o.id, o.name, o.created, o.parent, coalesce(p.name, '') FROM " \
  "organization AS o LEFT JOIN organization AS p ON p.id = o.parent "

// The person of exactly that address, or one that differs in case only. A subquery's ORDER BY cannot name the
// outer table's columns.
#define MEMBER                                                                                         \
  "SELECT m.email, m.owner, m.authorized_ips, m.read, m.audit, coalesce("                              \
  "(SELECT p.language FROM person AS p WHERE p.email = m.email), (SELECT p.language FROM person AS p " \
  "WHERE p.email = m.email COLLATE NOCASE ORDER BY p.email LIMIT 1), 0) FROM member AS m "

control::Member to_member(const Row& row) {
  return {row.text(0),
          {row.flag(1), row.flag(2), row.flag(3), row.flag(4)},
          row.word(5, control::Language::japanese)};
}

#define CREDENTIAL                                                                               \
  "SELECT organization, id, name, channel, fingerprint, created, last_used, made_here, rotated " \
  "FROM credential "

control::Credential to_credential(const Row& row) {
  control::Credential credential;
  credential.organization = row.word(0, control::OrganizationId{0xffff'ffff});
  credential.id = row.word(1, control::CredentialId{0xffff'ffff});
  credential.name = row.text(2);
  credential.channel = row.word(3, control::Channel::smtp);
  credential.fingerprint = row.fingerprint(4);
  credential.created = row.time(5);
  credential.last_used = row.maybe_time(6);
  credential.made_here = row.flag(7);
  credential.rotated = row.maybe_time(8);
  return credential;
}

#define PROTECTION                                                                                      \
  "SELECT organization, credential, channel, mode, dry_run, quiet_period, learned_ipv4, learned_ipv6, " \
  "learned_at, known_since FROM protection "

control::ProtectionRow to_protection_row(const Row& row) {
  control::ProtectionRow protection;
  protection.scope.organization = row.word(0, control::OrganizationId{0xffff'ffff});
  protection.scope.credential = row.word(1, control::CredentialId{0xffff'ffff});
  protection.channel = row.word(2, control::Channel::smtp);
  protection.settings.mode = row.word(3, policy::Mode::off);
  protection.settings.dry_run = row.flag(4);
  protection.settings.quiet_period = std::chrono::seconds(row.integer(5));
  protection.settings.learned_width.ipv4 = static_cast<unsigned>(row.count(6));
  protection.settings.learned_width.ipv6 = static_cast<unsigned>(row.count(7));
  protection.learned_at = row.maybe_duration(8);
  protection.known_since = row.flag(9);
  return protection;
}

}  // namespace

control::Maybe<control::Organization> SqliteReader::organization(std::string_view name) {
  return db_.one(ORGANIZATION "WHERE o.name = ?", to_organization, name);
}

control::Maybe<control::Organization> SqliteReader::organization(OrganizationId id) {
  return db_.one(ORGANIZATION "WHERE o.id = ?", to_organization, id);
}

control::Rows<control::Organization> SqliteReader::organizations(std::string_view after, unsigned limit) {
  return db_.rows(ORGANIZATION "WHERE o.name > ? ORDER BY o.name LIMIT ?", to_organization, after, limit);
}

control::Maybe<control::Member> SqliteReader::member(OrganizationId organization, std::string_view email) {
  return db_.one(
      MEMBER
      "WHERE m.organization = ?1 AND m.email = ?2 COLLATE NOCASE ORDER BY m.email <> ?2, m.email LIMIT 1",
      to_member, organization, email);
}

control::Rows<control::Member> SqliteReader::members(OrganizationId organization) {
  return db_.rows(MEMBER "WHERE m.organization = ? ORDER BY m.email", to_member, organization);
}

control::Maybe<control::Credential> SqliteReader::credential(OrganizationId organization,
                                                             std::string_view name) {
  return db_.one(CREDENTIAL "WHERE organization = ? AND name = ?", to_credential, organization, name);
}

control::Maybe<control::Credential> SqliteReader::credential(Scope scope) {
  return db_.one(CREDENTIAL "WHERE organization = ? AND id = ?", to_credential, scope.organization,
                 scope.credential);
}

control::Maybe<control::Credential> SqliteReader::credential(const policy::Fingerprint& fingerprint) {
  return db_.one(CREDENTIAL "WHERE fingerprint = ?", to_credential, fingerprint);
}

control::Rows<control::Credential> SqliteReader::credentials(OrganizationId organization,
                                                             std::string_view after, unsigned limit,
                                                             std::optional<control::Channel> channel) {
  return db_.rows(CREDENTIAL
                  "WHERE organization = ?1 AND name > ?2 AND (?4 IS NULL OR channel = ?4) "
                  "ORDER BY name LIMIT ?3",
                  to_credential, organization, after, limit, channel);
}

Result<bool> SqliteReader::was_used(OrganizationId organization, control::Channel channel) {
  SALLYPORT_ASSIGN(
      const auto found,
      db_.number("SELECT EXISTS (SELECT 1 FROM credential AS c WHERE c.organization = ? AND "
                 "c.channel = ? AND c.last_used IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
                 "protection AS p WHERE p.organization = c.organization AND p.credential = c.id))",
                 organization, channel));
  return found != 0;
}

control::Maybe<control::ProtectionRow> SqliteReader::protection(Scope scope, control::Channel channel) {
  return db_.one(PROTECTION "WHERE organization = ? AND credential = ? AND channel = ?", to_protection_row,
                 scope.organization, scope.credential, channel);
}

control::Rows<control::ProtectionRow> SqliteReader::due_protections(Milliseconds watched, unsigned limit) {
  return db_.rows(PROTECTION "WHERE due <= ? ORDER BY due LIMIT ?", to_protection_row, watched, limit);
}

control::Maybe<Milliseconds> SqliteReader::next_protection_due() {
  return db_.one("SELECT due FROM protection WHERE due IS NOT NULL ORDER BY due LIMIT 1",
                 [](const Row& row) { return Milliseconds(row.integer(0)); });
}

}  // namespace sallyport::store
