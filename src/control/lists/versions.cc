#include "control/lists/versions.h"

#include <fmt/format.h>

#include "control/audit/audit_chain.h"
#include "control/lists/list_history.h"
#include "control/lists/rollback.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

Result<void> check_version(Reader& reader, const std::string& organization, std::int64_t version) {
  SALLYPORT_ASSIGN(const auto newest, reader.requests().version(organization));
  if (version < 0 || version > newest) {
    return fail(
        ErrorCode::not_found,
        fmt::format("there is no version {}: the newest is {}, and 0 is before the first", version, newest));
  }
  SALLYPORT_ASSIGN(const auto next, reader.version_from(organization, version));
  if (!next || version < next->first || version == next->number) return {};
  return fail(
      ErrorCode::not_found,
      fmt::format("there is no version {}: it is in the middle of a change of {} entries; take {}, which "
                  "is after it, or {}, which is before it",
                  version, next->entries, next->number, next->first - 1));
}

}  // namespace

Result<Page<ListVersion>> Versions::list(const std::string& organization, const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  std::optional<std::int64_t> before;
  if (!page.cursor.empty()) {
    before = parse_number(page.cursor);
    if (!before) return fail_cursor();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_TRY(need_organization(*reader, organization));
  SALLYPORT_ASSIGN(const auto rows, reader->versions(organization, before, page.limit + 1));
  std::vector<ListVersion> found;
  for (const VersionRow& row : rows) {
    SALLYPORT_ASSIGN(auto audit, reader->audit(organization, row.number + 1, 1));
    if (audit.empty() || audit.front().record.number != row.number) {
      return fail(ErrorCode::corrupted, fmt::format("the audit has no record {}", row.number));
    }
    audit.front().record.hash = to_hexadecimal(audit.front().hash);
    found.push_back({std::move(audit.front().record), row.entries});
  }
  return to_page<ListVersion>(
      std::move(found), page, [](ListVersion version) { return version; },
      [](const ListVersion& version) { return std::to_string(version.record.number); });
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
  SALLYPORT_TRY(check_version(*reader, organization, from));
  SALLYPORT_TRY(check_version(*reader, organization, to));
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
  SALLYPORT_TRY(check_version(change.read(), organization, to));
  Rollback rollback(change, actor, place.organization);
  SALLYPORT_ASSIGN(auto made, rollback.run(to, force));
  if (!made.empty()) SALLYPORT_TRY(change.commit());
  return made;
}

}  // namespace sallyport::control
