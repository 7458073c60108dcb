#include "api/handlers.h"
#include "api/represent.h"

namespace sallyport::api {

Result<Reply> list_audit(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto page, call.control.audit().list(call.organization(), request));
  return reply_with_page(page);
}

// A chain that does not fit is an answer, not a failure to answer.
Result<Reply> verify_audit(const Call& call) {
  const auto records = call.control.audit().verify();
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
