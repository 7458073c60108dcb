#include "api/pages/percent.h"

#include <gtest/gtest.h>

namespace sallyport::api {
namespace {

TEST(DecodeSegment, TakesEscapesOnceAndAsUtf8) {
  EXPECT_EQ(decode_segment("acme").value(), "acme");
  EXPECT_EQ(decode_segment("192.0.2.0%2F24").value(), "192.0.2.0/24");
  EXPECT_EQ(decode_segment("2001:db8::%2f32").value(), "2001:db8::/32");
  EXPECT_EQ(decode_segment("K%C3%B6ln%20web").value(), "Köln web");
  EXPECT_EQ(decode_segment("a%252Fb").value(), "a%2Fb");
  EXPECT_EQ(decode_segment("a+b").value(), "a+b");
}

TEST(DecodeSegment, RefusesWhatIsNotSound) {
  for (const char* bad :
       {"%",   "a%2",  "%zz", "%2g", "%00", "a%00b", "%ff", "%c3",   "%c0%80",    "%ed%a0%80", "a b", "a\"b",
        "a<b", "a\\b", "a^b", "a`b", "{a}", "a|b",   "a#b", "a\x7f", "a\xc3\xb6", "a/b",       "a?b"}) {
    const auto decoded = decode_segment(bad);
    ASSERT_FALSE(decoded.has_value()) << bad;
    EXPECT_EQ(decoded.error().code, ErrorCode::malformed_request);
  }
}

TEST(DecodeQuery, ReadsWhatFormsAndBrowsersWrite) {
  const NamedValues expected{{"a", "1"}, {"b", "x y"}, {"c", ""}, {"d", ""}, {"e", "a+b=c"}};
  EXPECT_EQ(decode_query("a=1&b=x+y&c=&d&e=a%2Bb=c").value(), expected);
  EXPECT_TRUE(decode_query("").value().empty());
}

TEST(DecodeQuery, RefusesWhatTwoReadersCouldReadDifferently) {
  EXPECT_FALSE(decode_query("a=1&a=2").has_value());
  EXPECT_FALSE(decode_query("a=1&%61=2").has_value());
  EXPECT_FALSE(decode_query("a=1&&b=2").has_value());
  EXPECT_FALSE(decode_query("=1").has_value());
  EXPECT_FALSE(decode_query("a=%").has_value());
  EXPECT_FALSE(decode_query("a=1;b=\x01").has_value());
  std::string many;
  for (int i = 0; i < 21; ++i) many += "p" + std::to_string(i) + "=1&";
  EXPECT_FALSE(decode_query(many).has_value());
}

}  // namespace
}  // namespace sallyport::api
