#include "api/handlers/represent.h"

#include "api/handlers/permissions.h"
#include "base/duration.h"

namespace sallyport::api {
namespace {

void write_fields(JsonWriter& json, const control::Alert& alert) {
  json.field("id", static_cast<std::uint64_t>(alert.id))
      .field("organization", alert.organization)
      .field("network", alert.network.to_string())
      .field("address", alert.address.to_string())
      .field("credential", alert.credential)
      .field("channel", policy::to_string(alert.channel))
      .field("first_seen", alert.first_seen)
      .field("last_seen", alert.last_seen)
      .field("count", alert.count)
      .field("state", control::to_string(alert.state));
  if (!alert.answered_by.empty()) json.field("answered_by", alert.answered_by);
  json.field("answered", alert.answered);
}

}  // namespace

void write_state(JsonWriter& json, std::string_view name, const std::string& state) {
  json.key(name).raw(state.empty() ? "null" : std::string_view(state));
}

void write(JsonWriter& json, const control::Organization& organization) {
  json.begin_object().field("name", organization.name);
  if (!organization.parent_name.empty()) json.field("parent", organization.parent_name);
  json.field("created", organization.created).end_object();
}

void write(JsonWriter& json, const control::Member& member) {
  json.begin_object().field("email", member.email);
  write_permissions(json, member.permissions);
  json.end_object();
}

void write(JsonWriter& json, const control::AccessToken& token) {
  json.begin_object().field("name", token.name);
  write_permissions(json, token.permissions);
  json.field("by", token.by)
      .field("created", token.created)
      .field("expires", token.expires)
      .field("last_used", token.last_used)
      .end_object();
}

void write(JsonWriter& json, const control::Credential& credential) {
  json.begin_object()
      .field("name", credential.name)
      .field("channel", policy::to_string(credential.channel))
      .field("created", credential.created)
      .field("last_used", credential.last_used)
      .flag("made_here", credential.made_here)
      .field("rotated", credential.rotated)
      .end_object();
}

void write(JsonWriter& json, const control::ListedEntry& listed) {
  const policy::Entry& entry = listed.entry;
  json.begin_object()
      .field("prefix", entry.prefix.to_string())
      .field("source", policy::to_string(entry.source))
      .field("note", listed.note)
      .field("by", listed.by)
      .field("created", listed.created);
  if (entry.valid_from != policy::kAlways) json.field("valid_from", entry.valid_from);
  if (entry.valid_until != policy::kForever) json.field("valid_until", entry.valid_until);
  json.field("first_seen", listed.first_seen).field("last_seen", listed.last_seen).field("hits", listed.hits);
  json.end_object();
}

void write(JsonWriter& json, const control::Sharing& sharing) {
  json.begin_object()
      .field("prefix", sharing.prefix.to_string())
      .field("kind", policy::to_string(sharing.kind))
      .key("with")
      .begin_array();
  for (const std::string& name : sharing.with) json.string(name);
  json.end_array().field("by", sharing.by).field("created", sharing.created).end_object();
}

// Not who put it there, nor how often it lets others in: that is between the ancestor and them.
void write(JsonWriter& json, const control::Received& received) {
  const policy::Entry& entry = received.listed.entry;
  json.begin_object()
      .field("prefix", entry.prefix.to_string())
      .field("kind", policy::to_string(entry.kind))
      .field("from", received.from)
      .field("note", received.listed.note);
  if (entry.valid_from != policy::kAlways) json.field("valid_from", entry.valid_from);
  if (entry.valid_until != policy::kForever) json.field("valid_until", entry.valid_until);
  json.end_object();
}

void write(JsonWriter& json, const control::UnauthorizedAddress& unauthorized) {
  json.begin_object()
      .field("address", unauthorized.address.to_string())
      .field("credential", unauthorized.credential)
      .field("channel", policy::to_string(unauthorized.channel))
      .field("first_seen", unauthorized.first_seen)
      .field("last_seen", unauthorized.last_seen)
      .field("count", unauthorized.count)
      .end_object();
}

void write(JsonWriter& json, const control::Activity& activity) {
  json.begin_object()
      .field("address", activity.address.to_string())
      .field("credential", activity.credential)
      .field("verdict", policy::to_string(activity.verdict))
      .field("reason", policy::to_string(activity.reason))
      .field("first_seen", activity.first_seen)
      .field("last_seen", activity.last_seen)
      .field("count", activity.count)
      .end_object();
}

void write(JsonWriter& json, const control::Alert& alert) {
  json.begin_object();
  write_fields(json, alert);
  json.end_object();
}

void write(JsonWriter& json, const control::Rotation& rotation) {
  json.begin_object().key("credential");
  write(json, rotation.credential);
  if (rotation.secret) json.field("secret", *rotation.secret);
  json.field("former_until", rotation.former_until).flag("requested", rotation.requested).end_object();
}

void write(JsonWriter& json, const control::Alerts::Answered& answered) {
  json.begin_object();
  write_fields(json, answered.alert);
  if (answered.rotation) {
    json.key("rotation");
    write(json, *answered.rotation);
  }
  json.end_object();
}

void write_members(JsonWriter& json, const control::AuditRecord& record) {
  json.field("number", static_cast<std::uint64_t>(record.number))
      .field("time", record.time)
      .field("actor", record.actor.name);
  if (record.actor.from) json.field("from", record.actor.from->to_string());
  if (!record.organization.empty()) json.field("organization", record.organization);
  json.field("action", record.action);
  write_state(json, "before", record.before);
  write_state(json, "after", record.after);
  json.field("hash", record.hash);
}

void write(JsonWriter& json, const control::AuditRecord& record) {
  json.begin_object();
  write_members(json, record);
  json.end_object();
}

void write(JsonWriter& json, const policy::Decision& decision) {
  json.begin_object()
      .field("verdict", policy::to_string(decision.verdict))
      .field("reason", policy::to_string(decision.reason))
      .field("cause", policy::to_string(decision.cause))
      .field("channel", policy::to_string(decision.channel));
  if (decision.entry) {
    json.field("entry", decision.entry->to_string()).field("entry_of", policy::to_string(decision.holder));
  }
  json.field("generation", decision.generation).end_object();
}

void write(JsonWriter& json, control::Channel channel, const control::ProtectionStatus& status) {
  const control::ProtectionSettings& settings = status.settings;
  json.begin_object()
      .field("channel", policy::to_string(channel))
      .field("mode", policy::to_string(settings.mode))
      .flag("dry_run", settings.dry_run)
      .field("quiet_period", to_string(settings.quiet_period))
      .field("learned_ipv4", std::uint64_t{settings.learned_width.ipv4})
      .field("learned_ipv6", std::uint64_t{settings.learned_width.ipv6})
      .flag("inherited", status.inherited)
      .field("in_force", policy::to_string(status.mode));
  if (status.enforced) {
    json.field("enforced", policy::to_string(*status.enforced)).field("enforced_by", status.enforced_by);
  }
  if (status.quiet_for) json.field("quiet_for", to_string(*status.quiet_for));
  json.flag("seen_since", status.seen_since);
  if (status.would_have_blocked) write(json.key("would_have_blocked"), *status.would_have_blocked);
  json.end_object();
}

void write(JsonWriter& json, const control::WouldBlock& use) {
  json.begin_object()
      .field("organization", use.organization)
      .field("credential", use.credential)
      .field("address", use.address.to_string())
      .field("last_seen", use.last_seen)
      .field("count", use.count)
      .end_object();
}

void write(JsonWriter& json, const control::Preview& preview) {
  json.begin_object().key("items").begin_array();
  for (const control::WouldBlock& use : preview.blocked) write(json, use);
  json.end_array().field("total", preview.total).end_object();
}

}  // namespace sallyport::api
