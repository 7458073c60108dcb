#include "store/schema.h"

#include <fmt/format.h>

#include <array>

namespace sallyport::store {
namespace {

// Version 1. Times are milliseconds since 1970; those called learned_at, due, queued, last_mail and
// digest_due, and expires_watched, are milliseconds of watched time. Enumerators are stored as their numbers.
//
// entry, credential and protection are clustered by organization and credential (0: the organization itself),
// so that all policy can be read in one pass over each. A column `credential` without a reference may be 0,
// or name one that is gone.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE organization (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL UNIQUE,
  created    INTEGER NOT NULL,
  last_mail  INTEGER,
  digest_due INTEGER,
  beyond     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX organization_digest ON organization (digest_due) WHERE digest_due IS NOT NULL;

CREATE TABLE member (
  organization   INTEGER NOT NULL REFERENCES organization,
  email          TEXT NOT NULL,
  owner          INTEGER NOT NULL,
  authorized_ips INTEGER NOT NULL,
  read           INTEGER NOT NULL,
  PRIMARY KEY (organization, email)
) STRICT, WITHOUT ROWID;

CREATE TABLE credential (
  organization INTEGER NOT NULL REFERENCES organization,
  id           INTEGER NOT NULL,
  channel      INTEGER NOT NULL,
  fingerprint  BLOB NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  created      INTEGER NOT NULL,
  last_used    INTEGER,
  PRIMARY KEY (organization, id),
  UNIQUE (organization, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE protection (
  organization INTEGER NOT NULL REFERENCES organization,
  credential   INTEGER NOT NULL,
  channel      INTEGER NOT NULL,
  mode         INTEGER NOT NULL,
  dry_run      INTEGER NOT NULL,
  quiet_period INTEGER NOT NULL,
  learned_ipv4 INTEGER NOT NULL,
  learned_ipv6 INTEGER NOT NULL,
  learned_at   INTEGER,
  known_since  INTEGER NOT NULL,
  due          INTEGER,
  PRIMARY KEY (organization, credential, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX protection_due ON protection (due) WHERE due IS NOT NULL;

CREATE TABLE entry (
  organization INTEGER NOT NULL REFERENCES organization,
  credential   INTEGER NOT NULL,
  prefix       BLOB NOT NULL,
  kind         INTEGER NOT NULL,
  source       INTEGER NOT NULL,
  valid_from   INTEGER,
  valid_until  INTEGER,
  created      INTEGER NOT NULL,
  actor        TEXT NOT NULL,
  note         TEXT NOT NULL,
  first_seen   INTEGER,
  last_seen    INTEGER,
  hits         INTEGER NOT NULL,
  PRIMARY KEY (organization, credential, prefix)
) STRICT, WITHOUT ROWID;

CREATE TABLE unauthorized (
  organization INTEGER NOT NULL REFERENCES organization,
  address      BLOB NOT NULL,
  credential   INTEGER NOT NULL,
  channel      INTEGER NOT NULL,
  first_seen   INTEGER NOT NULL,
  last_seen    INTEGER NOT NULL,
  count        INTEGER NOT NULL,
  PRIMARY KEY (organization, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX unauthorized_age ON unauthorized (organization, last_seen);

CREATE TABLE activity (
  organization INTEGER NOT NULL REFERENCES organization,
  credential   INTEGER NOT NULL,
  address      BLOB NOT NULL,
  verdict      INTEGER NOT NULL,
  reason       INTEGER NOT NULL,
  first_seen   INTEGER NOT NULL,
  last_seen    INTEGER NOT NULL,
  count        INTEGER NOT NULL,
  PRIMARY KEY (organization, credential, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_age ON activity (organization, last_seen, credential, address);

CREATE TABLE alert (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  organization    INTEGER NOT NULL REFERENCES organization,
  network         BLOB NOT NULL,
  address         BLOB NOT NULL,
  credential      INTEGER NOT NULL,
  credential_name TEXT NOT NULL,
  channel         INTEGER NOT NULL,
  first_seen      INTEGER NOT NULL,
  last_seen       INTEGER NOT NULL,
  count           INTEGER NOT NULL,
  state           INTEGER NOT NULL,
  answered_by     TEXT NOT NULL,
  answered        INTEGER,
  mailed          INTEGER NOT NULL
) STRICT;
CREATE INDEX alert_list ON alert (organization, id);
CREATE UNIQUE INDEX alert_open ON alert (organization, network) WHERE state = 0;
CREATE INDEX alert_unmailed ON alert (organization, id) WHERE state = 0 AND mailed = 0;

CREATE TABLE answer_token (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  organization    INTEGER NOT NULL,
  alert           INTEGER NOT NULL,
  action          INTEGER NOT NULL,
  member          TEXT NOT NULL,
  expires         INTEGER NOT NULL,
  expires_watched INTEGER NOT NULL,
  used            INTEGER NOT NULL
) STRICT;
CREATE INDEX answer_token_age ON answer_token (expires_watched);

CREATE TABLE outbox (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  created      INTEGER NOT NULL,
  organization TEXT NOT NULL,
  recipient    TEXT NOT NULL,
  content      TEXT NOT NULL,
  attempts     INTEGER NOT NULL,
  queued       INTEGER NOT NULL,
  due          INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (due);

CREATE TABLE audit (
  number       INTEGER PRIMARY KEY,
  time         INTEGER NOT NULL,
  actor        TEXT NOT NULL,
  source       BLOB,
  organization TEXT NOT NULL,
  action       TEXT NOT NULL,
  before       TEXT NOT NULL,
  after        TEXT NOT NULL,
  hash         BLOB NOT NULL
) STRICT;
CREATE INDEX audit_organization ON audit (organization, number);

INSERT INTO meta (name, value) VALUES ('next_credential', 1), ('audit_number', 0), ('audit_hash', zeroblob(32));
)sql";

// Version 2: trees of organizations, people who sign in, tokens, former secrets, webhooks. Organization 0 and
// recipient 0 are all of them. Where a time is called due, next_attempt, queued or former_until, it is
// watched.
constexpr const char* kVersion2 = R"sql(
ALTER TABLE organization ADD COLUMN parent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE organization ADD COLUMN enforced_api INTEGER;
ALTER TABLE organization ADD COLUMN enforced_smtp INTEGER;
CREATE INDEX organization_parent ON organization (parent, name) WHERE parent <> 0;

CREATE TABLE share (
  organization INTEGER NOT NULL REFERENCES organization,
  prefix       BLOB NOT NULL,
  recipient    INTEGER NOT NULL,
  actor        TEXT NOT NULL,
  created      INTEGER NOT NULL,
  PRIMARY KEY (organization, prefix, recipient)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX share_recipient ON share (recipient, prefix) WHERE recipient <> 0;

ALTER TABLE member ADD COLUMN audit INTEGER NOT NULL DEFAULT 0;
CREATE INDEX member_email ON member (email);

CREATE TABLE person (
  email         TEXT NOT NULL PRIMARY KEY,
  password      TEXT,
  language      INTEGER NOT NULL DEFAULT 0,
  last_password_mail INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE password_link (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  email   TEXT NOT NULL,
  expires INTEGER NOT NULL,
  expires_watched INTEGER NOT NULL,
  used    INTEGER NOT NULL
) STRICT;
CREATE INDEX password_link_person ON password_link (email);
CREATE INDEX password_link_age ON password_link (expires_watched);
CREATE INDEX answer_token_member ON answer_token (member);

CREATE TABLE access_token (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  hash           BLOB NOT NULL UNIQUE,
  session        INTEGER NOT NULL,
  organization   INTEGER NOT NULL,
  name           TEXT NOT NULL,
  owner          INTEGER NOT NULL,
  authorized_ips INTEGER NOT NULL,
  read           INTEGER NOT NULL,
  audit          INTEGER NOT NULL,
  actor          TEXT NOT NULL,
  created        INTEGER NOT NULL,
  expires        INTEGER,
  last_used      INTEGER
) STRICT;
CREATE UNIQUE INDEX access_token_name ON access_token (organization, name) WHERE session = 0;
CREATE INDEX access_token_person ON access_token (name) WHERE session = 1;
CREATE INDEX access_token_expiry ON access_token (expires) WHERE expires IS NOT NULL;

ALTER TABLE answer_token DROP COLUMN action;

ALTER TABLE credential ADD COLUMN made_here INTEGER NOT NULL DEFAULT 0;
ALTER TABLE credential ADD COLUMN rotated INTEGER;

ALTER TABLE activity ADD COLUMN last_allowed INTEGER;
UPDATE activity SET last_allowed = last_seen WHERE verdict = 1;

CREATE TABLE former_secret (
  alias        INTEGER PRIMARY KEY,
  organization INTEGER NOT NULL,
  credential   INTEGER NOT NULL,
  fingerprint  BLOB NOT NULL UNIQUE,
  until        INTEGER NOT NULL
) STRICT;
CREATE INDEX former_secret_credential ON former_secret (organization, credential);
CREATE INDEX former_secret_end ON former_secret (until);

CREATE TABLE webhook (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  organization  INTEGER NOT NULL,
  url           TEXT NOT NULL,
  events        TEXT NOT NULL,
  secret        BLOB NOT NULL,
  former_secret BLOB,
  former_until  INTEGER NOT NULL DEFAULT 0,
  actor         TEXT NOT NULL,
  created       INTEGER NOT NULL,
  disabled      INTEGER,
  failing_since INTEGER,
  failures      INTEGER NOT NULL DEFAULT 0,
  next_attempt  INTEGER NOT NULL DEFAULT 0,
  waiting       INTEGER NOT NULL DEFAULT 0,
  gap           INTEGER NOT NULL DEFAULT 0,
  dropped       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX webhook_organization ON webhook (organization);
CREATE INDEX webhook_due ON webhook (next_attempt, id) WHERE waiting > 0;

CREATE TABLE webhook_event (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook  INTEGER NOT NULL REFERENCES webhook,
  event    TEXT NOT NULL,
  type     TEXT NOT NULL,
  body     TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  queued   INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_event_queue ON webhook_event (webhook, id);

CREATE TABLE webhook_attempt (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook  INTEGER NOT NULL REFERENCES webhook,
  event    TEXT NOT NULL,
  type     TEXT NOT NULL,
  time     INTEGER NOT NULL,
  attempt  INTEGER NOT NULL,
  status   INTEGER NOT NULL,
  failure  TEXT NOT NULL,
  duration INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_attempt_list ON webhook_attempt (webhook, id);

CREATE TABLE request (
  sender  TEXT NOT NULL,
  key     TEXT NOT NULL,
  request BLOB NOT NULL,
  time    INTEGER NOT NULL,
  status  INTEGER,
  body    TEXT NOT NULL,
  PRIMARY KEY (sender, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_age ON request (time);
CREATE INDEX request_sender ON request (sender, time);
)sql";

// Version 3: organizations follow vendors. Ids in a list are separated by spaces; times are the wall's.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE follow (
  organization INTEGER NOT NULL REFERENCES organization,
  vendor       TEXT NOT NULL,
  offerings    TEXT NOT NULL,
  sites        TEXT NOT NULL,
  version      TEXT,
  features     TEXT NOT NULL,
  everything   INTEGER NOT NULL,
  early        INTEGER NOT NULL,
  grace        INTEGER NOT NULL,
  actor        TEXT NOT NULL,
  created      INTEGER NOT NULL,
  revision     TEXT NOT NULL,
  held         TEXT NOT NULL,
  due          INTEGER NOT NULL,
  PRIMARY KEY (organization, vendor)
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_vendor ON follow (vendor, revision);
CREATE INDEX follow_due ON follow (due);

CREATE TABLE followed (
  organization INTEGER NOT NULL,
  vendor       TEXT NOT NULL,
  prefix       BLOB NOT NULL,
  starts       INTEGER,
  given_up     INTEGER,
  removal      INTEGER,
  PRIMARY KEY (organization, vendor, prefix),
  FOREIGN KEY (organization, vendor) REFERENCES follow
) STRICT, WITHOUT ROWID;
)sql";

// Version 4. Each part stands by itself.
//
// A version of an organization's lists: a change that changed them, by the numbers of its first and its last
// audit record that did so. Records of before do not say which change wrote them. Neighbours of one time are
// taken for one change: all of a change has one time, so none is torn apart, and two that fell into the same
// millisecond are one version, after the second.
constexpr const char* kVersion4 = R"sql(
CREATE TABLE version (
  organization TEXT NOT NULL,
  number       INTEGER NOT NULL,
  first        INTEGER NOT NULL,
  entries      INTEGER NOT NULL,
  PRIMARY KEY (organization, number)
) STRICT, WITHOUT ROWID;
INSERT INTO version (organization, number, first, entries)
  SELECT organization, max(number), min(number), sum(action <> 'credential.removed') FROM (
    SELECT organization, number, action, max(iif(time IS NOT earlier, number, 0)) OVER (ORDER BY number) AS change
    FROM (SELECT organization, number, action, time, lag(time) OVER (ORDER BY number) AS earlier FROM audit))
  WHERE organization <> '' AND action IN ('entry.authorized', 'entry.changed', 'entry.denied', 'entry.followed',
    'entry.learned', 'entry.lifted', 'entry.removed', 'entry.rolled_back', 'credential.removed')
  GROUP BY organization, change;

-- A link's token is kept while its alert is.
DROP INDEX answer_token_age;
CREATE INDEX answer_token_alert ON answer_token (alert, member, expires_watched);

-- The audit by time: whoever asks for the latest days is not led through all the years before.
CREATE INDEX audit_time ON audit (time);

-- Webhooks: one that answered slowly is counted down from slow, by each answer that was quick. What tells of
-- entries gives way first where too much waits.
ALTER TABLE webhook ADD COLUMN slow INTEGER NOT NULL DEFAULT 0;
CREATE INDEX webhook_event_entry ON webhook_event (webhook, id) WHERE type >= 'entry.' AND type < 'entry/';

-- Up to which alert of an organization a member was told, and the mail that waits to tell more. Mails that
-- waited before tell all that is open when they leave.
CREATE TABLE alert_told (
  member       TEXT NOT NULL COLLATE NOCASE,
  organization INTEGER NOT NULL,
  alert        INTEGER NOT NULL,
  mail         INTEGER NOT NULL,
  beyond       INTEGER NOT NULL,
  PRIMARY KEY (member, organization)
) STRICT, WITHOUT ROWID;
INSERT INTO alert_told SELECT m.recipient, o.id, 0, max(m.id), 0 FROM outbox AS m
  JOIN organization AS o ON o.name = m.organization WHERE m.content LIKE '{"items":%' GROUP BY m.recipient COLLATE NOCASE, o.id;
CREATE INDEX alert_open_list ON alert (organization, id) WHERE state = 0;

-- People are found in whatever case the ASCII letters of their address are written.
DROP INDEX member_email;
DROP INDEX password_link_person;
DROP INDEX access_token_person;
DROP INDEX answer_token_member;
CREATE INDEX person_email ON person (email COLLATE NOCASE);
CREATE INDEX member_email ON member (email COLLATE NOCASE);
CREATE INDEX password_link_person ON password_link (email COLLATE NOCASE);
CREATE INDEX access_token_person ON access_token (name COLLATE NOCASE) WHERE session = 1;
CREATE INDEX answer_token_member ON answer_token (member COLLATE NOCASE);
)sql";

// What makes version n + 1 of version n.
constexpr std::array kMigrations = {kVersion1, kVersion2, kVersion3, kVersion4};
constexpr std::int64_t kNewest = std::ssize(kMigrations);

Result<void> migrate(Connection& connection, std::uint64_t version) {
  SALLYPORT_TRY(connection.script("BEGIN IMMEDIATE"));
  for (std::uint64_t next = version + 1; next <= kMigrations.size(); ++next) {
    SALLYPORT_TRY(connection.script(migration_to(next)));
  }
  const std::string header =
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT", kApplicationId, kNewest);
  return connection.script(header.c_str());
}

}  // namespace

const char* migration_to(std::uint64_t version) { return kMigrations.at(version - 1); }

Result<void> prepare_schema(Connection& connection) {
  SALLYPORT_ASSIGN(const auto application, connection.number("PRAGMA application_id"));
  SALLYPORT_ASSIGN(const auto version, connection.number("PRAGMA user_version"));
  SALLYPORT_ASSIGN(const auto tables, connection.number("SELECT count(*) FROM sqlite_schema"));
  const bool fresh = application == 0 && version == 0 && tables == 0;
  if (!fresh && application != static_cast<std::uint64_t>(kApplicationId)) {
    return fail(ErrorCode::corrupted,
                "this is another program's database, not Sallyport's: give another file");
  }
  if (version > kMigrations.size()) {
    return fail(
        ErrorCode::newer_version,
        fmt::format("the database has version {}, and this Sallyport knows up to {}: use a newer Sallyport",
                    version, kNewest));
  }
  // Writers append to a log, so that readers see the last committed state meanwhile.
  SALLYPORT_TRY(connection.script(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;"));
  if (version == kMigrations.size()) return {};
  if (auto migrated = migrate(connection, version); !migrated) {
    if (sqlite3_get_autocommit(connection.handle()) == 0) {
      sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr,
                   nullptr);  // the first error is the one to tell
    }
    return migrated;
  }
  return {};
}

}  // namespace sallyport::store
