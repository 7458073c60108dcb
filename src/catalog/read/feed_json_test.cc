#include "catalog/read/feed_json.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "catalog/read/test_feeds.h"

namespace sallyport::catalog {
namespace {

namespace json = boost::json;
using testing::Random;

std::string refusal_of_json(std::string_view body) {
  const auto read = FeedJson::parse(body);
  return read ? "read" : read.error().message;
}

TEST(FeedJson, EveryValueKnowsItsPath) {
  const auto tree = FeedJson::parse(R"({"a": [1, {"b.c": "x", "d": [[], null]}], "e": true})").value();
  const JsonAt root = JsonAt::root(tree);
  EXPECT_EQ(root.path(), "");
  const JsonAt second = *++root.find("a")->items()->begin();
  EXPECT_EQ(second.path(), "a[1]");
  EXPECT_EQ(second.find("b.c")->path(), "a[1].b.c");
  EXPECT_EQ((*second.find("d")->items()->begin()).path(), "a[1].d[0]");
  EXPECT_EQ((*++second.find("d")->items()->begin()).path(), "a[1].d[1]");
  EXPECT_EQ(root.find("e")->name(), "e");
  EXPECT_FALSE(root.find("b.c")) << "one level down is not here";
}

TEST(FeedJson, SaysWhatAValueIsWhereItShouldBeAnother) {
  const auto tree =
      FeedJson::parse(R"({"s": "7", "n": -1, "f": 1.5, "l": [], "big": 18446744073709551615})").value();
  const JsonAt root = JsonAt::root(tree);
  EXPECT_EQ(root.find("s")->number().error().message, "s: this is a string, and should be a whole number");
  EXPECT_EQ(root.find("n")->number().error().message, "n: this is a number, and should be a whole number");
  EXPECT_EQ(root.find("f")->number().error().message, "f: this is a number, and should be a whole number");
  EXPECT_EQ(root.find("big")->number().value(), 18446744073709551615ULL);
  EXPECT_EQ(root.find("l")->text().error().message, "l: this is a list, and should be a string");
  EXPECT_EQ(root.find("s")->items().error().message, "s: this is a string, and should be a list");
  EXPECT_EQ(root.items().error().message, "this is an object, and should be a list");
  EXPECT_EQ(root.field("x").error().message, "x is missing");
  EXPECT_EQ(root.find("l")->field("x").error().message, "l: this is a list, and should be an object");
  EXPECT_EQ(root.find("l")->field("x").error().code, ErrorCode::malformed_feed);
}

TEST(FeedJson, RefusesWithThePlace) {
  EXPECT_EQ(refusal_of_json("{\"a\": 1,\n \"b\": {\"c\": 1, \"d\": 2, \"c\": 3}}"),
            "line 2, column 30: b says c twice in one object");
  EXPECT_EQ(refusal_of_json("{\"a\": 1, \"a\": 1}"),
            "line 1, column 16: the JSON says a twice in one object");
  EXPECT_EQ(refusal_of_json("{\"a\": [1, 2,\n  {\"b\": \"x"),
            "line 2, column 11: the JSON is cut off, in a[2]");
  EXPECT_EQ(refusal_of_json("[1, 2] x"), "line 1, column 8: the body goes on after its JSON value");
  EXPECT_EQ(refusal_of_json(std::string(32, '[') + std::string(32, ']')), "read");
  EXPECT_EQ(refusal_of_json(std::string(33, '[') + std::string(33, ']')),
            "line 1, column 33: it is more than 32 levels deep");
  EXPECT_EQ(refusal_of_json(std::string(1'000'000, '[')),
            "line 1, column 33: it is more than 32 levels deep");
  EXPECT_TRUE(refusal_of_json("{\"a\": NaN}").starts_with("line 1, column 7: this is not JSON"));
  EXPECT_TRUE(refusal_of_json("[\"\xff\"]").starts_with("line 1, column 3: this is not JSON"));
  EXPECT_TRUE(refusal_of_json("[1,]").starts_with("line 1, column 4: this is not JSON"));
  EXPECT_EQ(refusal_of_json(""), "line 1, column 1: the JSON is cut off");
}

TEST(FeedJson, HoldsAsManyValuesAsItSaysAndNoMore) {
  std::string body = "[";
  for (std::size_t i = 1; i < kFeedValues; ++i) body += "1,";  // the list is a value too
  body.back() = ']';
  EXPECT_EQ(refusal_of_json(body), "read");
  body.back() = ',';
  EXPECT_EQ(refusal_of_json(body + "1]"), "it holds more than 2000000 values");
}

TEST(FeedJson, ControlCharactersInAPathAreShownAsEscapes) {
  const auto tree = FeedJson::parse("{\"a\\u001b[2J\": 1}").value();
  EXPECT_EQ((*JsonAt::root(tree).members()->begin()).path(), "a\\x1b[2J");
}

// The same values, told by the library that everybody uses.
void expect_same(const JsonAt& value, const json::value& golden) {
  switch (golden.kind()) {
    case json::kind::object: {
      ASSERT_TRUE(value.is(JsonKind::object));
      std::size_t count = 0;
      const auto members = value.members();
      for (const JsonAt member : *members) {
        ++count;
        const auto* const other = golden.get_object().if_contains(member.name());
        ASSERT_NE(other, nullptr) << member.path();
        EXPECT_EQ(*value.find(member.name()), member);
        expect_same(member, *other);
      }
      EXPECT_EQ(count, golden.get_object().size());
      break;
    }
    case json::kind::array: {
      std::size_t count = 0;
      const auto items = value.items();
      ASSERT_TRUE(items);
      for (const JsonAt item : *items) expect_same(item, golden.get_array().at(count++));
      EXPECT_EQ(count, golden.get_array().size());
      break;
    }
    case json::kind::string:
      EXPECT_EQ(value.text().value(),
                std::string_view(golden.get_string().data(), golden.get_string().size()));
      break;
    case json::kind::int64:
      EXPECT_EQ(value.number().has_value(), golden.get_int64() >= 0);
      if (golden.get_int64() >= 0) {
        EXPECT_EQ(value.number().value(), static_cast<std::uint64_t>(golden.get_int64()));
      }
      break;
    case json::kind::bool_:
      EXPECT_TRUE(value.is(JsonKind::boolean));
      break;
    default:
      EXPECT_TRUE(value.is(JsonKind::null));
  }
}

json::value random_json(Random& random, int levels) {
  switch (random() % (levels == 0 ? 4 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<std::int64_t>(random()) - (std::int64_t{1} << 31);
    case 3: {
      static const std::string kPieces[] = {
          "", "a", "\n", "\"", "\\", "\xc3\xa4", "\xf0\x9f\x9a\xaa", "longer text "};
      std::string text;
      for (unsigned i = random() % 5; i > 0; --i) text += kPieces[random() % std::size(kPieces)];
      return json::string(text);
    }
    case 4: {
      json::array list;
      for (unsigned i = random() % 5; i > 0; --i) list.push_back(random_json(random, levels - 1));
      return list;
    }
    default: {
      json::object object;
      for (unsigned i = random() % 5; i > 0; --i) {
        object[std::string(random() % 4, static_cast<char>('a' + random() % 3))] =
            random_json(random, levels - 1);
      }
      return object;
    }
  }
}

TEST(FeedJson, HoldsWhatALibraryReads) {
  Random random(8259);
  for (int i = 0; i < 3000; ++i) {
    const json::value golden = random_json(random, 5);
    const std::string body = json::serialize(golden);
    const auto tree = FeedJson::parse(body);
    ASSERT_TRUE(tree) << body << ": " << tree.error().message;
    expect_same(JsonAt::root(*tree), golden);
  }
}

}  // namespace
}  // namespace sallyport::catalog
