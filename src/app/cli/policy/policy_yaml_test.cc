#include "app/cli/policy/policy_yaml.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <random>

namespace sallyport::cli {
namespace {

namespace json = boost::json;

json::value read(const std::string& yaml) {
  const auto value = yaml_to_json(yaml);
  if (value) return *value;
  ADD_FAILURE() << value.error().front().why << "\n" << yaml;
  return {};
}
std::string error(const std::string& yaml) {
  const auto value = yaml_to_json(yaml);
  if (value) return "none: " + json::serialize(*value);
  std::string text;
  for (const yaml::Fault& fault : value.error()) {
    text += (text.empty() ? "" : "; ");
    if (fault.place.line != 0)
      text += std::to_string(fault.place.line) + ":" + std::to_string(fault.place.column) + ": ";
    text += fault.why;
  }
  return text;
}

TEST(PolicyYaml, WordsAreWhatTheirFieldIs) {
  EXPECT_EQ(read("note: 12").at("note"), "12");
  EXPECT_EQ(read("note: yes").at("note"), "yes");
  EXPECT_EQ(read("note: '~'").at("note"), "~");
  EXPECT_EQ(read("prefix: 010.0.0.1").at("prefix"), "010.0.0.1");
  EXPECT_EQ(read("prefix: 2001:db8::/32").at("prefix"), "2001:db8::/32");
  EXPECT_EQ(read("fingerprint: 00112233445566778899001122334455").at("fingerprint"),
            "00112233445566778899001122334455");
  EXPECT_EQ(read("valid_until: 2027-01-01T00:00:00Z").at("valid_until"), "2027-01-01T00:00:00Z");
  for (const char* word : {"true", "on", "yes"})
    EXPECT_EQ(read(std::string("dry_run: ") + word).at("dry_run"), true);
  for (const char* word : {"false", "off", "no"})
    EXPECT_EQ(read(std::string("dry_run: ") + word).at("dry_run"), false);
  EXPECT_EQ(read("learned_ipv4: 24").at("learned_ipv4"), 24);
  EXPECT_EQ(read("dry_run: 'on'").at("dry_run"), "on");  // quoted: for the server to refuse
  EXPECT_EQ(read("share: [north, 'south']").at("share"), json::value({"north", "south"}));
  EXPECT_EQ(read(R"({"organizations":[{"name":"a","prune_learned":true,"note":"12"}]})"),
            json::parse(R"({"organizations":[{"name":"a","prune_learned":true,"note":"12"}]})"));
}

TEST(PolicyYaml, WhatIsDoubtfulIsRefusedWithItsLine) {
  EXPECT_EQ(error("a: 1\nlearned_ipv4: 030"), "2:15: learned_ipv4 is a whole number");
  EXPECT_EQ(error("learned_ipv4: 0x18"), "1:15: learned_ipv4 is a whole number");
  EXPECT_EQ(error("learned_ipv4: 24.0"), "1:15: learned_ipv4 is a whole number");
  EXPECT_EQ(error("dry_run: maybe"), "1:10: dry_run is true or false");
  EXPECT_EQ(error("a: b\nnote:"), "2:1: note is empty: give it a value, or leave it out");
  EXPECT_EQ(error("note: ~"), "1:1: note is empty: give it a value, or leave it out");
  EXPECT_EQ(error("note: null"), "1:1: note is empty: give it a value, or leave it out");
  EXPECT_EQ(error("a: b\nc: d\na: e"), "3:1: a stands here twice");
  EXPECT_EQ(error("a: b\nc: &x [b]\nd: *x"),
            "2:4: anchors are not taken here: write it out where it is meant");
  EXPECT_EQ(error("a: !!int '12'"), "1:4: tags are not taken here");
  EXPECT_EQ(error("a: !x [b]"), "1:4: tags are not taken here");
  EXPECT_EQ(error("? [a, b]\n: c"), "1:3: the name of a field is a word");
  EXPECT_EQ(error("a: b\n---\nc: d"), "the file holds more than one document: keep one");
  for (const std::string& bytes :
       {std::string("a: \xff"), std::string("a: \0b", 5), std::string("a\0:\0 \0b\0", 8)})
    EXPECT_EQ(error(bytes), "this is not UTF-8 text");
  EXPECT_EQ(error(""), "the file is empty");
  EXPECT_EQ(error("# nothing\n"), "the file is empty");
  EXPECT_TRUE(error("a: [b").find(": ") != std::string::npos) << error("a: [b");
  EXPECT_TRUE(error("a: 'b").starts_with("1:")) << error("a: 'b");
  EXPECT_TRUE(error("a: b: c").starts_with("1:")) << error("a: b: c");
  for (const char* open : {"[", "{a: ", "- ", "? "}) {
    std::string deep;
    for (int i = 0; i < 20'000; ++i) deep += open;
    EXPECT_NE(error(deep).find("nested too deeply"), std::string::npos) << open << error(deep);
  }
}

TEST(PolicyYaml, AllThatIsWrongIsToldUpToABound) {
  EXPECT_EQ(error("a:\nlearned_ipv4: x\nb: {dry_run: maybe, c: ~}\nb: d"),
            "1:1: a is empty: give it a value, or leave it out; 2:15: learned_ipv4 is a whole number; "
            "3:14: dry_run is true or false; 3:21: c is empty: give it a value, or leave it out; "
            "4:1: b stands here twice");
  std::string many;
  for (int i = 0; i < 150; ++i) many += "a" + std::to_string(i) + ":\n";
  EXPECT_EQ(yaml_to_json(many).error().size(), 100U);
}

TEST(PolicyYaml, APointerLeadsToItsPlace) {
  const std::string text =
      "organizations:\n"
      "  - name: acme\n"
      "    note: {ja: \xe3\x83\x97, 'a/b~c': d}\n"
      "    entries:\n"
      "      - prefix: 192.0.2.1/24\n"
      "        share: [north]\n"
      "      - x\n";
  const auto places = places_of(
      text,
      {"", "/organizations/0", "/organizations/0/entries/0/prefix", "/organizations/0/entries/0/share",
       "/organizations/0/entries/0/share/0", "/organizations/0/entries/1", "/organizations/0/note/a~1b~0c",
       "/organizations/0/entries", "/organizations/0/nothing", "/organizations/7/name", "/organizations/x"});
  const std::vector<yaml::Place> expected{{1, 1},  {2, 5}, {5, 17}, {6, 9}, {6, 17}, {7, 9},
                                          {3, 28}, {4, 5}, {2, 5},  {1, 1}, {1, 1}};
  ASSERT_EQ(places.size(), expected.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    EXPECT_EQ(places[i].line, expected[i].line) << i;
    EXPECT_EQ(places[i].column, expected[i].column) << i;
  }
}

TEST(PolicyYaml, AnExportIsReadable) {
  const auto document = json::parse(
      R"({"organizations":[{"name":"acme","members":[],"entries":[{"prefix":"192.0.2.0/24","note":"our office",)"
      R"("share":"all"},{"prefix":"::/0","note":"yes"}],"protection":{"api":{"mode":"off","dry_run":true,)"
      R"("quiet_period":"14d","learned_ipv4":24}}}]})");
  EXPECT_EQ(json_to_yaml(document),
            "organizations:\n"
            "  - name: acme\n"
            "    members: []\n"
            "    entries:\n"
            "      - prefix: 192.0.2.0/24\n"
            "        note: our office\n"
            "        share: all\n"
            "      - prefix: \"::/0\"\n"
            "        note: \"yes\"\n"
            "    protection:\n"
            "      api:\n"
            "        mode: \"off\"\n"
            "        dry_run: true\n"
            "        quiet_period: 14d\n"
            "        learned_ipv4: 24\n");
  EXPECT_EQ(read(json_to_yaml(document)), document);
}

// Of pieces that mean something in YAML.
std::string random_text(std::mt19937& random) {
  constexpr std::array kPieces{"a",
                               "B",
                               "0",
                               "12",
                               ".",
                               ":",
                               ": ",
                               " #",
                               "#",
                               "-",
                               "- ",
                               "~",
                               "'",
                               "\"",
                               "\\",
                               "{",
                               "}",
                               "[",
                               "]",
                               ",",
                               "&",
                               "*",
                               "!",
                               "|",
                               ">",
                               "%",
                               "@",
                               "`",
                               "yes",
                               "on",
                               "null",
                               "0x",
                               " ",
                               "\n",
                               "\t",
                               "=",
                               "<<",
                               "?",
                               "/",
                               "+",
                               "_",
                               "\xc3\xbc",
                               "\xe6\x9d\xb1",
                               "---",
                               "...",
                               "\r",
                               "\x01",
                               "\xc2\x85",
                               "\xe2\x80\xa8",
                               "\xf0\x9f\x94\x91",
                               "\xef\xb7\x90",
                               "\xef\xbf\xbf"};
  std::string text;
  for (auto i = random() % 6; i > 0; --i) text += kPieces[random() % kPieces.size()];
  return text;
}

json::value random_value(std::mt19937& random, std::string_view field, int depth) {
  if (field.starts_with("learned_")) return static_cast<std::int64_t>(random() % 200) - 20;
  if (field == "dry_run" && random() % 3 != 0) return random() % 2 == 0;
  const auto kind = depth > 6 ? 0 : random() % 4;
  if (kind == 1) {
    json::array items;
    for (auto i = random() % 4; i > 0; --i) items.push_back(random_value(random, {}, depth + 1));
    return items;
  }
  if (kind >= 2) {
    json::object object;
    for (auto i = random() % 4; i > 0; --i) {
      constexpr std::array kNames{"note", "dry_run", "learned_ipv4", "entries", "prefix"};
      const std::string name = random() % 4 == 0 ? random_text(random) : kNames[random() % kNames.size()];
      object[name] = random_value(random, name, depth + 1);
    }
    return object;
  }
  return json::value(random_text(random));
}

TEST(PolicyYaml, WhateverIsWrittenIsReadBack) {
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) {
    const json::value value = random_value(random, {}, 0);
    const std::string yaml = json_to_yaml(value);
    const auto again = yaml_to_json(yaml);
    ASSERT_TRUE(again.has_value()) << again.error().front().why << "\n"
                                   << json::serialize(value) << "\n"
                                   << yaml;
    ASSERT_EQ(*again, value) << yaml;
  }
}

}  // namespace
}  // namespace sallyport::cli
