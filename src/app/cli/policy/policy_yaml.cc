#include "app/cli/policy/policy_yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <boost/json.hpp>
#include <charconv>
#include <limits>
#include <utility>

namespace sallyport::cli {
namespace {

namespace json = boost::json;

// A policy may be as large as the lists are: the server has its own limits.
constexpr yaml::Limits kLimits{.bytes = std::numeric_limits<std::size_t>::max(),
                               .values = std::numeric_limits<std::size_t>::max()};

constexpr std::size_t kMostFaults = 100;

bool is_number(std::string_view field) { return field == "learned_ipv4" || field == "learned_ipv6"; }
bool is_flag(std::string_view field) {
  return field == "dry_run" || field == "prune_learned" || field == "all" || field == "early";
}

// Turns nodes into JSON, and goes on where one of them is wrong. REQUIRES: yaml::load() took the text, so it
// is not deep.
class Converter {
 public:
  explicit Converter(std::string_view text) : text_(text) {}

  // `field`: under which name the node stands.
  json::value convert(const YAML::Node& node, std::string_view field);
  YamlFaults take() && { return std::move(faults_); }

 private:
  json::value scalar(const YAML::Node& node, std::string_view field);
  json::value number(const YAML::Node& node, std::string_view field);
  json::value object(const YAML::Node& node);

  json::value refuse(const YAML::Node& node, std::string why) {
    if (faults_.size() < kMostFaults) faults_.push_back({yaml::place_of(node.Mark(), text_), std::move(why)});
    return nullptr;
  }

  json::value refuse_empty(const YAML::Node& node, std::string_view what) {
    return refuse(node, fmt::format("{} is empty: give it a value, or leave it out", what));
  }

  const std::string_view text_;
  YamlFaults faults_;
};

// Decimal only: YAML's own numbers may be octal.
json::value Converter::number(const YAML::Node& node, std::string_view field) {
  const std::string& text = node.Scalar();
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc() && stop == end && std::to_string(value) == text) return value;
  return refuse(node, fmt::format("{} is a whole number", field));
}

json::value Converter::scalar(const YAML::Node& node, std::string_view field) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return json::value(text);  // quoted
  if (is_number(field)) return number(node, field);
  if (is_flag(field)) {
    if (text == "true" || text == "on" || text == "yes") return true;
    if (text == "false" || text == "off" || text == "no") return false;
    return refuse(node, fmt::format("{} is true or false", field));
  }
  return json::value(text);
}

json::value Converter::object(const YAML::Node& node) {
  json::object object;
  for (const auto& member : node) {
    if (!member.first.IsScalar()) {
      refuse(member.first, "the name of a field is a word");
      continue;
    }
    const std::string& name = member.first.Scalar();
    if (object.contains(name)) refuse(member.first, fmt::format("{} stands here twice", name));
    // yaml-cpp has what is empty at the word that comes next: that may be lines away.
    object[name] = member.second.IsNull() ? refuse_empty(member.first, name) : convert(member.second, name);
  }
  return object;
}

json::value Converter::convert(const YAML::Node& node, std::string_view field) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      return scalar(node, field);
    case YAML::NodeType::Sequence: {
      json::array items;
      for (const auto& item : node) items.push_back(convert(item, {}));
      return items;
    }
    case YAML::NodeType::Map:
      return object(node);
    default:
      return refuse_empty(node, "this");
  }
}

// One step of a pointer, as the field is called.
std::string unescaped(std::string_view step) {
  std::string name;
  for (std::size_t i = 0; i < step.size(); ++i) {
    const bool escape = step[i] == '~' && i + 1 < step.size();
    name += escape ? (step[++i] == '1' ? '/' : '~') : step[i];
  }
  return name;
}

// A value that goes on over the next lines is best found by its name.
bool go_to(YAML::Node& node, YAML::Mark& mark, const std::string& step) {
  if (node.IsSequence()) {
    std::size_t index = 0;
    const auto [stop, error] = std::from_chars(step.data(), step.data() + step.size(), index);
    if (error != std::errc() || stop != step.data() + step.size() || index >= node.size()) return false;
    node.reset(node[index]);
    mark = node.Mark();
    return true;
  }
  if (!node.IsMap()) return false;
  for (const auto& member : node) {
    if (!member.first.IsScalar() || member.first.Scalar() != step) continue;
    mark = member.second.IsScalar() ? member.second.Mark() : member.first.Mark();
    node.reset(YAML::Node(member.second));
    return true;
  }
  return false;
}

yaml::Place find_place(const YAML::Node& document, std::string_view text, std::string_view pointer) {
  YAML::Node node = document;
  YAML::Mark mark = node.Mark();
  while (pointer.starts_with('/')) {
    pointer.remove_prefix(1);
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    if (!go_to(node, mark, unescaped(step))) break;
  }
  return yaml::place_of(mark, text);
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

std::expected<json::value, YamlFaults> yaml_to_json(const std::string& text) {
  const auto document = yaml::load(text, kLimits);
  if (!document) return std::unexpected(YamlFaults{document.error()});
  Converter converter(text);
  json::value value = converter.convert(*document, {});
  YamlFaults faults = std::move(converter).take();
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return value;
}

std::vector<yaml::Place> places_of(const std::string& text, const std::vector<std::string>& pointers) {
  std::vector<yaml::Place> places;
  const auto document = yaml::load(text, kLimits);
  for (const std::string& pointer : pointers) {
    places.push_back(document ? find_place(*document, text, pointer) : yaml::Place());
  }
  return places;
}

std::string json_to_yaml(const json::value& document) {
  Writer writer;
  writer.write(document, {}, 0);
  return std::move(writer).take();
}

}  // namespace sallyport::cli
