#include "catalog/yaml_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/nearest.h"
#include "base/text.h"
#include "catalog/yaml_keys.h"

namespace sallyport::catalog {
namespace {

constexpr std::size_t kLongestId = 64;
constexpr std::size_t kLongestText = 4000;

bool is_small_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_site_letter(char c) { return is_small_or_digit(c) || (c >= 'A' && c <= 'Z'); }

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > kLongestId || text.front() == '-' || text.back() == '-') return false;
  return text.find("--") == std::string_view::npos &&
         std::ranges::all_of(text, [](char c) { return is_small_or_digit(c) || c == '-'; });
}

bool is_site_id(std::string_view text) {
  if (text.empty() || text.size() > kLongestId || !is_site_letter(text.front())) return false;
  return std::ranges::all_of(text,
                             [](char c) { return is_site_letter(c) || c == '.' || c == '_' || c == '-'; });
}

// "Push Campaigns" -> "push-campaigns".
std::string id_meant(std::string_view text) {
  std::string meant;
  for (const char c : text.substr(0, kLongestId)) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (is_small_or_digit(small)) {
      meant += small;
    } else if (!meant.empty() && meant.back() != '-') {
      meant += '-';
    }
  }
  while (meant.ends_with('-')) meant.pop_back();
  return meant;
}

std::string did_you_mean(const std::string& meant) {
  return meant.empty() ? std::string() : fmt::format("; did you mean '{}'?", meant);
}

// What must not stand in a text that people are shown, or nothing.
std::string_view wrong_in_text(std::string_view text) {
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    if (character.code_point == '\n') {
      return "a text is one line: write it in quotes, or behind >- instead of | or >, which keep line ends";
    }
    if (character.code_point == '<' || character.code_point == '>') {
      return "a text has no < and no >: say it in words";
    }
    if (character.length == 0 || deceives(character.code_point)) {
      return "there is a character in this text that nobody sees";
    }
    text.remove_prefix(character.length);
  }
  return {};
}

void check_taken(YamlFaults& faults, const YAML::Node& node, const std::string& id,
                 std::set<std::string, std::less<>>& taken) {
  if (!id.empty() && !taken.insert(id).second) {
    faults.add(node, fmt::format("'{}' stands here twice: give each its own id", id));
  }
}

}  // namespace

YamlFields::YamlFields(YamlFaults& faults, const YAML::Node& node, std::string_view what,
                       std::span<const std::string_view> known)
    : faults_(faults), node_(node), what_(what) {
  if (!node.IsMap()) {
    faults.add(node, fmt::format("{} is written as fields with values: {}", what, fmt::join(known, ", ")));
    return;
  }
  for (const auto& member : node) {
    if (!member.first.IsScalar()) {
      faults.add(member.first, "the name of a field is a word");
      continue;
    }
    const std::string& key = member.first.Scalar();
    if (std::ranges::find(known, key) == known.end()) {
      const std::string_view meant = nearest(key, known);
      faults.add(member.first, fmt::format("{} has no field '{}': {}", what, printable_excerpt(key),
                                           meant.empty() ? fmt::format("there are {}", fmt::join(known, ", "))
                                                         : fmt::format("did you mean '{}'?", meant)));
    } else if (has(key)) {
      faults.add(member.first, fmt::format("'{}' stands here twice", key));
    } else if (member.second.IsNull()) {
      faults.add(member.first, fmt::format("'{}' is empty: give it a value, or leave it out", key));
    } else {
      fields_.emplace_back(key, member.second);
    }
  }
}

std::optional<YAML::Node> YamlFields::find(std::string_view key) const {
  const auto found = std::ranges::find(fields_, key, &std::pair<std::string, YAML::Node>::first);
  return found == fields_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<YAML::Node> YamlFields::require(std::string_view key) const {
  auto found = find(key);
  if (!found && node_.IsMap()) faults_.add(node_, fmt::format("{} needs '{}'", what_, key));
  return found;
}

std::vector<YAML::Node> YamlFields::one_or_many(std::string_view one, std::string_view many) const {
  const auto single = find(one);
  const auto several = find(many);
  if (single && several) {
    faults_.add(*single, fmt::format("'{}' and '{}' are the same: write one of them", one, many));
  }
  if (several) return yaml_items(faults_, *several);
  if (single) return yaml_items(faults_, *single);
  return {};
}

std::vector<YAML::Node> yaml_items(YamlFaults& faults, const YAML::Node& node) {
  if (!node.IsSequence()) return {node};
  std::vector<YAML::Node> items;
  for (const auto& item : node) items.push_back(item);
  if (items.empty()) {
    faults.add(node,
               "this list is empty, which says nothing: leave it out, or say 'not-available: true' or "
               "'unknown: WHY' of a cell");
  }
  return items;
}

std::string yaml_word(YamlFaults& faults, const YAML::Node& node, std::string_view what) {
  if (node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
  faults.add(node, fmt::format("{} is a word", what));
  return {};
}

std::string yaml_id(YamlFaults& faults, const YAML::Node& node, std::set<std::string, std::less<>>& taken) {
  std::string id = yaml_word(faults, node, "an id");
  if (id.empty()) return id;
  if (!is_id(id)) {
    const std::string why =
        fmt::format("'{}' is not an id: small letters, digits and single hyphens between them, at most {}",
                    printable_excerpt(id), kLongestId);
    faults.add(node, why + did_you_mean(id_meant(id)));
    return {};
  }
  check_taken(faults, node, id, taken);
  return id;
}

std::string yaml_site_id(YamlFaults& faults, const YAML::Node& node,
                         std::set<std::string, std::less<>>& taken) {
  std::string id = yaml_word(faults, node, "the id of a site");
  if (id.empty()) return id;
  if (!is_site_id(id) || id == kEverySite) {
    faults.add(
        node,
        fmt::format("'{}' is not the id of a site: letters, digits, '.', '_' and '-', a letter or digit in "
                    "front, at most {}{}",
                    printable_excerpt(id), kLongestId,
                    id == kEverySite ? "; and 'all' means each of them" : ""));
    return {};
  }
  check_taken(faults, node, id, taken);
  return id;
}

std::string yaml_line(YamlFaults& faults, const YAML::Node& node) {
  if (!node.IsScalar() || node.Scalar().empty()) {
    faults.add(node, "here stands a text");
    return {};
  }
  const std::string& text = node.Scalar();
  if (const std::string_view wrong = wrong_in_text(text); !wrong.empty()) {
    faults.add(node, std::string(wrong));
    return {};
  }
  if (text.size() > kLongestText) {
    faults.add(node, fmt::format("this text has {} bytes: the most is {}", text.size(), kLongestText));
    return {};
  }
  return text;
}

Text yaml_text(YamlFaults& faults, const YAML::Node& node) {
  if (!node.IsMap()) return {yaml_line(faults, node), {}, {}};
  const YamlFields fields(faults, node, "a text", kTextKeys);
  Text text;
  if (const auto en = fields.require("en")) text.en = yaml_line(faults, *en);
  if (const auto de = fields.find("de")) text.de = yaml_line(faults, *de);
  if (const auto ja = fields.find("ja")) text.ja = yaml_line(faults, *ja);
  return text;
}

std::optional<Day> yaml_day(YamlFaults& faults, const YAML::Node& node) {
  const std::string word = yaml_word(faults, node, "a date");
  if (word.empty()) return std::nullopt;
  const auto day = Day::parse(word);
  if (day) return *day;
  faults.add(node, day.error().message);
  return std::nullopt;
}

bool yaml_true(YamlFaults& faults, const YAML::Node& node, std::string_view key) {
  const bool is_true = node.IsScalar() && node.Scalar() == "true";
  if (!is_true) faults.add(node, fmt::format("write '{}: true', or leave it out", key));
  return is_true;
}

void yaml_refuse_word(YamlFaults& faults, const YAML::Node& node, std::string_view what,
                      std::string_view word, std::span<const std::string_view> known) {
  const std::string_view meant = nearest(word, known);
  faults.add(node, fmt::format("'{}' is not {}: {}write one of {}", printable_excerpt(word), what,
                               meant.empty() ? "" : fmt::format("did you mean '{}'? ", meant),
                               fmt::join(known, ", ")));
}

}  // namespace sallyport::catalog
