#include "api/protection_reader.h"

#include <fmt/format.h>

#include <limits>

#include "base/duration.h"

namespace sallyport::api {
namespace {

// Numbers that fit no width are left for control to refuse by the bounds it knows.
std::optional<unsigned> width(ObjectReader& fields, std::string_view name) {
  const auto number = fields.integer(name);
  if (!number) return std::nullopt;
  const bool fits = *number >= 0 && *number <= std::numeric_limits<int>::max();
  return fits ? static_cast<unsigned>(*number) : std::numeric_limits<unsigned>::max();
}

}  // namespace

Result<control::ProtectionChange> read_protection_change(const JsonValue& value, const std::string& where) {
  ObjectReader fields(value, where);
  const control::ProtectionChange change{
      .mode = fields.word("mode", &policy::parse_mode, "off, learning or blocking"),
      .dry_run = fields.boolean("dry_run"),
      .quiet_period = fields.parsed("quiet_period", &parse_duration),
      .learned_ipv4 = width(fields, "learned_ipv4"),
      .learned_ipv6 = width(fields, "learned_ipv6"),
  };
  SALLYPORT_TRY(fields.finish());
  if (std::get<JsonValue::Object>(value.value).empty()) {
    return fail(ErrorCode::malformed_request,
                where.empty()
                    ? std::string("nothing is to be changed: name at least one setting")
                    : fmt::format("{} is empty: name at least one setting, or leave it out", where));
  }
  return change;
}

}  // namespace sallyport::api
