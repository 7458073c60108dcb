#include <fmt/format.h>

#include "control/audit_chain.h"
#include "control/core.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

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

std::unexpected<Error> fail_anchor(std::int64_t number) {
  return fail(
      ErrorCode::corrupted,
      fmt::format("audit record {} is not the one that the anchor was taken of: the chain was written "
                  "anew, up to that record or before",
                  number));
}

std::unexpected<Error> fail_shorter(std::int64_t last, std::int64_t anchor) {
  return fail(
      ErrorCode::corrupted,
      fmt::format("the audit ends at record {}, and the anchor was taken of record {}: the records after "
                  "{} are missing",
                  last, anchor, last));
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

Result<std::vector<AuditRecord>> AuditLog::after(const std::string& organization, std::int64_t number,
                                                 unsigned limit) {
  SALLYPORT_TRY(check_page({limit, {}}));
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  if (!organization.empty()) SALLYPORT_TRY(need_organization(*reader, organization));
  SALLYPORT_ASSIGN(auto rows, organization.empty() ? reader->audit_after(number, limit)
                                                   : reader->audit_after(organization, number, limit));
  std::vector<AuditRecord> records;
  records.reserve(rows.size());
  for (AuditRow& row : rows) records.push_back(to_record(std::move(row)));
  return records;
}

Result<std::uint64_t> AuditLog::verify() { return verify({}); }

Result<std::uint64_t> AuditLog::verify(const Anchor& anchor) {
  ChainWalk walk;
  while (true) {
    SALLYPORT_ASSIGN(const auto reader, core_.store.view());
    SALLYPORT_ASSIGN(const auto rows, reader->audit_after(walk.last(), kRowsAtOnce));
    for (const AuditRow& row : rows) {
      if (!walk.accept(row)) return fail_at(walk.last() + 1);
      if (row.record.number == anchor.number && to_hexadecimal(row.hash) != anchor.hash) {
        return fail_anchor(anchor.number);
      }
    }
    if (!rows.empty()) continue;
    SALLYPORT_ASSIGN(const auto head, reader->audit_head());
    if (!walk.is_at(head)) return fail_at(walk.last() + 1);
    if (walk.last() < anchor.number) return fail_shorter(walk.last(), anchor.number);
    return static_cast<std::uint64_t>(walk.last());
  }
}

Result<AuditLog::Anchor> AuditLog::anchor() {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto newest, reader->audit({}, std::nullopt, 1));
  if (newest.empty()) return fail(ErrorCode::not_found, "the audit is empty: there is nothing to anchor yet");
  const AuditRow& row = newest.front();
  return Anchor{row.record.number, to_hexadecimal(row.hash), row.record.time};
}

}  // namespace sallyport::control
