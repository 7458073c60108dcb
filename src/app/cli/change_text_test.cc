#include "app/cli/change_text.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace sallyport::cli {
namespace {

std::string change(std::string_view before, std::string_view after) {
  return change_text(boost::json::parse(before), boost::json::parse(after));
}

TEST(ChangeText, SaysOnlyWhatIsOtherThanBefore) {
  EXPECT_EQ(change(R"({"mode":"learning","dry_run":false,"note":null})",
                   R"({"mode":"blocking","dry_run":false,"until":"2026-01-01"})"),
            "mode: learning -> blocking; until: 2026-01-01");
  EXPECT_EQ(change(R"({"valid_until":"2026-01-01"})", "{}"), "valid until: 2026-01-01 -> -");
  EXPECT_EQ(change(R"({"a":1})", R"({"a":1})"), "");
  EXPECT_EQ(change(R"({"api":{"mode":"learning","dry_run":false},"smtp":{"mode":"off"}})",
                   R"({"api":{"mode":"blocking","dry_run":false},"smtp":{"mode":"off"}})"),
            "api (mode: learning -> blocking)");
}

TEST(ChangeText, OfWhatIsNewOrGoneItSaysAll) {
  EXPECT_EQ(change("null", R"({"prefix":"192.0.2.0/24","dry_run":true,"note":null})"),
            "prefix 192.0.2.0/24, dry run yes");
  EXPECT_EQ(change(R"({"name":"web"})", "null"), "name web");
  EXPECT_EQ(change("null", "null"), "");
  EXPECT_EQ(change("1", "2"), "1 -> 2");
}

TEST(ChangeText, LevelsAreInBracketsAndControlsAreEscapes) {
  EXPECT_EQ(short_form(boost::json::parse(R"({"api":{"mode":"off"},"may":["owner","read"]})")),
            "api (mode off), may owner, read");
  EXPECT_EQ(short_form(boost::json::parse(R"([{"a":1},{"b":2}])")), "a 1; b 2");
  EXPECT_EQ(short_form(boost::json::parse(R"({"na\u001bme":"x\u001by"})")), "na\\x1bme x\\x1by");
}

}  // namespace
}  // namespace sallyport::cli
