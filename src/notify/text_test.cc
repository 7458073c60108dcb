#include "notify/text.h"

#include <gtest/gtest.h>

namespace sallyport::notify {
namespace {

const std::string kReplaced = "\xef\xbf\xbd";

TEST(Text, KnowsWhereACharacterEnds) {
  EXPECT_EQ(utf8_length("a"), 1U);
  EXPECT_EQ(utf8_length("\xc3\xa9x"), 2U);
  EXPECT_EQ(utf8_length("\xe2\x82\xac"), 3U);
  EXPECT_EQ(utf8_length("\xf0\x9f\x98\x80"), 4U);
  EXPECT_EQ(utf8_length("\xf4\x8f\xbf\xbf"), 4U);  // U+10FFFF
}

TEST(Text, RefusesWhatIsNotUtf8) {
  for (const char* bad :
       {"", "\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3", "\xe2\x82", "\xe2\x28\xac"}) {
    EXPECT_EQ(utf8_length(bad), 0U) << ::testing::PrintToString(std::string(bad));
  }
}

TEST(Text, AnOrdinaryNameStaysAsItIs) {
  EXPECT_EQ(one_line("Zahlungen für Köln <web> & co"), "Zahlungen für Köln <web> & co");
}

TEST(Text, LineEndsControlsAndReadingDirectionAreTakenAway) {
  EXPECT_EQ(one_line("a\r\nb"), "a" + kReplaced + kReplaced + "b");
  EXPECT_EQ(one_line(std::string("a\0\x1b[31m\x7f", 8)), "a" + kReplaced + kReplaced + "[31m" + kReplaced);
  EXPECT_EQ(one_line("a\xe2\x80\xae"
                     "1.2.3.4\xe2\x81\xa9"),
            "a" + kReplaced + "1.2.3.4" + kReplaced);
  EXPECT_EQ(one_line("\xc2\x85\xe2\x80\xa8\xd8\x9c"), kReplaced + kReplaced + kReplaced);
  EXPECT_EQ(one_line("\xff\xfe"
                     "a"),
            kReplaced + kReplaced + "a");
}

TEST(Text, WhatIsLongIsCutBetweenCharacters) {
  EXPECT_EQ(one_line("ééé", 3), "ééé");
  EXPECT_EQ(one_line("éééé", 3), "ééé…");
}

TEST(Text, MarkupIsEscaped) {
  EXPECT_EQ(escape_html("<a b=\"c'd\">&"), "&lt;a b=&quot;c&#39;d&quot;&gt;&amp;");
}

}  // namespace
}  // namespace sallyport::notify
