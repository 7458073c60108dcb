#include "base/nearest.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace sallyport {
namespace {

constexpr std::array<std::string_view, 4> kSites{"DC-01", "DC-02", "frankfurt", "de"};

TEST(Nearest, IsWithinTwoLettersAndAThirdOfTheWord) {
  EXPECT_EQ(nearest("dc-01", kSites), "DC-01");
  EXPECT_EQ(nearest("DC-2", kSites), "DC-02");
  EXPECT_EQ(nearest("frnkfort", kSites), "frankfurt");
  EXPECT_EQ(nearest("frxxxfurt", kSites), "");
  EXPECT_EQ(nearest("smpt", std::array<std::string_view, 2>{"api", "smtp"}), "smtp");  // two that are swapped
  EXPECT_EQ(nearest("dx", kSites), "");  // one letter of two is another word
  EXPECT_EQ(nearest("", kSites), "");
  EXPECT_EQ(nearest(std::string(10'000, 'f'), kSites), "");
  EXPECT_EQ(nearest("DC-01", {}), "");
}

TEST(Nearest, SaysWhatThereIs) {
  EXPECT_EQ(no_such("site", "DC-1", kSites),
            "there is no site 'DC-1': did you mean 'DC-01'? There are DC-01, DC-02, frankfurt, de");
  EXPECT_EQ(no_such("site", "\n", kSites), "there is no site '\\x0a': there are DC-01, DC-02, frankfurt, de");
  EXPECT_EQ(no_such("site", "x", {}), "there is no site 'x': there is none at all");
  const std::vector<std::string_view> many(23, "abc");
  EXPECT_TRUE(no_such("site", "x", many).ends_with("abc, abc and 3 more"));
}

}  // namespace
}  // namespace sallyport
