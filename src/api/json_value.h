// JSON as it came in: syntax by Boost.JSON, kept in order. Stricter than most readers: a name that stands
// twice in an object is refused, since two readers could take different ones.
//
// Thread safety: values.
// Invariants: strings are UTF-8; nesting is at most kJsonDepth deep; at most kJsonValues values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace sallyport::api {

inline constexpr std::size_t kJsonDepth = 16;
inline constexpr std::size_t kJsonValues = 1'000'000;

struct JsonMember;

struct JsonValue {
  using Array = std::vector<JsonValue>;
  using Object = std::vector<JsonMember>;
  // A number is an int64 where it is written as one and fits; null is monostate.
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value;
};

struct JsonMember {
  std::string name;
  JsonValue value;
};

// Exactly one value and white space around it; no string in it is longer than 64 KiB. Errors:
// malformed_request, too_many_entries.
Result<JsonValue> parse_json(std::string_view text);
// The same, with strings of any length: whole files are sent as one.
Result<JsonValue> parse_json_with_files(std::string_view text);

// "a string", "a list", ... for messages.
std::string_view kind_of(const JsonValue& value);

}  // namespace sallyport::api
