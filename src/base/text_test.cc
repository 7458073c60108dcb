#include "base/text.h"

#include <gtest/gtest.h>

namespace sallyport {
namespace {

TEST(Utf8, KnowsWhereACharacterEnds) {
  EXPECT_EQ(first_character("a").length, 1U);
  EXPECT_EQ(first_character("\xc3\xa9x").length, 2U);
  EXPECT_EQ(first_character("\xe2\x82\xac").code_point, 0x20acU);
  EXPECT_EQ(first_character("\xf0\x9f\x98\x80").length, 4U);
  EXPECT_EQ(first_character("\xf4\x8f\xbf\xbf").code_point, 0x10ffffU);
}

TEST(Utf8, RefusesWhatIsNone) {
  for (const char* bad :
       {"", "\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3", "\xe2\x82", "\xe2\x28\xac"}) {
    EXPECT_EQ(first_character(bad).length, 0U) << ::testing::PrintToString(std::string(bad));
  }
  EXPECT_TRUE(is_utf8("Köln"));
  EXPECT_FALSE(is_utf8("K\xf6ln"));
}

TEST(Printable, LeavesTextAsItIs) {
  EXPECT_EQ(printable("Söhne & Töchter, 漢字, 🙂"), "Söhne & Töchter, 漢字, 🙂");
}

TEST(Printable, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(printable("a\x1b[2Jb\r\n"), "a\\x1b[2Jb\\x0d\\x0a");
  EXPECT_EQ(printable("\x7f"), "\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"), "\\xc2\\x9b");           // C1: control sequence introducer
  EXPECT_EQ(printable("\xe2\x80\xae"), "\\xe2\\x80\\xae");  // right-to-left override
}

TEST(Printable, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("\xff\xc3"), "\\xff\\xc3");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82");           // cut off
}

TEST(Printable, ExcerptsAreBounded) {
  EXPECT_EQ(printable_excerpt(std::string(400, 'x')), std::string(400, 'x'));
  EXPECT_EQ(printable_excerpt(std::string(401, 'x')), std::string(400, 'x') + "...");
}

TEST(EscapeHtml, LeavesNoMarkup) {
  EXPECT_EQ(escape_html("<a b=\"c'd\">&"), "&lt;a b=&quot;c&#39;d&quot;&gt;&amp;");
}

}  // namespace
}  // namespace sallyport
