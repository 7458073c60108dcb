#include <fmt/format.h>

#include "api/handlers/follow_document.h"
#include "api/handlers/permissions.h"
#include "api/handlers/policy_document.h"
#include "api/handlers/policy_faults.h"
#include "api/handlers/protection_reader.h"
#include "control/names.h"

namespace sallyport::api {
namespace {

using control::DocumentCredential;
using control::DocumentEntry;
using control::DocumentOrganization;

// One after the other, each with its place in the document; a null list is none.
template <class T>
std::optional<std::vector<T>> read_list(const JsonValue::Array* values, const std::string& where,
                                        PolicyFaults& faults,
                                        T (*read)(const JsonValue&, const std::string&, PolicyFaults&)) {
  if (values == nullptr) return std::nullopt;
  std::vector<T> items;
  items.reserve(values->size());
  for (std::size_t i = 0; i < values->size(); ++i) {
    items.push_back(read((*values)[i], fmt::format("{}[{}]", where, i), faults));
  }
  return items;
}

std::string read_name(const JsonValue& value, const std::string& where, PolicyFaults& faults) {
  if (const auto* text = std::get_if<std::string>(&value.value)) return *text;
  faults.add(where, fmt::format("{} must be a name, not {}", where, kind_of(value)));
  return {};
}

std::optional<policy::EntryKind> parse_kind(std::string_view word) {
  for (const auto kind : {policy::EntryKind::authorized, policy::EntryKind::denied}) {
    if (word == policy::to_string(kind)) return kind;
  }
  return std::nullopt;
}

// "all", or a list of names.
void read_share(const JsonValue& value, const std::string& where, PolicyFaults& faults,
                DocumentEntry& entry) {
  if (const auto* text = std::get_if<std::string>(&value.value); text != nullptr && *text == "all") {
    entry.shared_with_all = true;
    return;
  }
  const auto* names = std::get_if<JsonValue::Array>(&value.value);
  if (names == nullptr || names->empty()) {
    faults.add(where, fmt::format("{} must be all, or a list of organizations below", where));
    return;
  }
  entry.shared_with = *read_list(names, where, faults, &read_name);
}

DocumentEntry read_document_entry(const JsonValue& value, const std::string& where, PolicyFaults& faults) {
  ObjectReader fields(value, where);
  DocumentEntry entry;
  const auto prefix = fields.string("prefix");
  if (!fields.has("prefix")) fields.missing("prefix");
  entry.kind = fields.word("kind", &parse_kind, "authorized or denied").value_or(entry.kind);
  entry.note = fields.string("note").value_or(std::string());
  entry.valid_from = fields.parsed("valid_from", &parse_timestamp).value_or(policy::kAlways);
  entry.valid_until = fields.parsed("valid_until", &parse_timestamp).value_or(policy::kForever);
  const JsonValue* const share = fields.any("share");
  faults.take(fields, where);
  if (share != nullptr) read_share(*share, where + ".share", faults, entry);
  if (!prefix) return entry;
  auto parsed = net::parse_prefix(*prefix);
  if (parsed) {
    entry.prefix = *parsed;
  } else {
    faults.add(where + ".prefix", std::move(parsed).error());
  }
  return entry;
}

DocumentEntry read_own_entry(const JsonValue& value, const std::string& where, PolicyFaults& faults) {
  auto entry = read_document_entry(value, where, faults);
  if (entry.shared_with_all || !entry.shared_with.empty()) {
    faults.add(
        where + ".share",
        fmt::format("{}.share: only an organization's entries can be shared, not a credential's", where));
  }
  return entry;
}

control::Member read_member(const JsonValue& value, const std::string& where, PolicyFaults& faults) {
  ObjectReader fields(value, where);
  control::Member member;
  member.email = fields.required_string("email");
  member.permissions = read_permissions(fields).value_or(control::Permissions());
  member.language =
      fields.word("language", &control::parse_language, "en, de or ja").value_or(member.language);
  const bool named = fields.has("email");
  faults.take(fields, where);
  if (!named || member.email.empty()) return member;
  if (auto checked = control::check_email(member.email); !checked) {
    faults.add(where + ".email", std::move(checked).error());
  }
  return member;
}

std::optional<control::ProtectionChange> read_change(const JsonValue* value, const std::string& where,
                                                     PolicyFaults& faults) {
  if (value == nullptr) return std::nullopt;
  ObjectReader fields(*value, where);
  const auto change = read_protection_fields(fields);
  faults.take(fields, where);
  const auto* const members = std::get_if<JsonValue::Object>(&value->value);
  if (members != nullptr && members->empty()) {
    faults.add(where, fmt::format("{} is empty: name at least one setting, or leave it out", where));
  }
  return change;
}

// "inherit", or settings.
void read_own_protection(const JsonValue* value, const std::string& where, PolicyFaults& faults,
                         DocumentCredential& credential) {
  if (value == nullptr) return;
  const auto* const text = std::get_if<std::string>(&value->value);
  if (text == nullptr) {
    credential.protection = read_change(value, where, faults);
  } else if (*text == "inherit") {
    credential.inherits = true;
  } else {
    faults.add(where, fmt::format("{} must be an object, or inherit", where));
  }
}

DocumentCredential read_credential(const JsonValue& value, const std::string& where, PolicyFaults& faults) {
  ObjectReader fields(value, where);
  DocumentCredential credential;
  credential.name = fields.required_string("name");
  credential.channel =
      fields.word("channel", &policy::parse_channel, "api or smtp").value_or(credential.channel);
  credential.fingerprint = fields.string("fingerprint");
  const JsonValue* const protection = fields.any("protection");
  const JsonValue::Array* const entries = fields.array("entries");
  faults.take(fields, where);
  read_own_protection(protection, where + ".protection", faults, credential);
  credential.entries = read_list(entries, where + ".entries", faults, &read_own_entry);
  return credential;
}

void read_protections(const JsonValue* value, const std::string& where, PolicyFaults& faults,
                      DocumentOrganization& out) {
  if (value == nullptr) return;
  ObjectReader fields(*value, where);
  const JsonValue* const api = fields.object("api");
  const JsonValue* const smtp = fields.object("smtp");
  faults.take(fields, where);
  out.api = read_change(api, where + ".api", faults);
  out.smtp = read_change(smtp, where + ".smtp", faults);
}

control::Follow read_document_follow(const JsonValue& value, const std::string& where, PolicyFaults& faults) {
  ObjectReader fields(value, where);
  std::string vendor = fields.required_string("vendor");
  control::Follow follow = read_follow(fields);
  faults.take(fields, where);
  follow.vendor = std::move(vendor);
  return follow;
}

// A mode, or "none".
std::optional<policy::Enforcement> parse_enforcement(std::string_view word) {
  if (word == "none") return policy::Enforcement();
  const auto mode = policy::parse_mode(word);
  if (!mode || *mode == policy::Mode::off) return std::nullopt;
  return policy::Enforcement(mode);
}

void read_enforcement(const JsonValue* value, const std::string& where, PolicyFaults& faults,
                      DocumentOrganization& out) {
  if (value == nullptr) return;
  ObjectReader fields(*value, where);
  out.enforce_api = fields.word("api", &parse_enforcement, "learning, blocking or none");
  out.enforce_smtp = fields.word("smtp", &parse_enforcement, "learning, blocking or none");
  faults.take(fields, where);
}

DocumentOrganization read_organization(const JsonValue& value, const std::string& where,
                                       PolicyFaults& faults) {
  ObjectReader fields(value, where);
  DocumentOrganization organization;
  organization.name = fields.required_string("name");
  organization.parent = fields.string("parent").value_or(std::string());
  organization.prune_learned = fields.boolean("prune_learned").value_or(false);
  const JsonValue* const protection = fields.object("protection");
  const JsonValue* const enforce = fields.object("enforce");
  const JsonValue::Array* const members = fields.array("members");
  const JsonValue::Array* const entries = fields.array("entries");
  const JsonValue::Array* const credentials = fields.array("credentials");
  const JsonValue::Array* const follows = fields.array("follows");
  faults.take(fields, where);
  read_protections(protection, where + ".protection", faults, organization);
  read_enforcement(enforce, where + ".enforce", faults, organization);
  organization.members = read_list(members, where + ".members", faults, &read_member);
  organization.entries = read_list(entries, where + ".entries", faults, &read_document_entry);
  organization.credentials = read_list(credentials, where + ".credentials", faults, &read_credential);
  organization.follows = read_list(follows, where + ".follows", faults, &read_document_follow);
  return organization;
}

}  // namespace

std::expected<control::PolicyDocument, DocumentFaults> read_policy_document(const JsonValue& value,
                                                                            const std::string& where) {
  PolicyFaults faults;
  ObjectReader fields(value, where);
  control::PolicyDocument document;
  const JsonValue::Array* const organizations = fields.array("organizations");
  if (!fields.has("organizations")) fields.missing("organizations");
  document.covers =
      fields.word("covers", &control::parse_covers, "named, below or all").value_or(document.covers);
  faults.take(fields, where);
  const auto list = read_list(organizations, where + ".organizations", faults, &read_organization);
  if (list && list->empty()) {
    faults.add(where + ".organizations", "the document names no organization: there is nothing to apply");
  }
  if (faults.any()) return std::unexpected(std::move(faults).take());
  document.organizations = std::move(*list);
  return document;
}

}  // namespace sallyport::api
