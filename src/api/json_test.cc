#include <gtest/gtest.h>

#include "api/json_value.h"
#include "api/json_writer.h"
#include "api/object_reader.h"
#include "api/problem.h"

namespace sallyport::api {
namespace {

std::string refusal(std::string_view text) {
  const auto parsed = parse_json(text);
  return parsed ? std::string() : parsed.error().message;
}

TEST(ParseJson, KeepsWhatWasSaidInOrder) {
  const auto value = parse_json(R"( {"b":[1,-2.5,true,null,"\u00e9\n"],"a":{}} )").value();
  const auto& object = std::get<JsonValue::Object>(value.value);
  ASSERT_EQ(object.size(), 2U);
  EXPECT_EQ(object[0].name, "b");
  const auto& list = std::get<JsonValue::Array>(object[0].value.value);
  ASSERT_EQ(list.size(), 5U);
  EXPECT_EQ(std::get<std::int64_t>(list[0].value), 1);
  EXPECT_EQ(std::get<double>(list[1].value), -2.5);
  EXPECT_EQ(std::get<bool>(list[2].value), true);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(list[3].value));
  EXPECT_EQ(std::get<std::string>(list[4].value), "é\n");
}

TEST(ParseJson, RefusesWhatIsNotJson) {
  for (const char* bad : {"", " ", "{", "{}x", "{} {}", "[1,]", "{\"a\":1,}", "{'a':1}", "// x\n1", "NaN",
                          "01", "\"\xff\"", "\"\\ud800\"", "\"\x01\"", "tru", "[1 2]"}) {
    EXPECT_NE(refusal(bad), "") << bad;
  }
}

TEST(ParseJson, ANameThatStandsTwiceIsRefusedByName) {
  EXPECT_NE(refusal(R"({"mode":"off","mode":"blocking"})").find("mode twice"), std::string::npos);
  EXPECT_NE(refusal(R"({"a":{"b":1,"c":2,"\u0062":3}})").find("b twice"), std::string::npos);
}

TEST(ParseJson, DepthAndSizeAreBounded) {
  EXPECT_EQ(refusal(std::string(kJsonDepth, '[') + std::string(kJsonDepth, ']')), "");
  EXPECT_NE(refusal(std::string(kJsonDepth + 1, '[') + std::string(kJsonDepth + 1, ']')), "");
  EXPECT_NE(refusal(std::string(1'000'000, '[')), "");
  std::string many = "[0";
  for (std::size_t i = 0; i < kJsonValues; ++i) many += ",0";
  const auto parsed = parse_json(many + "]");
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, ErrorCode::too_many_entries);
  EXPECT_NE(refusal("\"" + std::string(100'000, 'x') + "\""), "");
}

TEST(ObjectReader, NamesWhatIsWrong) {
  const auto value = parse_json(R"({"name":7,"limit":1.5,"list":{}})").value();
  ObjectReader all(value, "entries[3]");
  EXPECT_FALSE(all.string("name").has_value());
  EXPECT_FALSE(all.integer("limit").has_value());
  EXPECT_EQ(all.array("list"), nullptr);
  EXPECT_EQ(all.finish().error().message, "entries[3].name must be a string, not a number");
  ObjectReader one(value, "entries[3]");
  EXPECT_FALSE(one.boolean("limit").has_value());
  EXPECT_NE(one.finish().error().message.find("no field entries[3].name"), std::string::npos);
}

TEST(ObjectReader, AMissingFieldAndAnUnknownOne) {
  const auto empty = parse_json("{}").value();
  ObjectReader missing(empty);
  EXPECT_EQ(missing.required_string("name"), "");
  EXPECT_EQ(missing.finish().error().message, "name is missing");
  const auto misspelt = parse_json(R"({"nmae":"x"})").value();
  ObjectReader unknown(misspelt);
  unknown.required_string("name");
  const auto finished = unknown.finish();
  EXPECT_NE(finished.error().message.find("no field nmae"), std::string::npos);
  EXPECT_NE(finished.error().message.find("may have name"), std::string::npos);
}

TEST(ObjectReader, OnlyAnObjectIsAnObject) {
  for (const char* text : {"[]", "null", "7", "\"x\""}) {
    const auto value = parse_json(text).value();
    EXPECT_FALSE(ObjectReader(value).finish().has_value()) << text;
  }
}

TEST(JsonWriter, WhatItWritesParsesBack) {
  JsonWriter json;
  json.begin_object()
      .field("a:", "x,\"\\\n\x01\x7fé{[")
      .key("b")
      .begin_array()
      .number(1)
      .boolean(true)
      .string("");
  json.begin_array()
      .end_array()
      .begin_object()
      .end_object()
      .end_array()
      .field("c", std::uint64_t{7})
      .end_object();
  const std::string text = json.take();
  const auto parsed = parse_json(text);
  ASSERT_TRUE(parsed.has_value()) << text;
  const auto& object = std::get<JsonValue::Object>(parsed->value);
  EXPECT_EQ(std::get<std::string>(object[0].value.value), "x,\"\\\n\x01\x7fé{[");
  EXPECT_EQ(std::get<JsonValue::Array>(object[1].value.value).size(), 5U);
}

TEST(JsonWriter, BytesThatAreNoTextBecomeTheReplacementCharacter) {
  JsonWriter json;
  json.string("a\xff\xc3");
  EXPECT_EQ(json.take(), "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
}

TEST(Problem, EveryCodeHasAStatusAndATitle) {
  for (int i = 0; i <= static_cast<int>(ErrorCode::internal); ++i) {
    const auto code = static_cast<ErrorCode>(i);
    EXPECT_GE(status_of(code), 400U);
    EXPECT_LE(status_of(code), 599U);
    EXPECT_FALSE(title_of(code).empty());
    const std::string document = problem_document({code, "what to do", "internal detail"});
    EXPECT_EQ(document.find("internal detail"), std::string::npos);
    EXPECT_NE(document.find("urn:sallyport:problem:" + std::string(to_string(code))), std::string::npos);
  }
}

TEST(Problem, ManyLinesAreCutAndCounted) {
  std::vector<LineError> lines(kMostLineErrors + 5,
                               {0, 0, std::string(5000, 'x'), {ErrorCode::host_bits_set, "m", {}}});
  const std::string document = problem_document(lines);
  EXPECT_NE(document.find("\"more_errors\":5"), std::string::npos);
  EXPECT_LT(document.size(), 400'000U);
  EXPECT_EQ(status_of(lines), 422U);
  lines[0].error.code = ErrorCode::duplicate;
  EXPECT_EQ(status_of(lines), 400U);
}

}  // namespace
}  // namespace sallyport::api
