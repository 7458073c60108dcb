#include "api/handlers/handlers.h"
#include "api/handlers/new_entries.h"
#include "api/handlers/proof.h"
#include "api/handlers/represent.h"
#include "base/duration.h"

namespace sallyport::api {
namespace {

using policy::EntryKind;

Result<control::EntryFilter> read_filter(const Call& call) {
  control::EntryFilter filter;
  if (const auto source = call.queried("source"); !source.empty()) {
    filter.source = policy::parse_source(source);
    if (!filter.source)
      return fail(ErrorCode::malformed_request, "source must be manual, learned, shared or catalog");
  }
  filter.note = call.queried("note");
  if (const auto inside = call.queried("inside"); !inside.empty()) {
    SALLYPORT_ASSIGN(filter.inside, net::parse_prefix(inside));
  }
  if (const auto unseen = call.queried("unseen_for"); !unseen.empty()) {
    SALLYPORT_ASSIGN(filter.unseen_for, parse_duration(unseen));
  }
  return filter;
}

Result<Reply> list(const Call& call, EntryKind kind) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto filter, read_filter(call));
  SALLYPORT_ASSIGN(const auto page, call.control.lists().entries(call.scope(), kind, request, filter));
  return reply_with_page(page);
}

Result<Reply> remove(const Call& call, EntryKind kind) {
  SALLYPORT_ASSIGN(const auto prefix, net::parse_prefix(call.parameter("prefix")));
  SALLYPORT_ASSIGN(const bool force, call.flag("force"));
  SALLYPORT_ASSIGN(const bool only_preview, call.flag("preview"));
  const auto preview = [&] {
    return call.control.lists().preview_removal(call.actor, call.scope(), prefix, kind);
  };
  if (only_preview) {
    SALLYPORT_ASSIGN(const auto blocked, preview());
    return reply_with(blocked);
  }
  const auto removal = call.control.lists().remove(call.actor, call.scope(), prefix, kind, force);
  if (!removal) return refused(removal.error(), preview);
  JsonWriter json;
  json.begin_object().key("still_allowed_by").begin_array();
  for (const auto& allowing : removal->still_allowed_by) json.string(allowing.to_string());
  json.end_array().end_object();
  return Reply{200, json.take(), kJson};
}

Result<Reply> change(const Call& call, EntryKind kind) {
  SALLYPORT_ASSIGN(const auto prefix, net::parse_prefix(call.parameter("prefix")));
  SALLYPORT_ASSIGN(const bool force, call.flag("force"));
  SALLYPORT_ASSIGN(const bool only_preview, call.flag("preview"));
  SALLYPORT_ASSIGN(const auto body, call.body());
  SALLYPORT_ASSIGN(const auto wanted, read_entry_change(body));
  auto lists = call.control.lists();
  const auto preview = [&] { return lists.preview_change(call.actor, call.scope(), prefix, kind, wanted); };
  if (only_preview) {
    SALLYPORT_ASSIGN(const auto blocked, preview());
    return reply_with(blocked);
  }
  const auto changed = lists.change(call.actor, call.scope(), prefix, kind, wanted, force);
  if (!changed) return refused(changed.error(), preview);
  return reply_with(*changed);
}

}  // namespace

Result<Reply> list_authorized(const Call& call) { return list(call, EntryKind::authorized); }
Result<Reply> list_denied(const Call& call) { return list(call, EntryKind::denied); }
Result<Reply> list_removed(const Call& call) { return list(call, EntryKind::removed); }
Result<Reply> change_authorized(const Call& call) { return change(call, EntryKind::authorized); }
Result<Reply> change_denied(const Call& call) { return change(call, EntryKind::denied); }
Result<Reply> remove_authorized(const Call& call) { return remove(call, EntryKind::authorized); }
Result<Reply> remove_denied(const Call& call) { return remove(call, EntryKind::denied); }

}  // namespace sallyport::api
