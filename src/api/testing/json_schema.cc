#include "api/testing/json_schema.h"

#include <regex>

namespace sallyport::api::testing {
namespace {

namespace json = boost::json;

bool has_type(const json::value& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_bool();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  return type == "null" && value.is_null();
}

std::string check_string(const std::string& text, const json::object& schema) {
  const auto number = [&schema](const char* name) { return schema.at(name).to_number<std::size_t>(); };
  if (schema.contains("minLength") && text.size() < number("minLength")) return "too short";
  if (schema.contains("maxLength") && text.size() > number("maxLength")) return "too long";
  if (schema.contains("pattern") &&
      !std::regex_match(text, std::regex(schema.at("pattern").as_string().c_str()))) {
    return "does not match the pattern";
  }
  if (schema.contains("format") &&
      !std::regex_match(text, std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)"))) {
    return "is no date-time";
  }
  return {};
}

std::string check_object(const json::object& object, const json::object& schema, const json::value& document,
                         const std::string& where) {
  if (schema.contains("required")) {
    for (const auto& name : schema.at("required").as_array()) {
      if (!object.contains(name.as_string())) return where + " lacks " + std::string(name.as_string());
    }
  }
  if (!schema.contains("properties")) return {};
  const auto& properties = schema.at("properties").as_object();
  for (const auto& member : object) {
    const std::string inner = where + "." + std::string(member.key());
    if (!properties.contains(member.key())) return inner + " is not in the schema";
    if (auto wrong = check_schema(member.value(), properties.at(member.key()), document, inner);
        !wrong.empty()) {
      return wrong;
    }
  }
  return {};
}

std::string check_constraints(const json::value& value, const json::object& schema) {
  if (schema.contains("enum")) {
    bool found = false;
    for (const auto& word : schema.at("enum").as_array()) found = found || word == value;
    if (!found) return "is none of the enum: " + json::serialize(value);
  }
  if (value.is_string()) return check_string(std::string(value.as_string()), schema);
  if (value.is_int64()) {
    if (schema.contains("minimum") && value.as_int64() < schema.at("minimum").as_int64()) return "too small";
    if (schema.contains("maximum") && value.as_int64() > schema.at("maximum").as_int64()) return "too large";
  }
  return {};
}

}  // namespace

std::string check_schema(const json::value& value, const json::value& schema_value,
                         const json::value& document, const std::string& where) {
  const auto& schema = schema_value.as_object();
  if (schema.contains("$ref")) {
    const std::string pointer(schema.at("$ref").as_string().subview(1));
    return check_schema(value, document.at_pointer(pointer), document, where);
  }
  if (schema.contains("type")) {
    const auto& type = schema.at("type");
    bool fits = false;
    if (type.is_string()) {
      fits = has_type(value, type.as_string());
    } else {
      for (const auto& each : type.as_array()) fits = fits || has_type(value, each.as_string());
    }
    if (!fits) return where + " has the wrong type: " + json::serialize(value).substr(0, 80);
  }
  if (schema.contains("oneOf")) {
    std::size_t fitting = 0;
    for (const auto& each : schema.at("oneOf").as_array()) {
      if (check_schema(value, each, document, where).empty()) ++fitting;
    }
    if (fitting != 1) return where + " fits " + std::to_string(fitting) + " of the alternatives";
  }
  if (auto wrong = check_constraints(value, schema); !wrong.empty()) return where + " " + wrong;
  if (value.is_object()) return check_object(value.as_object(), schema, document, where);
  if (value.is_array() && schema.contains("items")) {
    std::size_t index = 0;
    for (const auto& item : value.as_array()) {
      const std::string inner = where + "[" + std::to_string(index++) + "]";
      if (auto wrong = check_schema(item, schema.at("items"), document, inner); !wrong.empty()) return wrong;
    }
  }
  return {};
}

}  // namespace sallyport::api::testing
