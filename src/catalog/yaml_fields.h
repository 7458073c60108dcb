// YamlFields: the fields of one object of a catalog's file. What is read here is right in itself; whether it
// fits to the rest of the file is the business of who asks. Internal to catalog.
//
// Every function that reads tells what is wrong to the YamlFaults, and answers with an empty value then: the
// reading goes on, to find more.
//
// Thread safety: none of its own.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/day.h"
#include "catalog/text.h"
#include "catalog/yaml_faults.h"

namespace sallyport::catalog {

class YamlFields {
 public:
  // `what`: as in "an offering". Unknown fields, those that stand twice and those without a value are refused
  // here.
  YamlFields(YamlFaults& faults, const YAML::Node& node, std::string_view what,
             std::span<const std::string_view> known);

  bool has(std::string_view key) const { return find(key).has_value(); }
  std::optional<YAML::Node> find(std::string_view key) const;
  std::optional<YAML::Node> require(std::string_view key) const;  // a fault where it is not there
  const YAML::Node& node() const { return node_; }
  YamlFaults& faults() const { return faults_; }

  // Of `one` (a word) or `many` (a list of words, or a word); both is a fault.
  std::vector<YAML::Node> one_or_many(std::string_view one, std::string_view many) const;

 private:
  YamlFaults& faults_;
  YAML::Node node_;
  std::string_view what_;
  std::vector<std::pair<std::string, YAML::Node>> fields_;
};

// The items of a list that is not empty; of anything else, itself.
std::vector<YAML::Node> yaml_items(YamlFaults& faults, const YAML::Node& node);

// A word, or empty.
std::string yaml_word(YamlFaults& faults, const YAML::Node& node, std::string_view what);

// [a-z0-9]+(-[a-z0-9]+)*, at most 64 bytes, and not in `taken`, where it is added.
std::string yaml_id(YamlFaults& faults, const YAML::Node& node, std::set<std::string, std::less<>>& taken);
// [A-Za-z0-9][A-Za-z0-9._-]*.
std::string yaml_site_id(YamlFaults& faults, const YAML::Node& node,
                         std::set<std::string, std::less<>>& taken);

// One line of text without markup, in one language (English) or {en, de, ja}.
Text yaml_text(YamlFaults& faults, const YAML::Node& node);
std::string yaml_line(YamlFaults& faults, const YAML::Node& node);

std::optional<Day> yaml_day(YamlFaults& faults, const YAML::Node& node);
bool yaml_true(YamlFaults& faults, const YAML::Node& node,
               std::string_view key);  // nothing else may stand there

// One of those words, which are `T`s by their to_string().
template <class T, std::size_t N>
std::optional<T> yaml_one_of(YamlFaults& faults, const YAML::Node& node, std::string_view what,
                             const std::array<T, N>& values);

// Says what there is, and which was probably meant.
void yaml_refuse_word(YamlFaults& faults, const YAML::Node& node, std::string_view what,
                      std::string_view word, std::span<const std::string_view> known);

template <class T, std::size_t N>
std::optional<T> yaml_one_of(YamlFaults& faults, const YAML::Node& node, std::string_view what,
                             const std::array<T, N>& values) {
  const std::string word = yaml_word(faults, node, what);
  if (word.empty()) return std::nullopt;
  std::array<std::string_view, N> known;
  for (std::size_t i = 0; i < N; ++i) {
    known[i] = to_string(values[i]);
    if (known[i] == word) return values[i];
  }
  yaml_refuse_word(faults, node, what, word, known);
  return std::nullopt;
}

}  // namespace sallyport::catalog
