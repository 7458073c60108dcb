// spec/catalog.schema.json against the reader: the same fields everywhere, and what the reader takes, the
// schema takes.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "catalog/random_catalog.h"
#include "catalog/test_catalogs.h"
#include "catalog/yaml_keys.h"
#include "yaml/document.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;

std::string source_file(const std::string& name) {
  std::ifstream in(std::string(SALLYPORT_SOURCE "/") + name);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

const json::object& schema() {
  static const json::value value = json::parse(source_file("spec/catalog.schema.json"));
  return value.as_object();
}

// Compiled once: that is what takes time.
bool matches(const std::string& text, std::string_view pattern) {
  static std::map<std::string, std::regex, std::less<>> compiled;
  auto found = compiled.find(pattern);
  if (found == compiled.end()) found = compiled.emplace(pattern, std::regex(std::string(pattern))).first;
  return std::regex_search(text, found->second);
}

// As much of JSON Schema 2020-12 as this schema uses. A keyword that is not known here is a failure of the
// test.
class Validator {
 public:
  bool accepts(const YAML::Node& node, const json::object& rules) const {
    for (const auto& [key, rule] : rules) {
      if (!accepts(node, rules, key, rule)) return false;
    }
    return true;
  }

 private:
  // YAML 1.2's core schema: what a plain scalar is.
  static std::string type_of(const YAML::Node& node) {
    if (node.IsMap()) return "object";
    if (node.IsSequence()) return "array";
    if (node.Tag() == "!") return "string";
    const std::string& text = node.Scalar();
    if (text == "true" || text == "false") return "boolean";
    if (matches(text, "^[-+]?[0-9]+$")) return "integer";
    if (matches(text, "^[-+]?[0-9]+\\.[0-9]*$")) return "number";
    return "string";
  }

  static bool is_type(const YAML::Node& node, std::string_view wanted) {
    const std::string type = type_of(node);
    return type == wanted || (wanted == "number" && type == "integer");
  }

  static bool equals(const YAML::Node& node, const json::value& value) {
    if (value.is_bool())
      return type_of(node) == "boolean" && node.Scalar() == (value.as_bool() ? "true" : "false");
    return type_of(node) == "string" && node.Scalar() == value.as_string();
  }

  std::size_t accepting(const YAML::Node& node, const json::array& rules) const {
    std::size_t count = 0;
    for (const json::value& rule : rules) {
      if (accepts(node, rule.as_object())) ++count;
    }
    return count;
  }

  bool accepts_fields(const YAML::Node& node, const json::object& properties) const {
    for (const auto& member : node) {
      const auto* const rule = properties.if_contains(member.first.Scalar());
      if (rule == nullptr || !accepts(member.second, rule->as_object()))
        return false;  // none has additional ones
    }
    return true;
  }

  bool accepts(const YAML::Node& node, const json::object& rules, std::string_view key,
               const json::value& rule) const {
    const bool text = is_type(node, "string");
    if (key == "description" || key == "title" || key == "$schema" || key == "$id" || key == "$defs")
      return true;
    if (key == "$ref") return accepts(node, definition(rule.as_string()));
    if (key == "type") return is_type(node, rule.as_string());
    if (key == "const") return equals(node, rule);
    if (key == "enum")
      return std::ranges::any_of(rule.as_array(), [&](const auto& each) { return equals(node, each); });
    if (key == "pattern") return !text || matches(node.Scalar(), rule.as_string());
    if (key == "minLength") return !text || node.Scalar().size() >= rule.to_number<std::size_t>();
    if (key == "maxLength") return !text || node.Scalar().size() <= rule.to_number<std::size_t>();
    if (key == "minimum")
      return !is_type(node, "number") || std::stod(node.Scalar()) >= rule.to_number<double>();
    if (key == "maximum")
      return !is_type(node, "number") || std::stod(node.Scalar()) <= rule.to_number<double>();
    if (key == "minItems") return !node.IsSequence() || node.size() >= rule.to_number<std::size_t>();
    if (key == "maxItems") return !node.IsSequence() || node.size() <= rule.to_number<std::size_t>();
    if (key == "minProperties") return !node.IsMap() || node.size() >= rule.to_number<std::size_t>();
    if (key == "items") {
      return !node.IsSequence() || std::all_of(node.begin(), node.end(), [&](const YAML::Node& item) {
        return accepts(item, rule.as_object());
      });
    }
    if (key == "required") {
      return !node.IsMap() || std::ranges::all_of(rule.as_array(), [&](const auto& name) {
        return static_cast<bool>(node[name.as_string().c_str()]);
      });
    }
    if (key == "properties") return !node.IsMap() || accepts_fields(node, rule.as_object());
    if (key == "additionalProperties") return !rule.as_bool() && rules.contains("properties");
    if (key == "anyOf") return accepting(node, rule.as_array()) > 0;
    if (key == "oneOf") return accepting(node, rule.as_array()) == 1;
    if (key == "allOf") return accepting(node, rule.as_array()) == rule.as_array().size();
    if (key == "not") return !accepts(node, rule.as_object());
    ADD_FAILURE() << "this test does not know " << key;
    return false;
  }

  static const json::object& definition(std::string_view reference) {
    return schema().at("$defs").at(reference.substr(reference.rfind('/') + 1)).as_object();
  }
};

bool accepts(const std::string& text) { return Validator().accepts(yaml::load(text).value(), schema()); }

template <std::size_t N>
void expect_fields(const json::value& object, const std::array<YamlKey, N>& keys) {
  std::set<std::string> in_schema, in_reader;
  for (const auto& member : object.at("properties").as_object()) in_schema.insert(member.key());
  for (const YamlKey key : keys) in_reader.insert(std::string(key));
  EXPECT_EQ(in_schema, in_reader);
  EXPECT_FALSE(object.at("additionalProperties").as_bool());
}

TEST(Schema, HasTheFieldsOfTheReader) {
  const json::value& all = schema().at("$defs");
  expect_fields(schema(), kCatalogKeys);
  expect_fields(all.at("text").at("anyOf").at(1), kTextKeys);
  expect_fields(all.at("source"), kSourceKeys);
  expect_fields(all.at("revision"), kRevisionKeys);
  expect_fields(all.at("site").at("anyOf").at(1), kSiteKeys);
  expect_fields(all.at("access"), kAccessKeys);
  expect_fields(all.at("advice"), kAdviceKeys);
  expect_fields(all.at("offering"), kOfferingKeys);
  expect_fields(all.at("feature").at("anyOf").at(1), kFeatureKeys);
  expect_fields(all.at("cell"), kCellKeys);
  expect_fields(all.at("versions"), kVersionsKeys);
  expect_fields(all.at("sameAs").at("anyOf").at(1), kSameAsKeys);
  expect_fields(all.at("entry"), kEntryKeys);
}

TEST(Schema, TakesWhatTheReaderTakes) {
  EXPECT_TRUE(accepts(source_file("catalogs/moengage.yaml")));
  EXPECT_TRUE(accepts(source_file("catalogs/withsecure.yaml")));
  EXPECT_TRUE(accepts(source_file("tests/corpus/catalog_yaml/guide")));
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    const std::string text = write_catalog(test::RandomCatalog(seed).make());
    ASSERT_TRUE(accepts(text)) << text;
  }
}

TEST(Schema, RefusesWhatHasAnotherShape) {
  const auto refuses = [](const std::string& cells) {
    const std::string text = test::tool(cells);
    EXPECT_FALSE(read_catalog(text, "test")) << text;
    return !accepts(text);
  };
  EXPECT_TRUE(accepts(
      test::tool("      - {source: en, versions: {from: 2.10}, until: 2024, addresses: 3.6.251.95}\n")));
  EXPECT_TRUE(refuses("      - {source: en, adresses: 3.6.251.95}\n"));
  EXPECT_TRUE(refuses("      - {source: en}\n"));
  EXPECT_TRUE(refuses("      - {addresses: 3.6.251.95}\n"));
  EXPECT_TRUE(refuses("      - {source: en, addresses: []}\n"));
  EXPECT_TRUE(refuses("      - {source: en, addresses: 3.6.251.95, unknown: W}\n"));
  EXPECT_TRUE(refuses("      - {source: en, not-available: false}\n"));
  EXPECT_TRUE(refuses("      - {source: en, unknown: {de: D}}\n"));
  EXPECT_TRUE(refuses("      - {source: en, unknown: a<b}\n"));
  EXPECT_TRUE(refuses("      - {source: en, until: 30.9.2024, not-available: true}\n"));
  EXPECT_TRUE(refuses("      - {source: en, versions: {from: v1}, not-available: true}\n"));
  EXPECT_TRUE(refuses("      - {source: en, hosts: x_y.example, ports: 443/tcp}\n"));
  EXPECT_TRUE(refuses("      - {source: en, hosts: x.acme.example, ports: 443}\n"));
  EXPECT_TRUE(refuses("      - {source: en, entries: {need: optional}}\n"));
}

}  // namespace
}  // namespace sallyport::catalog
