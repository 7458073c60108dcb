#include "api/object_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/nearest.h"

namespace sallyport::api {

ObjectReader::ObjectReader(const JsonValue& value, std::string where)
    : object_(std::get_if<JsonValue::Object>(&value.value)), where_(std::move(where)) {
  if (object_ == nullptr) {
    refuse({ErrorCode::malformed_request,
            fmt::format("{} must be a JSON object, not {}", where_.empty() ? "the body" : where_,
                        kind_of(value)),
            {}});
  }
}

std::string ObjectReader::path(std::string_view name) const {
  return where_.empty() ? std::string(name) : fmt::format("{}.{}", where_, name);
}

const JsonValue* ObjectReader::find(std::string_view name) {
  asked_.push_back(name);
  if (object_ == nullptr) return nullptr;
  const auto member =
      std::ranges::find(*object_, name, [](const auto& each) -> std::string_view { return each.name; });
  return member == object_->end() ? nullptr : &member->value;
}

bool ObjectReader::has(std::string_view name) const {
  return object_ != nullptr &&
         std::ranges::any_of(*object_, [name](const auto& each) { return each.name == name; });
}

std::optional<std::string> ObjectReader::string(std::string_view name) {
  const JsonValue* value = find(name);
  if (value == nullptr) return std::nullopt;
  const auto* text = std::get_if<std::string>(&value->value);
  if (text == nullptr) {
    refuse(name, fmt::format("a string, not {}", kind_of(*value)));
    return std::nullopt;
  }
  if (text->size() > kStringBytes) {
    refuse(name, fmt::format("at most {} bytes long", kStringBytes));
    return std::nullopt;
  }
  return *text;
}

bool ObjectReader::is_null(std::string_view name) {
  if (object_ == nullptr) return false;
  const bool null = std::ranges::any_of(*object_, [name](const auto& each) {
    return each.name == name && std::holds_alternative<std::monostate>(each.value.value);
  });
  if (null) asked_.push_back(name);
  return null;
}

std::string ObjectReader::required_string(std::string_view name) {
  if (!has(name)) missing(name);
  return string(name).value_or(std::string());
}

std::optional<bool> ObjectReader::boolean(std::string_view name) {
  const JsonValue* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* truth = std::get_if<bool>(&value->value)) return *truth;
  refuse(name, fmt::format("true or false, not {}", kind_of(*value)));
  return std::nullopt;
}

std::optional<std::int64_t> ObjectReader::integer(std::string_view name) {
  const JsonValue* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* number = std::get_if<std::int64_t>(&value->value)) return *number;
  refuse(name, std::holds_alternative<double>(value->value)
                   ? "a whole number"
                   : fmt::format("a whole number, not {}", kind_of(*value)));
  return std::nullopt;
}

const JsonValue::Array* ObjectReader::array(std::string_view name) {
  const JsonValue* value = find(name);
  if (value == nullptr) return nullptr;
  const auto* items = std::get_if<JsonValue::Array>(&value->value);
  if (items == nullptr) refuse(name, fmt::format("a list, not {}", kind_of(*value)));
  return items;
}

const JsonValue* ObjectReader::any(std::string_view name) { return find(name); }

const JsonValue* ObjectReader::object(std::string_view name) {
  const JsonValue* value = find(name);
  if (value == nullptr || std::holds_alternative<JsonValue::Object>(value->value)) return value;
  refuse(name, fmt::format("an object, not {}", kind_of(*value)));
  return nullptr;
}

void ObjectReader::refuse(std::string_view name, std::string_view expected) {
  faults_.push_back({std::string(name),
                     {ErrorCode::malformed_request, fmt::format("{} must be {}", path(name), expected), {}}});
}

void ObjectReader::missing(std::string_view name) {
  refuse({ErrorCode::malformed_request, fmt::format("{} is missing", path(name)), {}});
}

ObjectReader::Fault ObjectReader::unknown(std::string_view name) const {
  const std::string_view meant = nearest(name, asked_);
  return {
      std::string(name),
      {ErrorCode::malformed_request,
       fmt::format("there is no field {}{}: this request may have {}", path(name.substr(0, 64)),
                   meant.empty() ? "" : fmt::format(" (did you mean {}?)", meant), fmt::join(asked_, ", ")),
       {}}};
}

Result<void> ObjectReader::finish() {
  auto all = faults();
  if (!all.empty()) return std::unexpected(std::move(all.front().error));
  return {};
}

std::vector<ObjectReader::Fault> ObjectReader::faults() {
  // Only that it is none: it can have no fields.
  if (object_ == nullptr) return {faults_.front()};
  // An unknown field comes first: a misspelt name is the likeliest reason for a missing one.
  std::vector<Fault> all;
  for (const auto& member : *object_) {
    if (std::ranges::find(asked_, member.name) == asked_.end()) all.push_back(unknown(member.name));
  }
  std::ranges::move(faults_, std::back_inserter(all));
  faults_.clear();
  return all;
}

}  // namespace sallyport::api
