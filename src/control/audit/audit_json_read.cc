// What stands in the audit's JSON, read back.

#include <boost/json.hpp>

#include "control/audit/audit_json.h"

namespace sallyport::control {
namespace {

using boost::json::object;

std::unexpected<Error> fail_unreadable() {
  return fail(ErrorCode::corrupted,
              "an audit record is not as it was written: restore the database from a backup");
}

// Empty where there is no such text.
std::string_view text(const object& value, std::string_view name) {
  const auto* const found = value.if_contains(name);
  if (found == nullptr || !found->is_string()) return {};
  return {found->get_string().data(), found->get_string().size()};
}

Result<object> parse_object(std::string_view json) {
  boost::system::error_code failure;
  auto value = boost::json::parse(json, failure);
  if (failure || !value.is_object()) return fail_unreadable();
  return std::move(value.get_object());
}

Result<Timestamp> time(const object& value, std::string_view name, Timestamp otherwise) {
  const std::string_view given = text(value, name);
  if (given.empty()) return otherwise;
  return parse_timestamp(given);
}

}  // namespace

RecordedEntry recorded(const ListedEntry& listed, const std::string& credential) {
  return {credential, listed.entry, listed.note};
}

Result<RecordedEntry> parse_entry_json(std::string_view json) {
  SALLYPORT_ASSIGN(const auto value, parse_object(json));
  const auto prefix = net::Prefix::parse(text(value, "prefix"));
  const auto kind = policy::parse_entry_kind(text(value, "kind"));
  const auto source = policy::parse_source(text(value, "source"));
  if (!prefix || !kind || !source) return fail_unreadable();
  RecordedEntry read;
  read.credential = text(value, "credential");
  read.note = text(value, "note");
  read.entry = {*prefix, *kind, *source};
  SALLYPORT_ASSIGN(read.entry.valid_from, time(value, "valid_from", policy::kAlways));
  SALLYPORT_ASSIGN(read.entry.valid_until, time(value, "valid_until", policy::kForever));
  return read;
}

Result<std::string> parse_name_json(std::string_view json) {
  SALLYPORT_ASSIGN(const auto value, parse_object(json));
  const std::string_view name = text(value, "name");
  if (name.empty()) return fail_unreadable();
  return std::string(name);
}

}  // namespace sallyport::control
