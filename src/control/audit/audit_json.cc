#include "control/audit/audit_json.h"

#include <boost/json.hpp>

#include "control/json_view.h"

namespace sallyport::control {
namespace {

using boost::json::object;

std::string write(const object& value) { return boost::json::serialize(value); }

object settings(const ProtectionSettings& protection) {
  return {{"mode", json_view(policy::to_string(protection.mode))},
          {"dry_run", protection.dry_run},
          {"quiet_period", protection.quiet_period.count()},
          {"learned_ipv4", protection.learned_width.ipv4},
          {"learned_ipv6", protection.learned_width.ipv6}};
}

}  // namespace

std::string organization_json(const std::string& name, const std::string& parent) {
  object value{{"name", name}};
  if (!parent.empty()) value["parent"] = parent;
  return write(value);
}

std::string member_json(const Member& member) {
  return write({{"email", member.email},
                {"owner", member.permissions.owner},
                {"authorized_ips", member.permissions.authorized_ips},
                {"read", member.permissions.read},
                {"audit", member.permissions.audit}});
}

std::string email_json(const std::string& email) { return write({{"email", email}}); }

std::string language_json(const std::string& email, Language language) {
  return write({{"email", email}, {"language", json_view(to_string(language))}});
}

std::string token_json(const AccessToken& token) {
  object value{{"name", token.name},
               {"owner", token.permissions.owner},
               {"authorized_ips", token.permissions.authorized_ips},
               {"read", token.permissions.read},
               {"audit", token.permissions.audit}};
  if (token.expires) value["expires"] = sallyport::to_string(*token.expires);
  return write(value);
}

std::string credential_json(const Credential& credential) {
  return write({{"name", credential.name}, {"channel", json_view(policy::to_string(credential.channel))}});
}

std::string rotation_json(const Rotation& rotation) {
  object value{{"name", rotation.credential.name},
               {"channel", json_view(policy::to_string(rotation.credential.channel))}};
  if (rotation.former_until) value["former_until"] = sallyport::to_string(*rotation.former_until);
  return write(value);
}

std::string entry_json(const ListedEntry& listed, const std::string& credential) {
  object value{{"prefix", listed.entry.prefix.to_string()},
               {"kind", json_view(policy::to_string(listed.entry.kind))},
               {"source", json_view(policy::to_string(listed.entry.source))}};
  if (!credential.empty()) value["credential"] = credential;
  if (!listed.note.empty()) value["note"] = listed.note;
  if (listed.entry.valid_from != policy::kAlways)
    value["valid_from"] = sallyport::to_string(listed.entry.valid_from);
  if (listed.entry.valid_until != policy::kForever)
    value["valid_until"] = sallyport::to_string(listed.entry.valid_until);
  return write(value);
}

std::string protection_json(const std::string& credential, const std::optional<ProtectionSettings>& api,
                            const std::optional<ProtectionSettings>& smtp) {
  object value;
  if (!credential.empty()) value["credential"] = credential;
  if (api) value["api"] = settings(*api);
  if (smtp) value["smtp"] = settings(*smtp);
  return write(value);
}

std::string mail_json(const std::string& recipient, unsigned attempts, const std::string& reason) {
  return write({{"recipient", recipient}, {"attempts", attempts}, {"reason", reason}});
}

std::string webhook_json(std::int64_t id, const std::string& receiver, const std::vector<std::string>& events,
                         std::optional<bool> enabled) {
  boost::json::array names;
  for (const std::string& event : events) names.emplace_back(event);
  object value{{"webhook", id}, {"receiver", receiver}, {"events", std::move(names)}};
  if (enabled) value["enabled"] = *enabled;
  return write(value);
}

std::string given_up_json(std::int64_t webhook, const std::string& receiver, std::uint64_t events) {
  return write({{"webhook", webhook}, {"receiver", receiver}, {"count", events}});
}

}  // namespace sallyport::control
