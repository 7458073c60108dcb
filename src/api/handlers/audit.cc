#include <charconv>

#include "api/handlers/handlers.h"
#include "api/handlers/ocsf.h"
#include "api/handlers/represent.h"

namespace sallyport::api {
namespace {

Result<std::int64_t> number_of(const Call& call, std::string_view name) {
  const std::string_view text = call.queried(name);
  if (text.empty()) return 0;
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size() && number >= 0) return number;
  return fail(ErrorCode::malformed_request, std::string(name) + " must be the number of a record");
}

Result<control::AuditFilter> read_audit_filter(const Call& call) {
  constexpr std::size_t kActorBytes = 400;
  control::AuditFilter filter;
  filter.actor = call.queried("actor");
  if (filter.actor.size() > kActorBytes)
    return fail(ErrorCode::malformed_request, "actor is longer than any actor's name");
  filter.action = call.queried("action");
  SALLYPORT_ASSIGN(filter.since, call.time("since"));
  SALLYPORT_ASSIGN(filter.until, call.time("until"));
  return filter;
}

}  // namespace

Result<Reply> list_audit(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto filter, read_audit_filter(call));
  SALLYPORT_ASSIGN(const auto page, call.control.audit().list(call.organization(), request, filter));
  return reply_with_page(page);
}

Result<Reply> export_audit(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto after, number_of(call, "after"));
  SALLYPORT_ASSIGN(const auto records, call.control.audit().after(call.organization(), after, request.limit));
  std::string lines;
  for (const auto& record : records) lines += to_ocsf(record) + '\n';
  return Reply{200, std::move(lines), kJsonLines};
}

Result<Reply> show_audit_anchor(const Call& call) {
  SALLYPORT_ASSIGN(const auto anchor, call.control.audit().anchor());
  JsonWriter json;
  json.begin_object()
      .field("number", static_cast<std::uint64_t>(anchor.number))
      .field("hash", anchor.hash)
      .field("time", anchor.time)
      .end_object();
  return Reply{200, json.take(), kJson};
}

// A chain that does not fit is an answer, not a failure to answer.
Result<Reply> verify_audit(const Call& call) {
  control::AuditLog::Anchor anchor;
  SALLYPORT_ASSIGN(anchor.number, number_of(call, "number"));
  anchor.hash = call.queried("hash");
  if ((anchor.number == 0) != anchor.hash.empty()) {
    return fail(ErrorCode::malformed_request,
                "an anchor has both a number and a hash: give both, or neither");
  }
  const auto records = call.control.audit().verify(anchor);
  if (!records && records.error().code != ErrorCode::corrupted) return std::unexpected(records.error());
  JsonWriter json;
  json.begin_object().flag("intact", records.has_value());
  if (records) {
    json.field("records", *records);
  } else {
    json.field("problem", records.error().message);
  }
  json.end_object();
  return Reply{200, json.take(), kJson};
}

}  // namespace sallyport::api
