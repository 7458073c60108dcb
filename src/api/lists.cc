#include "api/handlers.h"
#include "api/new_entries.h"
#include "api/represent.h"

namespace sallyport::api {
namespace {

using policy::EntryKind;

Result<Reply> list(const Call& call, EntryKind kind) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto page, call.control.lists().entries(call.scope(), kind, request));
  return reply_with_page(page);
}

Result<Reply> remove(const Call& call, EntryKind kind) {
  SALLYPORT_ASSIGN(const auto prefix, net::parse_prefix(call.parameter("prefix")));
  SALLYPORT_ASSIGN(const auto removal, call.control.lists().remove(call.actor, call.scope(), prefix, kind));
  JsonWriter json;
  json.begin_object().key("still_allowed_by").begin_array();
  for (const auto& allowing : removal.still_allowed_by) json.string(allowing.to_string());
  json.end_array().end_object();
  return Reply{200, json.take(), kJson};
}

}  // namespace

Result<Reply> list_authorized(const Call& call) { return list(call, EntryKind::authorized); }
Result<Reply> list_denied(const Call& call) { return list(call, EntryKind::denied); }
Result<Reply> list_removed(const Call& call) { return list(call, EntryKind::removed); }
Result<Reply> remove_authorized(const Call& call) { return remove(call, EntryKind::authorized); }
Result<Reply> remove_denied(const Call& call) { return remove(call, EntryKind::denied); }

Result<Reply> authorize(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  SALLYPORT_ASSIGN(const auto read, read_new_entries(body));
  if (!read.wrong.empty()) return Reply{status_of(read.wrong), problem_document(read.wrong), kProblem};
  SALLYPORT_ASSIGN(const auto listed, call.control.lists().authorize(call.actor, call.scope(), read.entries));
  return reply_with_list(listed, {}, 201);
}

Result<Reply> deny(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  SALLYPORT_ASSIGN(const auto entry, read_new_entry(body));
  SALLYPORT_ASSIGN(const auto listed, call.control.lists().deny(call.actor, call.scope(), entry));
  return reply_with(listed, 201);
}

}  // namespace sallyport::api
