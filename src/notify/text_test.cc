#include "notify/text.h"

#include <gtest/gtest.h>

namespace sallyport::notify {
namespace {

const std::string kReplaced = "\xef\xbf\xbd";

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

}  // namespace
}  // namespace sallyport::notify
