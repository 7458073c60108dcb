#include <fmt/format.h>

#include "control/audit_chain.h"
#include "control/core.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

constexpr unsigned kAtOnce = 1000;  // verified in one view, so that other readers get their turn

AuditRecord to_record(AuditRow row) {
  row.record.hash = to_hexadecimal(row.hash);
  return std::move(row.record);
}

std::unexpected<Error> fail_at(std::int64_t number) {
  return fail(
      ErrorCode::corrupted,
      fmt::format("audit record {} does not fit the chain: it, or one next to it, was changed from outside",
                  number));
}

}  // namespace

Result<Page<AuditRecord>> AuditLog::list(const std::string& organization, const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  std::optional<std::int64_t> before;
  if (!page.cursor.empty()) {
    before = parse_number(page.cursor);
    if (!before) return fail_cursor();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  if (!organization.empty()) SALLYPORT_TRY(need_organization(*reader, organization));
  SALLYPORT_ASSIGN(auto rows, reader->audit(organization, before, page.limit + 1));
  return to_page<AuditRecord>(std::move(rows), page, to_record,
                              [](const AuditRow& row) { return std::to_string(row.record.number); });
}

Result<std::uint64_t> AuditLog::count(const std::string& organization) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  if (!organization.empty()) SALLYPORT_TRY(need_organization(*reader, organization));
  return reader->audit_count(organization);
}

Result<std::uint64_t> AuditLog::verify() {
  ChainWalk walk;
  while (true) {
    SALLYPORT_ASSIGN(const auto reader, core_.store.view());
    SALLYPORT_ASSIGN(const auto rows, reader->audit_after(walk.last(), kAtOnce));
    for (const AuditRow& row : rows) {
      if (!walk.accept(row)) return fail_at(walk.last() + 1);
    }
    if (!rows.empty()) continue;
    SALLYPORT_ASSIGN(const auto head, reader->audit_head());
    if (!walk.is_at(head)) return fail_at(walk.last() + 1);
    return static_cast<std::uint64_t>(walk.last());
  }
}

}  // namespace sallyport::control
