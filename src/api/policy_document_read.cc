#include <fmt/format.h>

#include "api/follow_document.h"
#include "api/permissions.h"
#include "api/policy_document.h"
#include "api/protection_reader.h"
#include "control/names.h"

namespace sallyport::api {
namespace {

using control::DocumentCredential;
using control::DocumentEntry;
using control::DocumentOrganization;

std::unexpected<Error> at(const std::string& where, Error error) {
  error.message = fmt::format("{}: {}", where, error.message);
  return std::unexpected(std::move(error));
}

// Whatever is wrong there, the message names the place in the document.
template <class T>
Result<T> placed(Result<T> result, const std::string& where) {
  if (result || result.error().message.find(where) != std::string::npos) return result;
  return at(where, std::move(result).error());
}

// One after the other, each with its place in the document; a null list is none.
template <class T>
Result<std::optional<std::vector<T>>> read_list(const JsonValue::Array* values, const std::string& where,
                                                Result<T> (*read)(const JsonValue&, const std::string&)) {
  if (values == nullptr) return std::nullopt;
  std::vector<T> items;
  items.reserve(values->size());
  for (std::size_t i = 0; i < values->size(); ++i) {
    SALLYPORT_ASSIGN(T item, read((*values)[i], fmt::format("{}[{}]", where, i)));
    items.push_back(std::move(item));
  }
  return items;
}

Result<std::string> read_name(const JsonValue& value, const std::string& where) {
  if (const auto* text = std::get_if<std::string>(&value.value)) return *text;
  return fail(ErrorCode::malformed_request, fmt::format("{} must be a name, not {}", where, kind_of(value)));
}

std::optional<policy::EntryKind> parse_kind(std::string_view word) {
  for (const auto kind : {policy::EntryKind::authorized, policy::EntryKind::denied}) {
    if (word == policy::to_string(kind)) return kind;
  }
  return std::nullopt;
}

// "all", or a list of names.
Result<void> read_share(const JsonValue& value, const std::string& where, DocumentEntry& entry) {
  if (const auto* text = std::get_if<std::string>(&value.value); text != nullptr && *text == "all") {
    entry.shared_with_all = true;
    return {};
  }
  const auto* names = std::get_if<JsonValue::Array>(&value.value);
  if (names == nullptr || names->empty()) {
    return fail(ErrorCode::malformed_request,
                fmt::format("{}.share must be all, or a list of organizations below", where));
  }
  SALLYPORT_ASSIGN(auto with, read_list(names, where + ".share", &read_name));
  entry.shared_with = *std::move(with);
  return {};
}

Result<DocumentEntry> read_document_entry(const JsonValue& value, const std::string& where) {
  ObjectReader fields(value, where);
  DocumentEntry entry;
  const auto prefix = fields.string("prefix");
  if (!fields.has("prefix")) fields.missing("prefix");
  entry.kind = fields.word("kind", &parse_kind, "authorized or denied").value_or(entry.kind);
  entry.note = fields.string("note").value_or(std::string());
  entry.valid_from = fields.parsed("valid_from", &parse_timestamp).value_or(policy::kAlways);
  entry.valid_until = fields.parsed("valid_until", &parse_timestamp).value_or(policy::kForever);
  const JsonValue* const share = fields.any("share");
  SALLYPORT_TRY(placed(fields.finish(), where));
  if (share != nullptr) SALLYPORT_TRY(read_share(*share, where, entry));
  auto parsed = net::parse_prefix(*prefix);
  if (!parsed) return at(where + ".prefix", std::move(parsed).error());
  entry.prefix = *parsed;
  return entry;
}

Result<DocumentEntry> read_own_entry(const JsonValue& value, const std::string& where) {
  SALLYPORT_ASSIGN(auto entry, read_document_entry(value, where));
  if (!entry.shared_with_all && entry.shared_with.empty()) return entry;
  return fail(
      ErrorCode::malformed_request,
      fmt::format("{}.share: only an organization's entries can be shared, not a credential's", where));
}

Result<control::Member> read_member(const JsonValue& value, const std::string& where) {
  ObjectReader fields(value, where);
  control::Member member;
  member.email = fields.required_string("email");
  const auto permissions = read_permissions(fields);
  const auto language = fields.word("language", &control::parse_language, "en, de or ja");
  SALLYPORT_TRY(placed(fields.finish(), where));
  if (auto checked = control::check_email(member.email); !checked)
    return at(where, std::move(checked).error());
  member.permissions = permissions.value_or(control::Permissions());
  member.language = language.value_or(control::Language::english);
  return member;
}

Result<DocumentCredential> read_credential(const JsonValue& value, const std::string& where) {
  ObjectReader fields(value, where);
  DocumentCredential credential;
  credential.name = fields.required_string("name");
  credential.channel =
      fields.word("channel", &policy::parse_channel, "api or smtp").value_or(credential.channel);
  credential.fingerprint = fields.string("fingerprint");
  const JsonValue* const protection = fields.object("protection");
  const JsonValue::Array* const entries = fields.array("entries");
  SALLYPORT_TRY(placed(fields.finish(), where));
  if (protection != nullptr) {
    SALLYPORT_ASSIGN(credential.protection, placed(read_protection_change(*protection, where + ".protection"),
                                                   where + ".protection"));
  }
  SALLYPORT_ASSIGN(credential.entries, read_list(entries, where + ".entries", &read_own_entry));
  return credential;
}

Result<void> read_protections(const JsonValue* value, const std::string& where, DocumentOrganization& out) {
  if (value == nullptr) return {};
  ObjectReader fields(*value, where);
  const JsonValue* const api = fields.object("api");
  const JsonValue* const smtp = fields.object("smtp");
  SALLYPORT_TRY(placed(fields.finish(), where));
  if (api != nullptr) {
    SALLYPORT_ASSIGN(out.api, placed(read_protection_change(*api, where + ".api"), where + ".api"));
  }
  if (smtp != nullptr) {
    SALLYPORT_ASSIGN(out.smtp, placed(read_protection_change(*smtp, where + ".smtp"), where + ".smtp"));
  }
  return {};
}

Result<control::Follow> read_document_follow(const JsonValue& value, const std::string& where) {
  ObjectReader fields(value, where);
  std::string vendor = fields.required_string("vendor");
  control::Follow follow = read_follow(fields);
  SALLYPORT_TRY(placed(fields.finish(), where));
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

Result<void> read_enforcement(const JsonValue* value, const std::string& where, DocumentOrganization& out) {
  if (value == nullptr) return {};
  ObjectReader fields(*value, where);
  out.enforce_api = fields.word("api", &parse_enforcement, "learning, blocking or none");
  out.enforce_smtp = fields.word("smtp", &parse_enforcement, "learning, blocking or none");
  return placed(fields.finish(), where);
}

Result<DocumentOrganization> read_organization(const JsonValue& value, const std::string& where) {
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
  SALLYPORT_TRY(placed(fields.finish(), where));
  SALLYPORT_TRY(read_protections(protection, where + ".protection", organization));
  SALLYPORT_TRY(read_enforcement(enforce, where + ".enforce", organization));
  SALLYPORT_ASSIGN(organization.members, read_list(members, where + ".members", &read_member));
  SALLYPORT_ASSIGN(organization.entries, read_list(entries, where + ".entries", &read_document_entry));
  SALLYPORT_ASSIGN(organization.credentials,
                   read_list(credentials, where + ".credentials", &read_credential));
  SALLYPORT_ASSIGN(organization.follows, read_list(follows, where + ".follows", &read_document_follow));
  return organization;
}

}  // namespace

Result<control::PolicyDocument> read_policy_document(const JsonValue& value, const std::string& where) {
  ObjectReader fields(value, where);
  const JsonValue::Array* const organizations = fields.array("organizations");
  if (!fields.has("organizations")) fields.missing("organizations");
  SALLYPORT_TRY(placed(fields.finish(), where));
  SALLYPORT_ASSIGN(auto list, read_list(organizations, where + ".organizations", &read_organization));
  if (list->empty()) {
    return fail(ErrorCode::malformed_request,
                "the document names no organization: there is nothing to apply");
  }
  return control::PolicyDocument{*std::move(list)};
}

}  // namespace sallyport::api
