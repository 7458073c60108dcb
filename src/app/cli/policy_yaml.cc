#include "app/cli/policy_yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <boost/json.hpp>
#include <charconv>
#include <limits>
#include <utility>

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
bool is_flag(std::string_view field) {
  return field == "dry_run" || field == "prune_learned" || field == "all" || field == "early";
}

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

// Written here and not by yaml-cpp's emitter, which puts U+FFFD for characters that it does not know.
class Writer {
 public:
  // `field`: under which name the value stands; the first line goes on where the last one ended.
  void write(const json::value& value, std::string_view field, std::size_t indent) {
    const auto* const object = value.if_object();
    const auto* const items = value.if_array();
    if (object != nullptr && !object->empty()) {
      for (bool first = true; const auto& member : *object) {
        start(std::exchange(first, false) ? 0 : indent);
        write_member({member.key().data(), member.key().size()}, member.value(), indent);
      }
    } else if (items != nullptr && !items->empty()) {
      for (bool first = true; const auto& item : *items) {
        start(std::exchange(first, false) ? 0 : indent);
        out_ += "- ";
        write(item, {}, indent + 2);
      }
    } else {
      out_ += scalar_text(value, field) + '\n';
    }
  }
  std::string take() && { return std::move(out_); }

 private:
  void start(std::size_t indent) { out_.append(indent, ' '); }

  void write_member(std::string_view name, const json::value& value, std::size_t indent) {
    constexpr std::size_t kLongestKey = 1000;  // YAML 1.2, 7.4.2: 1024 characters before the colon
    const std::string key = yaml::as_scalar(name);
    if (key.size() > kLongestKey) {
      out_ += "? " + key + '\n';
      start(indent);
      out_ += ':';
    } else {
      out_ += key + ':';
    }
    const bool block = (value.is_object() && !value.get_object().empty()) ||
                       (value.is_array() && !value.get_array().empty());
    out_ += block ? '\n' : ' ';
    if (block) start(indent + 2);
    write(value, name, indent + 2);
  }

  static std::string scalar_text(const json::value& value, std::string_view field) {
    if (!value.is_string()) return json::serialize(value);
    const std::string_view text(value.get_string().data(), value.get_string().size());
    return is_number(field) || is_flag(field) ? yaml::quoted(text) : yaml::as_scalar(text);
  }

  std::string out_;
};

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
  Writer writer;
  writer.write(document, {}, 0);
  return std::move(writer).take();
}

}  // namespace sallyport::cli
