#include "control/versions.h"

#include <fmt/format.h>

#include "control/audit_chain.h"
#include "control/list_history.h"
#include "control/resolve.h"
#include "control/rollback.h"

namespace sallyport::control {
namespace {

Result<void> check_version(std::int64_t version, std::int64_t newest) {
  if (version >= 0 && version <= newest) return {};
  return fail(
      ErrorCode::not_found,
      fmt::format("there is no version {}: the newest is {}, and 0 is before the first", version, newest));
}

}  // namespace

Result<Page<AuditRecord>> Versions::list(const std::string& organization, const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  std::optional<std::int64_t> before;
  if (!page.cursor.empty()) {
    before = parse_number(page.cursor);
    if (!before) return fail_cursor();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_TRY(need_organization(*reader, organization));
  std::vector<AuditRow> found;
  while (found.size() <= page.limit) {
    SALLYPORT_ASSIGN(auto rows, reader->audit(organization, before, kRowsAtOnce));
    for (AuditRow& row : rows) {
      before = row.record.number;
      if (found.size() <= page.limit && changes_lists(row.record.action)) found.push_back(std::move(row));
    }
    if (rows.size() < kRowsAtOnce) break;
  }
  return to_page<AuditRecord>(
      std::move(found), page,
      [](AuditRow row) {
        row.record.hash = to_hexadecimal(row.hash);
        return std::move(row.record);
      },
      [](const AuditRow& row) { return std::to_string(row.record.number); });
}

Result<std::int64_t> Versions::current(const std::string& organization) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_TRY(need_organization(*reader, organization));
  return reader->requests().version(organization);
}

Result<std::vector<EntryDifference>> Versions::difference(const std::string& organization, std::int64_t from,
                                                          std::int64_t to) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_TRY(need_organization(*reader, organization));
  SALLYPORT_ASSIGN(const auto newest, reader->requests().version(organization));
  SALLYPORT_TRY(check_version(from, newest));
  SALLYPORT_TRY(check_version(to, newest));
  ListHistory history(*reader, organization);
  SALLYPORT_TRY(history.replay_to(std::min(from, to)));
  const ListState earlier = history.state();
  SALLYPORT_TRY(history.replay_to(std::max(from, to)));
  return from <= to ? differences(earlier, history.state()) : differences(history.state(), earlier);
}

Result<std::vector<EntryDifference>> Versions::roll_back(const Actor& actor, const std::string& organization,
                                                         std::int64_t to, bool force) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, need_managed_place(change.read(), actor, {organization, {}}));
  SALLYPORT_ASSIGN(const auto newest, change.read().requests().version(organization));
  SALLYPORT_TRY(check_version(to, newest));
  Rollback rollback(change, actor, place.organization);
  SALLYPORT_ASSIGN(auto made, rollback.run(to, force));
  if (!made.empty()) SALLYPORT_TRY(change.commit());
  return made;
}

}  // namespace sallyport::control
