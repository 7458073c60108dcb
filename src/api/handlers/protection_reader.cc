#include "api/handlers/protection_reader.h"

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

// A mode that this version does not have is no misspelt word.
constexpr std::string_view kAutomatic = "automatic";

Result<policy::Mode> refuse_automatic(std::string_view) {
  return fail(ErrorCode::invalid_setting,
              "this version does not have the mode automatic: use learning or blocking");
}

using ParseMode = std::optional<policy::Mode> (*)(std::string_view);

std::optional<policy::Mode> read_protection_mode(ObjectReader& fields, std::string_view name, ParseMode parse,
                                                 std::string_view words) {
  if (fields.string(name) == kAutomatic) return fields.parsed(name, &refuse_automatic);
  return fields.word(name, parse, words);
}

// What learning ends in anyway.
std::optional<policy::Mode> parse_after_learning(std::string_view word) {
  return word == "blocking" ? std::optional(policy::Mode::blocking) : std::nullopt;
}

}  // namespace

control::ProtectionChange read_protection_fields(ObjectReader& fields) {
  read_protection_mode(fields, "after_learning", &parse_after_learning, "blocking");
  return {
      .mode = read_protection_mode(fields, "mode", &policy::parse_mode, "off, learning or blocking"),
      .dry_run = fields.boolean("dry_run"),
      .quiet_period = fields.parsed("quiet_period", &parse_duration),
      .learned_ipv4 = width(fields, "learned_ipv4"),
      .learned_ipv6 = width(fields, "learned_ipv6"),
  };
}

Result<control::ProtectionChange> read_protection_change(const JsonValue& value) {
  ObjectReader fields(value);
  const auto change = read_protection_fields(fields);
  SALLYPORT_TRY(fields.finish());
  if (std::get<JsonValue::Object>(value.value).empty()) {
    return fail(ErrorCode::malformed_request, "nothing is to be changed: name at least one setting");
  }
  return change;
}

}  // namespace sallyport::api
