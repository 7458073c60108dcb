#include "app/daemon/config_file.h"

#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <tuple>

namespace sallyport::daemon {
namespace {

std::string unknown_in(const std::string& text) {
  static constexpr std::array<std::string_view, 3> kKnown{"gate", "trusted-proxy", "smtp-allow-plain"};
  std::istringstream lines(text);
  return find_unknown_setting(lines, "settings.ini", kKnown);
}

TEST(ConfigFile, WhatIsKnownIsNotComplainedOf) {
  EXPECT_EQ(
      unknown_in(
          "# bogus=1\n;bogus=1\n\n  gate = 127.0.0.1:8081 \r\n--gate=none\n\"gate\"=none\nsmtp-allow-plain\n"
          "trusted-proxy=[192.0.2.1,\n  bogus=1,\n192.0.2.2]\nsmtp-allow-plain # so far\n"),
      "");
}

TEST(ConfigFile, SaysFileAndLineAndWhatWasMeant) {
  EXPECT_EQ(
      unknown_in("gate=none\n\n# proxies\ntrusted_proxy=127.0.0.1\n"),
      "settings.ini:4: there is no setting 'trusted_proxy': did you mean 'trusted-proxy'? There are gate, "
      "trusted-proxy, smtp-allow-plain");
  EXPECT_EQ(unknown_in("bogus\n"),
            "settings.ini:1: there is no setting 'bogus': there are gate, trusted-proxy, smtp-allow-plain");
  EXPECT_EQ(
      unknown_in("trusted-proxy=[192.0.2.1,\n192.0.2.2]\ngatee=none"),
      "settings.ini:3: there is no setting 'gatee': did you mean 'gate'? There are gate, trusted-proxy, "
      "smtp-allow-plain");
}

TEST(ConfigFile, AByteOrderMarkIsNoPartOfTheFirstLine) {
  EXPECT_EQ(unknown_in("\xef\xbb\xbfgate=none\n"), "");
  EXPECT_NE(unknown_in("gate=none\n\xef\xbb\xbfgate=none\n"), "");
  for (const auto& [text, whole, rest] : {std::tuple{"\xef\xbb\xbfgate", true, "gate"},
                                          {"gate", true, "gate"},
                                          {"\xef\xbb"
                                           "gate",
                                           false, "gate"},
                                          {"\xef\xbb\xbf\xef", true, "\xef"}}) {
    std::istringstream in(text);
    EXPECT_EQ(skip_byte_order_mark(in), whole) << text;
    std::string left;
    in >> left;
    EXPECT_EQ(left, rest);
  }
}

TEST(ConfigFile, ASectionIsNone) {
  EXPECT_EQ(unknown_in("gate=none\n[daemon]\n"),
            "settings.ini:2: settings stand one a line, without sections: take [daemon] away");
}

TEST(ConfigFile, WhatItShowsCannotDeceive) {
  EXPECT_EQ(unknown_in("a\x1b[31m=1\n").find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace sallyport::daemon
