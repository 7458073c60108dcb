// What puts entries into lists: one or many, as JSON, as text or as comma separated values.

#include <fmt/format.h>

#include <algorithm>

#include "api/bulk/bulk_csv.h"
#include "api/bulk/bulk_text.h"
#include "api/bulk/media_type.h"
#include "api/handlers/handlers.h"
#include "api/handlers/new_entries.h"
#include "api/handlers/proof.h"
#include "api/handlers/represent.h"
#include "control/names.h"

namespace sallyport::api {
namespace {

using control::Existing;
using policy::EntryKind;

// The note and the validity of a text's entries, where they say none themselves.
Result<control::NewEntry> read_common(const Call& call) {
  control::NewEntry common;
  common.note = call.queried("note");
  SALLYPORT_TRY(control::check_note(common.note));
  if (const auto from = call.queried("valid_from"); !from.empty()) {
    SALLYPORT_ASSIGN(common.valid_from, parse_timestamp(from));
  }
  if (const auto until = call.queried("valid_until"); !until.empty()) {
    SALLYPORT_ASSIGN(common.valid_until, parse_timestamp(until));
  }
  return common;
}

bool is_text(const Call& call) {
  const std::string_view type = media_type(call.request);
  return same_without_case(type, kText) || same_without_case(type, kCsv);
}

// REQUIRES: is_text()
Result<NewEntries> read_text(const Call& call) {
  SALLYPORT_ASSIGN(const auto common, read_common(call));
  const auto read = same_without_case(media_type(call.request), kText) ? read_bulk_text : read_bulk_csv;
  return read(call.request.body, common);
}

Result<NewEntries> read_json(const Call& call, const JsonValue& body) {
  for (const std::string_view name : {"note", "valid_from", "valid_until"}) {
    if (call.queried(name).empty()) continue;
    return fail(ErrorCode::malformed_request,
                fmt::format("the query parameter {} is for text and CSV: JSON has a field for it", name));
  }
  return read_new_entries(body);
}

Result<Existing> read_existing(const Call& call) {
  const std::string_view word = call.queried("existing");
  if (word.empty() || word == "refuse") return Existing::refuse;
  if (word == "skip") return Existing::skip;
  return fail(ErrorCode::malformed_request, "existing must be refuse or skip");
}

// What could not be read, and what the list would refuse, in the request's order.
Result<std::vector<LineError>> all_that_is_wrong(const Call& call, EntryKind kind, const NewEntries& read,
                                                 Existing existing) {
  SALLYPORT_ASSIGN(auto refused, call.control.lists().wrong(call.scope(), kind, read.entries, existing));
  std::vector<LineError> all = read.wrong;
  for (control::WrongEntry& one : refused) {
    const Origin& origin = read.origins[one.index];
    all.push_back({origin.index, origin.line, origin.input, std::move(one.error)});
  }
  std::ranges::sort(all, {}, &LineError::index);
  return all;
}

Reply refuse_lines(const std::vector<LineError>& lines) {
  return Reply{status_of(lines), problem_document(lines), kProblem};
}

// An error of the list as a whole, or of each entry that is at fault. One entry alone needs no place.
template <class Ask>
Result<Reply> refused_many(const Call& call, EntryKind kind, const NewEntries& read, Existing existing,
                           Error error, const Ask& ask) {
  const bool alone = read.entries.size() == 1 && read.origins.front().line == 0;
  if (!alone && (error.code == ErrorCode::duplicate || error.code == ErrorCode::invalid_setting)) {
    SALLYPORT_ASSIGN(const auto wrong, all_that_is_wrong(call, kind, read, existing));
    if (!wrong.empty()) return refuse_lines(wrong);
  }
  return refused(std::move(error), ask);
}

// The routes that authorize have neither `force` nor `preview`.
Result<Reply> put_many(const Call& call, EntryKind kind, const NewEntries& read) {
  SALLYPORT_ASSIGN(const auto existing, read_existing(call));
  if (!read.wrong.empty()) {
    SALLYPORT_ASSIGN(const auto wrong, all_that_is_wrong(call, kind, read, existing));
    return refuse_lines(wrong);
  }
  SALLYPORT_ASSIGN(const bool force, call.flag("force"));
  SALLYPORT_ASSIGN(const bool only_preview, call.flag("preview"));
  auto lists = call.control.lists();
  const auto preview = [&] { return lists.preview_denial(call.actor, call.scope(), read.entries, existing); };
  if (only_preview) {
    const auto blocked = preview();
    if (!blocked) return refused_many(call, kind, read, existing, blocked.error(), preview);
    return reply_with(*blocked);
  }
  const auto imported = lists.put(call.actor, call.scope(), kind, read.entries, existing, force);
  if (!imported) return refused_many(call, kind, read, existing, imported.error(), preview);
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& listed : imported->entries) write(json, listed);
  json.end_array().field("skipped", imported->skipped).end_object();
  return Reply{201, json.take(), kJson};
}

}  // namespace

Result<Reply> authorize(const Call& call) {
  if (is_text(call)) {
    SALLYPORT_ASSIGN(const auto read, read_text(call));
    return put_many(call, EntryKind::authorized, read);
  }
  SALLYPORT_ASSIGN(const auto body, call.body());
  SALLYPORT_ASSIGN(const auto read, read_json(call, body));
  return put_many(call, EntryKind::authorized, read);
}

// One entry is answered with itself, many with their list.
Result<Reply> deny(const Call& call) {
  if (is_text(call)) {
    SALLYPORT_ASSIGN(const auto read, read_text(call));
    return put_many(call, EntryKind::denied, read);
  }
  SALLYPORT_ASSIGN(const auto body, call.body());
  const ObjectReader fields(body);
  if (fields.has("entries") || fields.has("prefixes")) {
    SALLYPORT_ASSIGN(const auto read, read_json(call, body));
    return put_many(call, EntryKind::denied, read);
  }
  SALLYPORT_ASSIGN(const auto entry, read_new_entry(body));
  SALLYPORT_ASSIGN(const bool force, call.flag("force"));
  SALLYPORT_ASSIGN(const bool only_preview, call.flag("preview"));
  auto lists = call.control.lists();
  const auto preview = [&] { return lists.preview_denial(call.actor, call.scope(), {entry}); };
  if (only_preview) {
    SALLYPORT_ASSIGN(const auto blocked, preview());
    return reply_with(blocked);
  }
  const auto listed = lists.deny(call.actor, call.scope(), entry, force);
  if (!listed) return refused(listed.error(), preview);
  return reply_with(*listed, 201);
}

}  // namespace sallyport::api
