#include "control/following/follows.h"
#include "api/handlers/follow_document.h"
#include "api/handlers/handlers.h"
#include "api/handlers/proof.h"
#include "api/handlers/represent.h"

namespace sallyport::api {
namespace {

using control::FollowStatus;
using control::Some;

// Days of a vendor are days in UTC.
std::string date_of(Timestamp time) { return to_string(time).substr(0, 10); }

void write_prefixes(JsonWriter& json, std::string_view name, const Some<net::Prefix>& some) {
  json.key(name).begin_array();
  for (const net::Prefix& prefix : some.first) json.string(prefix.to_string());
  json.end_array();
}

void write_lists(JsonWriter& json, const FollowStatus& status) {
  json.key("coming").begin_array();
  for (const auto& each : status.coming.first) {
    json.begin_object().field("prefix", each.prefix.to_string()).field("on", date_of(each.on)).end_object();
  }
  json.end_array().key("leaving").begin_array();
  for (const auto& each : status.leaving.first) {
    json.begin_object()
        .field("prefix", each.prefix.to_string())
        .field("given_up_on", date_of(each.given_up))
        .field("removed_at", each.removal)
        .field("last_seen", each.last_seen)
        .end_object();
  }
  json.end_array().key("held_back").begin_array();
  for (const auto& each : status.held_back.first) {
    json.begin_object().field("prefix", each.prefix.to_string()).field("because", each.because).end_object();
  }
  json.end_array();
}

// The fields of an object that is open.
void write_fields(JsonWriter& json, const FollowStatus& status) {
  write_follow(json, status.follow);
  json.field("state", status.held.empty() ? "following" : "held");
  if (!status.held.empty()) json.field("held_because", status.held);
  json.field("revision", status.revision).field("by", status.by).field("created", status.created);
  json.key("counts").begin_object();
  json.field("entries", status.entries)
      .field("yours", status.yours)
      .field("coming", status.coming.total)
      .field("leaving", status.leaving.total)
      .field("held_back", status.held_back.total)
      .end_object();
  write_lists(json, status);
  json.field("effect", status.effect);
}

void write(JsonWriter& json, const FollowStatus& status) {
  json.begin_object();
  write_fields(json, status);
  json.end_object();
}

Reply reply_with_outcome(const control::FollowOutcome& outcome) {
  JsonWriter json;
  json.begin_object();
  write_fields(json, outcome.status);
  write_prefixes(json, "added", outcome.added);
  write_prefixes(json, "removed", outcome.removed);
  json.field("added_total", outcome.added.total).field("removed_total", outcome.removed.total);
  if (outcome.would_block) write(json.key("would_block"), *outcome.would_block);
  json.end_object();
  return {200, json.take(), kJson};
}

Reply reply_with_unfollowed(const control::Unfollowed& gone) {
  JsonWriter json;
  json.begin_object();
  write_prefixes(json, "removed", gone.removed);
  write_prefixes(json, "kept", gone.kept);
  json.field("removed_total", gone.removed.total).field("kept_total", gone.kept.total);
  if (gone.would_block) write(json.key("would_block"), *gone.would_block);
  json.end_object();
  return {200, json.take(), kJson};
}

Result<control::Follow> read_body(const Call& call) {
  SALLYPORT_ASSIGN(const auto body, call.body());
  ObjectReader fields(body);
  control::Follow follow = read_follow(fields);
  SALLYPORT_TRY(fields.finish());
  follow.vendor = call.parameter("vendor");
  return follow;
}

// What a preview says would be stopped.
template <class T>
Result<control::Preview> proof_of(const Result<T>& preview) {
  if (!preview) return std::unexpected(preview.error());
  return preview->would_block.value_or(control::Preview());
}

}  // namespace

Result<Reply> list_follows(const Call& call) {
  SALLYPORT_ASSIGN(auto follows, call.control.follows().list(call.organization()));
  const auto vendor = [](const FollowStatus& status) { return status.follow.vendor; };
  SALLYPORT_ASSIGN(const auto page, page_of(call, std::move(follows), vendor));
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const FollowStatus& status : page.items) write(json, status);
  json.end_array();
  if (!page.next.empty()) json.field("next", page.next);
  json.end_object();
  return Reply{200, json.take(), kJson};
}

Result<Reply> show_follow(const Call& call) {
  SALLYPORT_ASSIGN(const auto status,
                   call.control.follows().status(call.organization(), std::string(call.parameter("vendor"))));
  JsonWriter json;
  write(json, status);
  return Reply{200, json.take(), kJson};
}

Result<Reply> put_follow(const Call& call) {
  SALLYPORT_ASSIGN(const auto follow, read_body(call));
  SALLYPORT_ASSIGN(const bool force, call.flag("force"));
  SALLYPORT_ASSIGN(const bool dry_run, call.flag("dry_run"));
  const auto preview = [&] {
    return call.control.follows().preview_put(call.actor, call.organization(), follow);
  };
  if (dry_run) {
    SALLYPORT_ASSIGN(const auto outcome, preview());
    return reply_with_outcome(outcome);
  }
  const auto outcome = call.control.follows().put(call.actor, call.organization(), follow, force);
  if (!outcome) return refused(outcome.error(), [&] { return proof_of(preview()); });
  return reply_with_outcome(*outcome);
}

Result<Reply> remove_follow(const Call& call) {
  const std::string vendor(call.parameter("vendor"));
  SALLYPORT_ASSIGN(const bool keep, call.flag("keep"));
  SALLYPORT_ASSIGN(const bool force, call.flag("force"));
  SALLYPORT_ASSIGN(const bool dry_run, call.flag("dry_run"));
  const auto preview = [&] {
    return call.control.follows().preview_remove(call.actor, call.organization(), vendor, keep);
  };
  if (dry_run) {
    SALLYPORT_ASSIGN(const auto gone, preview());
    return reply_with_unfollowed(gone);
  }
  const auto gone = call.control.follows().remove(call.actor, call.organization(), vendor, keep, force);
  if (!gone) return refused(gone.error(), [&] { return proof_of(preview()); });
  return reply_with_unfollowed(*gone);
}

}  // namespace sallyport::api
