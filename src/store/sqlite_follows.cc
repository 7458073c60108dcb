#include "store/sqlite_follows.h"

#include <algorithm>

namespace sallyport::store {
namespace {

using control::FollowedPrefix;
using control::FollowRow;
using control::OrganizationId;

#define FOLLOWS                                                                                         \
  "SELECT organization, vendor, offerings, sites, version, features, everything, early, grace, actor, " \
  "created, revision, held, due FROM follow "

// A follow is looked at again by the next day at the latest: what is due later than this was written when the
// clock was wrong.
constexpr std::chrono::days kFurthestDue{2};

// Ids of a catalog have no spaces in them: that separates them here.
std::string joined_ids(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : " ") + id;
  return text;
}

std::vector<std::string> split_ids(std::string_view text) {
  std::vector<std::string> ids;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    ids.emplace_back(text.substr(0, space));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return ids;
}

FollowRow to_follow(const Row& row) {
  FollowRow found;
  found.organization = row.word(0, OrganizationId{0xffff'ffff});
  found.follow.vendor = row.text(1);
  found.follow.offerings = split_ids(row.text(2));
  found.follow.sites = split_ids(row.text(3));
  if (!row.is_null(4)) {
    const auto version = catalog::Version::parse(row.text(4));
    if (version) {
      found.follow.version = *version;
    } else {
      row.refuse();
    }
  }
  found.follow.features = split_ids(row.text(5));
  found.follow.all = row.flag(6);
  found.follow.early = row.flag(7);
  found.follow.grace = std::chrono::seconds(row.integer(8));
  found.by = row.text(9);
  found.created = row.time(10);
  found.revision = row.text(11);
  found.held = row.text(12);
  found.due = row.time(13);
  return found;
}

FollowedPrefix to_followed(const Row& row) {
  return {row.word(0, OrganizationId{0xffff'ffff}),
          row.text(1),
          row.prefix(2),
          row.maybe_time(3),
          row.maybe_time(4),
          row.maybe_time(5)};
}

OrganizationId to_follower(const Row& row) { return row.word(0, OrganizationId{0xffff'ffff}); }

}  // namespace

control::Rows<FollowRow> SqliteFollowReader::follows(OrganizationId organization) {
  return db_.rows(FOLLOWS "WHERE organization = ? ORDER BY vendor", to_follow, organization);
}

control::Maybe<FollowRow> SqliteFollowReader::follow(OrganizationId organization, std::string_view vendor) {
  return db_.one(FOLLOWS "WHERE organization = ? AND vendor = ?", to_follow, organization, vendor);
}

control::Rows<FollowedPrefix> SqliteFollowReader::followed(OrganizationId organization) {
  return db_.rows(
      "SELECT organization, vendor, prefix, starts, given_up, removal FROM followed "
      "WHERE organization = ? ORDER BY vendor, prefix",
      to_followed, organization);
}

control::Rows<OrganizationId> SqliteFollowReader::due_follows(Timestamp now, unsigned limit) {
  return db_.rows(
      "SELECT DISTINCT organization FROM follow WHERE due <= ? OR due > ? ORDER BY organization LIMIT ?",
      to_follower, now, now + kFurthestDue, limit);
}

control::Rows<OrganizationId> SqliteFollowReader::follows_behind(std::string_view vendor,
                                                                 std::string_view revision, unsigned limit) {
  return db_.rows("SELECT organization FROM follow WHERE vendor = ? AND revision <> ? LIMIT ?", to_follower,
                  vendor, revision, limit);
}

control::Maybe<std::string> SqliteFollowReader::next_followed_vendor(std::string_view after) {
  return db_.one(
      "SELECT vendor FROM follow WHERE vendor > ? ORDER BY vendor LIMIT 1",
      [](const Row& row) { return row.text(0); }, after);
}

control::Maybe<Timestamp> SqliteFollowReader::next_follow_due() {
  return db_.one("SELECT due FROM follow ORDER BY due LIMIT 1", [](const Row& row) { return row.time(0); });
}

Result<void> SqliteFollowWriter::put_follow(const FollowRow& row) {
  const control::Follow& follow = row.follow;
  const auto version = follow.version ? std::optional(follow.version->to_string()) : std::nullopt;
  SALLYPORT_TRY(db_.run(
      "INSERT OR REPLACE INTO follow (organization, vendor, offerings, sites, version, features, everything, "
      "early, grace, actor, created, revision, held, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      row.organization, follow.vendor, joined_ids(follow.offerings), joined_ids(follow.sites), version,
      joined_ids(follow.features), follow.all, follow.early, follow.grace, row.by, row.created, row.revision,
      row.held, row.due));
  return {};
}

Result<void> SqliteFollowWriter::put_due(OrganizationId organization, Timestamp due) {
  SALLYPORT_TRY(
      db_.run("UPDATE follow SET due = ? WHERE organization = ? AND due > ?", due, organization, due));
  return {};
}

Result<void> SqliteFollowWriter::erase_follow(OrganizationId organization, std::string_view vendor) {
  SALLYPORT_TRY(db_.run("DELETE FROM followed WHERE organization = ? AND vendor = ?", organization, vendor));
  SALLYPORT_TRY(db_.run("DELETE FROM follow WHERE organization = ? AND vendor = ?", organization, vendor));
  return {};
}

Result<void> SqliteFollowWriter::put_followed(const FollowedPrefix& row) {
  SALLYPORT_TRY(
      db_.run("INSERT OR REPLACE INTO followed (organization, vendor, prefix, starts, given_up, removal) "
              "VALUES (?, ?, ?, ?, ?, ?)",
              row.organization, row.vendor, row.prefix, row.starts, row.given_up, row.removal));
  return {};
}

Result<void> SqliteFollowWriter::erase_followed(const FollowedPrefix& row) {
  SALLYPORT_TRY(db_.run("DELETE FROM followed WHERE organization = ? AND vendor = ? AND prefix = ?",
                        row.organization, row.vendor, row.prefix));
  return {};
}

}  // namespace sallyport::store
