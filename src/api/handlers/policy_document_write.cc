#include "api/handlers/follow_document.h"
#include "api/handlers/permissions.h"
#include "api/handlers/policy_document.h"
#include "base/duration.h"

namespace sallyport::api {
namespace {

void write_protection(JsonWriter& json, const control::ProtectionChange& change) {
  json.begin_object();
  if (change.mode) json.field("mode", policy::to_string(*change.mode));
  if (change.dry_run) json.flag("dry_run", *change.dry_run);
  if (change.quiet_period) json.field("quiet_period", to_string(*change.quiet_period));
  if (change.learned_ipv4) json.field("learned_ipv4", std::uint64_t{*change.learned_ipv4});
  if (change.learned_ipv6) json.field("learned_ipv6", std::uint64_t{*change.learned_ipv6});
  json.end_object();
}

void write_entries(JsonWriter& json, const std::vector<control::DocumentEntry>& entries) {
  json.key("entries").begin_array();
  for (const control::DocumentEntry& entry : entries) {
    json.begin_object().field("prefix", entry.prefix.to_string());
    if (entry.kind != policy::EntryKind::authorized) json.field("kind", policy::to_string(entry.kind));
    if (!entry.note.empty()) json.field("note", entry.note);
    if (entry.valid_from != policy::kAlways) json.field("valid_from", entry.valid_from);
    if (entry.valid_until != policy::kForever) json.field("valid_until", entry.valid_until);
    if (entry.shared_with_all) json.field("share", "all");
    if (!entry.shared_with.empty()) {
      json.key("share").begin_array();
      for (const std::string& name : entry.shared_with) json.string(name);
      json.end_array();
    }
    json.end_object();
  }
  json.end_array();
}

// Without the language, which is the person's own.
void write_members(JsonWriter& json, const std::vector<control::Member>& members) {
  json.key("members").begin_array();
  for (const control::Member& member : members) {
    json.begin_object().field("email", member.email);
    write_permissions(json, member.permissions);
    json.end_object();
  }
  json.end_array();
}

void write_credentials(JsonWriter& json, const std::vector<control::DocumentCredential>& credentials) {
  json.key("credentials").begin_array();
  for (const control::DocumentCredential& credential : credentials) {
    json.begin_object()
        .field("name", credential.name)
        .field("channel", policy::to_string(credential.channel));
    if (credential.protection) write_protection(json.key("protection"), *credential.protection);
    if (credential.inherits) json.field("protection", "inherit");
    if (credential.entries) write_entries(json, *credential.entries);
    json.end_object();
  }
  json.end_array();
}

void write_follows(JsonWriter& json, const std::vector<control::Follow>& follows) {
  json.key("follows").begin_array();
  for (const control::Follow& follow : follows) {
    write_follow(json.begin_object(), follow);
    json.end_object();
  }
  json.end_array();
}

void write_enforcement(JsonWriter& json, const control::DocumentOrganization& organization) {
  if (!organization.enforce_api && !organization.enforce_smtp) return;
  const auto word = [](const policy::Enforcement& mode) { return mode ? policy::to_string(*mode) : "none"; };
  json.key("enforce").begin_object();
  if (organization.enforce_api) json.field("api", word(*organization.enforce_api));
  if (organization.enforce_smtp) json.field("smtp", word(*organization.enforce_smtp));
  json.end_object();
}

void write(JsonWriter& json, const control::DocumentOrganization& organization) {
  json.begin_object().field("name", organization.name);
  if (!organization.parent.empty()) json.field("parent", organization.parent);
  write_enforcement(json, organization);
  if (organization.api || organization.smtp) {
    json.key("protection").begin_object();
    if (organization.api) write_protection(json.key("api"), *organization.api);
    if (organization.smtp) write_protection(json.key("smtp"), *organization.smtp);
    json.end_object();
  }
  if (organization.members) write_members(json, *organization.members);
  if (organization.entries) write_entries(json, *organization.entries);
  if (organization.credentials) write_credentials(json, *organization.credentials);
  if (organization.follows) write_follows(json, *organization.follows);
  json.end_object();
}

}  // namespace

void write(JsonWriter& json, const control::PolicyDocument& document) {
  json.begin_object();
  if (document.covers != control::Covers::named) json.field("covers", control::to_string(document.covers));
  json.key("organizations").begin_array();
  for (const auto& organization : document.organizations) write(json, organization);
  json.end_array().end_object();
}

}  // namespace sallyport::api
