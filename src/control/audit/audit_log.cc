#include <fmt/format.h>

#include <algorithm>

#include "control/audit/audit_chain.h"
#include "control/core.h"
#include "control/resolve.h"
#include "control/webhooks/event_types.h"

namespace sallyport::control {
namespace {

constexpr unsigned kExamined = 10'000;  // for one page of what is filtered

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

Result<Page<AuditRecord>> AuditLog::list(const std::string& organization, const PageRequest& page,
                                         const AuditFilter& filter) {
  SALLYPORT_TRY(check_page(page));
  if (!filter.action.empty() && !is_event_choice(filter.action)) {
    return fail(
        ErrorCode::malformed_request,
        fmt::format("'{}' is no action: write one such as entry.authorized, or all of a thing as entry.*",
                    filter.action.substr(0, 64)));
  }
  std::optional<std::int64_t> before;
  if (!page.cursor.empty()) {
    before = parse_number(page.cursor);
    if (!before) return fail_cursor();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  if (!organization.empty()) SALLYPORT_TRY(need_organization(*reader, organization));
  const auto to_cursor = [](const AuditRow& row) { return std::to_string(row.record.number); };
  if (filter.empty()) {
    SALLYPORT_ASSIGN(auto rows, reader->audit(organization, before, page.limit + 1));
    return to_page<AuditRecord>(std::move(rows), page, to_record, to_cursor);
  }
  SALLYPORT_ASSIGN(auto walk, reader->audit(organization, filter, before, page.limit + 1, kExamined));
  auto found = to_page<AuditRecord>(std::move(walk.rows), page, to_record, to_cursor);
  if (found.next.empty() && walk.next) found.next = std::to_string(*walk.next);
  return found;
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
  std::optional<std::int64_t> after;  // empty at first: what stands before record 1 was never written here
  while (true) {
    SALLYPORT_ASSIGN(const auto reader, core_.store.view());
    SALLYPORT_ASSIGN(const auto rows, reader->audit_after(after, kRowsAtOnce));
    for (const AuditRow& row : rows) {
      if (!walk.accept(row)) return fail_at(std::min(row.record.number, walk.last() + 1));
      if (row.record.number == anchor.number && to_hexadecimal(row.hash) != anchor.hash) {
        return fail_anchor(anchor.number);
      }
    }
    after = walk.last();
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
