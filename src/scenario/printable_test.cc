#include "scenario/printable.h"

#include <gtest/gtest.h>

namespace sallyport::scenario {
namespace {

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

}  // namespace
}  // namespace sallyport::scenario
