#include "api/represent.h"

#include "base/duration.h"

namespace sallyport::api {
namespace {

// The audit's own JSON, as it was written and hashed; null where there is none.
void write_state(JsonWriter& json, std::string_view name, const std::string& state) {
  json.key(name).raw(state.empty() ? "null" : std::string_view(state));
}

}  // namespace

void write(JsonWriter& json, const control::Organization& organization) {
  json.begin_object().field("name", organization.name).field("created", organization.created).end_object();
}

void write(JsonWriter& json, const control::Member& member) {
  json.begin_object().field("email", member.email).key("permissions").begin_array();
  if (member.permissions.owner) json.string("owner");
  if (member.permissions.authorized_ips) json.string("authorized_ips");
  if (member.permissions.read) json.string("read");
  json.end_array().end_object();
}

void write(JsonWriter& json, const control::Credential& credential) {
  json.begin_object()
      .field("name", credential.name)
      .field("channel", policy::to_string(credential.channel))
      .field("created", credential.created)
      .field("last_used", credential.last_used)
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
  json.begin_object()
      .field("id", static_cast<std::uint64_t>(alert.id))
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
  json.field("answered", alert.answered).end_object();
}

void write(JsonWriter& json, const control::AuditRecord& record) {
  json.begin_object()
      .field("number", static_cast<std::uint64_t>(record.number))
      .field("time", record.time)
      .field("actor", record.actor.name);
  if (record.actor.from) json.field("from", record.actor.from->to_string());
  if (!record.organization.empty()) json.field("organization", record.organization);
  json.field("action", record.action);
  write_state(json, "before", record.before);
  write_state(json, "after", record.after);
  json.field("hash", record.hash).end_object();
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
      .flag("inherited", status.inherited);
  if (status.quiet_for) json.field("quiet_for", to_string(*status.quiet_for));
  json.flag("seen_since", status.seen_since).end_object();
}

}  // namespace sallyport::api
