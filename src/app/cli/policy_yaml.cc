#include "app/cli/policy_yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <boost/json.hpp>
#include <charconv>
#include <limits>

#include "yaml/document.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

// A policy may be as large as the lists are: the server has its own limits.
constexpr yaml::Limits kLimits{.bytes = std::numeric_limits<std::size_t>::max(),
                               .values = std::numeric_limits<std::size_t>::max()};

// What keeps a document from being read: thrown and caught in this file only.
struct Refused {
  std::string message;
};

[[noreturn]] void refuse(const YAML::Mark& mark, std::string_view why) {
  throw Refused{fmt::format("line {}: {}", mark.line + 1, why)};
}
[[noreturn]] void refuse(const YAML::Node& node, std::string_view why) { refuse(node.Mark(), why); }

bool is_number(std::string_view field) { return field == "learned_ipv4" || field == "learned_ipv6"; }
bool is_flag(std::string_view field) { return field == "dry_run" || field == "prune_learned"; }

// Decimal only: YAML's own numbers may be octal.
std::int64_t number(const YAML::Node& node, std::string_view field) {
  const std::string& text = node.Scalar();
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || std::to_string(value) != text) {
    refuse(node, fmt::format("{} is a whole number", field));
  }
  return value;
}

json::value scalar(const YAML::Node& node, std::string_view field) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return json::value(text);  // quoted
  if (is_number(field)) return number(node, field);
  if (is_flag(field)) {
    if (text == "true" || text == "on" || text == "yes") return true;
    if (text == "false" || text == "off" || text == "no") return false;
    refuse(node, fmt::format("{} is true or false", field));
  }
  return json::value(text);
}

// `field`: under which name the node stands. REQUIRES: yaml::load() took it, so it is not deep.
json::value convert(const YAML::Node& node, std::string_view field) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      return scalar(node, field);
    case YAML::NodeType::Sequence: {
      json::array items;
      for (const auto& item : node) items.push_back(convert(item, {}));
      return items;
    }
    case YAML::NodeType::Map: {
      json::object object;
      for (const auto& member : node) {
        if (!member.first.IsScalar()) refuse(member.first, "the name of a field is a word");
        const std::string& name = member.first.Scalar();
        if (object.contains(name)) refuse(member.first, fmt::format("{} stands here twice", name));
        object[name] = convert(member.second, name);
      }
      return object;
    }
    default:
      refuse(node,
             fmt::format("{} is empty: give it a value, or leave it out", field.empty() ? "this" : field));
  }
}

void emit_text(YAML::Emitter& out, std::string_view text, bool plain) {
  if (!plain) out << YAML::DoubleQuoted;
  out << std::string(text);
}

// `field`: under which name the value stands.
void emit(YAML::Emitter& out, const json::value& value, std::string_view field) {
  if (const auto* const object = value.if_object()) {
    if (object->empty()) out << YAML::Flow;
    out << YAML::BeginMap;
    for (const auto& member : *object) {
      const std::string_view name(member.key().data(), member.key().size());
      out << YAML::Key;
      emit_text(out, name, yaml::is_plain(name));
      out << YAML::Value;
      emit(out, member.value(), name);
    }
    out << YAML::EndMap;
  } else if (const auto* const items = value.if_array()) {
    if (items->empty()) out << YAML::Flow;
    out << YAML::BeginSeq;
    for (const auto& item : *items) emit(out, item, {});
    out << YAML::EndSeq;
  } else if (const auto* const text = value.if_string()) {
    const std::string_view view(text->data(), text->size());
    emit_text(out, view, yaml::is_plain(view) && !is_number(field) && !is_flag(field));
  } else if (const auto* const flag = value.if_bool()) {
    out << *flag;
  } else {
    out << json::serialize(value);
  }
}

}  // namespace

std::expected<json::value, std::string> yaml_to_json(const std::string& text) {
  const auto document = yaml::load(text, kLimits);
  if (!document) {
    const yaml::Fault& fault = document.error();
    return std::unexpected(fault.place.line == 0 ? fault.why
                                                 : fmt::format("line {}: {}", fault.place.line, fault.why));
  }
  try {
    return convert(*document, {});
  } catch (const Refused& refused) {
    return std::unexpected(refused.message);
  }
}

std::string json_to_yaml(const json::value& document) {
  YAML::Emitter out;
  emit(out, document, {});
  return std::string(out.c_str(), out.size()) + "\n";
}

}  // namespace sallyport::cli
