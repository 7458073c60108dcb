#include "app/cli/change_text.h"

#include <boost/json.hpp>
#include <vector>

#include "base/text.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

std::string named(std::string_view key) {
  std::string name(key);
  for (char& c : name) c = c == '_' ? ' ' : c;
  return printable(name);
}

std::string joined_with(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : std::string(separator)) + part;
  return text;
}

const json::value* field_of(const json::value& value, std::string_view key) {
  const auto* const object = value.if_object();
  return object != nullptr ? object->if_contains(key) : nullptr;
}

bool is_nothing(const json::value* value) { return value == nullptr || value->is_null(); }

std::string shown(const json::value& value) {
  const std::string text = short_form(value);
  if (text.empty()) return "-";
  return value.is_object() ? "(" + text + ")" : text;
}

}  // namespace

std::string short_form(const json::value& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return printable({value.get_string().data(), value.get_string().size()});
  if (value.is_bool()) return value.get_bool() ? "yes" : "no";
  std::vector<std::string> parts;
  if (const auto* const items = value.if_array(); items != nullptr) {
    for (const auto& item : *items) parts.push_back(short_form(item));
    const bool long_items = !items->empty() && items->front().is_object();
    return joined_with(parts, long_items ? "; " : ", ");
  }
  if (const auto* const object = value.if_object(); object != nullptr) {
    for (const auto& field : *object) {
      if (!field.value().is_null()) parts.push_back(named(field.key()) + " " + shown(field.value()));
    }
    return joined_with(parts, ", ");
  }
  return printable(json::serialize(value));
}

std::string change_text(const json::value& before, const json::value& after) {
  if (!before.is_object() && !after.is_object()) {
    if (before.is_null() || after.is_null()) return short_form(before.is_null() ? after : before);
    return short_form(before) + " -> " + short_form(after);
  }
  if (!before.is_object() || !after.is_object()) return short_form(before.is_object() ? before : after);
  std::vector<std::string> parts;
  for (const auto& field : before.get_object()) {
    const json::value* const then = field_of(after, field.key());
    if (is_nothing(&field.value()) && is_nothing(then)) continue;
    if (then != nullptr && *then == field.value()) continue;
    if (field.value().is_object() && then != nullptr && then->is_object()) {
      parts.push_back(named(field.key()) + " (" + change_text(field.value(), *then) + ")");
      continue;
    }
    parts.push_back(named(field.key()) + ": " + shown(field.value()) + " -> " +
                    (then != nullptr ? shown(*then) : "-"));
  }
  for (const auto& field : after.get_object()) {
    if (field_of(before, field.key()) != nullptr || field.value().is_null()) continue;
    parts.push_back(named(field.key()) + ": " + shown(field.value()));
  }
  return joined_with(parts, "; ");
}

}  // namespace sallyport::cli
