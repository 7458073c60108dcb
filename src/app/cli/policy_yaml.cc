#include "app/cli/policy_yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <sstream>

#include "base/text.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

constexpr int kDeepest = 16;

// What keeps a document from being read: thrown and caught in this file only, beside yaml-cpp's own
// exceptions.
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

// `field`: under which name the node stands. REQUIRES: check_events() took it, so it is not deep.
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

// What is refused before a document is built of it: yaml-cpp resolves aliases while it builds, and goes as
// deep as the text does.
class Checks final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "write it out: aliases are not taken here");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string&) override {
    check_tag(mark, tag);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    check_tag(mark, tag);
    go_deeper(mark);
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    check_tag(mark, tag);
    go_deeper(mark);
  }
  void OnMapEnd() override { --depth_; }

 private:
  // "?" and "!" are what a scanner says of values without one: plain, and quoted.
  static void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") refuse(mark, "tags are not taken here");
  }
  void go_deeper(const YAML::Mark& mark) {
    if (++depth_ > kDeepest) refuse(mark, "this is nested too deeply");
  }
  int depth_ = 0;
};

// yaml-cpp guesses at encodings, and puts something else for what it cannot read.
bool is_text(std::string_view text) {
  const bool controls = std::ranges::any_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t') || c == '\x7f';
  });
  return is_utf8(text) && !controls;
}

void check_events(const std::string& text) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  Checks handler;
  int documents = 0;
  while (parser.HandleNextDocument(handler)) {
    if (++documents > 1) throw Refused{"the file holds more than one document: keep one"};
  }
  if (documents == 0) throw Refused{"the file is empty"};
}

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// What some YAML reader takes for something else than a text.
bool is_special(std::string_view text) {
  std::string word(text);
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  constexpr std::array kWords{"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
  if (std::ranges::find(kWords, std::string_view(word)) != kWords.end()) return true;
  if (word.starts_with("0x") || word.starts_with("0o")) return true;
  return word.find_first_not_of("0123456789.+-_e:") == std::string::npos &&
         std::ranges::count(word, '.') <= 1;  // an IPv4 address has more
}

// Whether it can stand there without quotes, for every reader. Others are quoted, needed or not.
bool is_plain(std::string_view text) {
  if (text.empty() || !is_letter_or_digit(text.front()) || is_special(text)) return false;
  const bool words = std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) || std::string_view(" _./@+-:").find(c) != std::string_view::npos;
  });
  return words && text.back() != ' ' && text.back() != ':' && text.find(": ") == std::string_view::npos;
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
      emit_text(out, name, is_plain(name));
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
    emit_text(out, view, is_plain(view) && !is_number(field) && !is_flag(field));
  } else if (const auto* const flag = value.if_bool()) {
    out << *flag;
  } else {
    out << json::serialize(value);
  }
}

}  // namespace

std::expected<json::value, std::string> yaml_to_json(const std::string& text) {
  if (!is_text(text)) return std::unexpected("this is not UTF-8 text");
  try {
    check_events(text);
    return convert(YAML::Load(text), {});
  } catch (const Refused& refused) {
    return std::unexpected(refused.message);
  } catch (const YAML::Exception& error) {
    return std::unexpected(fmt::format("line {}: {}", error.mark.line + 1, error.msg));
  }
}

std::string json_to_yaml(const json::value& document) {
  YAML::Emitter out;
  emit(out, document, {});
  return std::string(out.c_str(), out.size()) + "\n";
}

}  // namespace sallyport::cli
