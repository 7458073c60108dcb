#include "yaml/document.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace sallyport::yaml {
namespace {

std::string fault(const std::string& text, const Limits& limits = {}) {
  const auto document = load(text, limits);
  if (document) return "none";
  return std::to_string(document.error().place.line) + ":" + std::to_string(document.error().place.column) +
         ": " + document.error().why;
}

TEST(YamlDocument, ColumnsAreCharacters) {
  const std::string text = "a: {ja: \xe3\x83\x97\xe3\x83\x83, b: c}\r\nd: e\n";
  for (const std::string& read : {text, "\xef\xbb\xbf" + text}) {
    const auto document = load(read);
    ASSERT_TRUE(document) << document.error().why;
    EXPECT_EQ(place_of((*document)["a"]["b"].Mark(), read), (Place{1, 16}));
    EXPECT_EQ(place_of((*document)["d"].Mark(), read), (Place{2, 4}));
  }
  EXPECT_EQ(place_of(YAML::Mark::null_mark(), text), Place());
}

TEST(YamlDocument, WhatCouldSurpriseIsRefusedWhereItStands) {
  EXPECT_EQ(fault("a: b\nc: &x [b]\n"), "2:4: anchors are not taken here: write it out where it is meant");
  EXPECT_EQ(fault("a: &x ~\n"), "1:4: anchors are not taken here: write it out where it is meant");
  EXPECT_EQ(fault("a: !!int '12'"), "1:4: tags are not taken here");
  EXPECT_EQ(fault("a: [b, *.example.com]"),
            "1:8: the referenced anchor is not defined: a text that begins with * or & stands in quotes");
  EXPECT_EQ(fault("a: b\n---\nc: d"), "0:0: the file holds more than one document: keep one");
  EXPECT_EQ(fault(""), "0:0: the file is empty");
  EXPECT_EQ(fault("a: \xff"), "0:0: this is not UTF-8 text");
  EXPECT_EQ(fault(std::string("a: \0b", 5)), "0:0: this is not UTF-8 text");
  EXPECT_TRUE(fault("a: b\nc: [d").starts_with("2:")) << fault("a: b\nc: [d");
}

TEST(YamlDocument, LimitsAreKept) {
  const Limits limits{.bytes = 40, .depth = 2, .values = 6};
  EXPECT_EQ(fault("[[a]]", limits), "none");
  EXPECT_EQ(fault("[[[a]]]", limits), "1:3: this is nested too deeply");
  EXPECT_EQ(fault("[a, b, c, d, e]", limits), "none");
  EXPECT_EQ(fault("[a, b, c, d, e, f]", limits), "1:17: there are more than 6 values");
  EXPECT_EQ(fault("a: " + std::string(37, 'b'), limits), "none");
  EXPECT_EQ(fault("a: " + std::string(38, 'b'), limits), "0:0: the file is larger than 40 bytes");
  for (const char* open : {"[", "{a: ", "- ", "? "}) {
    std::string deep;
    for (int i = 0; i < 200'000; ++i) deep += open;
    EXPECT_NE(fault(deep).find("nested too deeply"), std::string::npos) << open;
  }
}

TEST(YamlDocument, WhatIsQuotedIsReadBack) {
  EXPECT_EQ(as_scalar("push"), "push");
  EXPECT_EQ(as_scalar("443/tcp"), "443/tcp");
  EXPECT_EQ(as_scalar("2.10"), "\"2.10\"");
  EXPECT_EQ(as_scalar("2024-09-30"), "\"2024-09-30\"");
  EXPECT_EQ(as_scalar("*.x"), "\"*.x\"");
  EXPECT_EQ(as_scalar("a\nb\"\\"), "\"a\\u000ab\\\"\\\\\"");
  constexpr std::array kPieces{
      "a", "0",  ".", ":", ": ", " #", "- ",          "~", "'",  "\"",       "\\",           "{",
      "]", ",",  "&", "*", "!",  "|",  ">",           "%", "no", "\xc3\xbc", "\xef\xbb\xbf", "\n",
      " ", "\t", "?", "=", "+",  "\r", "\xe2\x80\xa8"};
  std::mt19937 random(3);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (auto left = random() % 6; left > 0; --left) text += kPieces[random() % kPieces.size()];
    for (const std::string& around : {"[" + as_scalar(text) + ", z]", "- " + as_scalar(text) + "\n"}) {
      const auto document = load(around);
      ASSERT_TRUE(document) << around << document.error().why;
      ASSERT_EQ((*document)[0].Scalar(), text) << around;
    }
  }
}

}  // namespace
}  // namespace sallyport::yaml
