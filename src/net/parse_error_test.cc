// What is refused: with which fault, where, and what is suggested instead.

#include "net/parse_error.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "net/prefix.h"

namespace sallyport::net {
namespace {

using enum ParseFault;
using std::string_view;

struct Refused {
  string_view text;
  ParseFault fault;
  std::uint16_t offset;
  string_view meant;  // empty: no suggestion
};

std::string show(string_view text) { return testing::PrintToString(std::string(text)); }

class PrefixRefused : public testing::TestWithParam<Refused> {};

TEST_P(PrefixRefused, NamesTheFaultAndWhatWasMeant) {
  const auto& [text, fault, offset, meant] = GetParam();
  const auto prefix = Prefix::parse(text);
  ASSERT_FALSE(prefix) << show(text);
  EXPECT_EQ(prefix.error(), (ParseError{fault, offset}))
      << show(text) << " " << int(prefix.error().fault) << " at " << prefix.error().offset;
  EXPECT_EQ(suggest(text, Wanted::prefix).value_or(""), meant) << show(text);

  const auto result = parse_prefix(text);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code,
            fault == host_bits ? ErrorCode::host_bits_set : ErrorCode::malformed_address);
  const std::string question = "; did you mean " + std::string(meant) + "?";
  EXPECT_EQ(result.error().message.ends_with(question), !meant.empty()) << result.error().message;
  if (!meant.empty()) {
    EXPECT_TRUE(Prefix::parse(meant));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Ipv4, PrefixRefused,
    testing::Values(
        Refused{"", empty, 0, ""}, Refused{"/24", empty, 0, ""}, Refused{"10", too_few_octets, 2, ""},
        Refused{"10.1", too_few_octets, 4, "10.1.0.0/16"},
        Refused{"192.168.0/16", too_few_octets, 9, "192.168.0.0/16"},
        Refused{"10/8", too_few_octets, 2, "10.0.0.0/8"}, Refused{"192.168.1/32", too_few_octets, 9, ""},
        Refused{"192.168.", too_few_octets, 8, "192.168.0.0/16"},
        Refused{"1.2.3.4.", too_many_octets, 7, "1.2.3.4"}, Refused{"1.2.3.4.5", too_many_octets, 7, ""},
        Refused{"1..2.3", unexpected, 2, ""}, Refused{".1.2.3", unexpected, 0, ""},
        Refused{"256.0.0.1", octet_out_of_range, 0, ""}, Refused{"10.0.0.999", octet_out_of_range, 7, ""},
        Refused{"010.0.0.1", leading_zero, 0, "10.0.0.1"}, Refused{"10.0.0.00", leading_zero, 7, "10.0.0.0"},
        Refused{"10.0.000.1/32", leading_zero, 5, "10.0.0.1/32"},
        Refused{"3232235777", octet_out_of_range, 0, "192.168.1.1"},
        Refused{"0xC0A80101", unexpected, 1, "192.168.1.1"},
        Refused{"0x7f.0.0.1", unexpected, 1, "127.0.0.1"}, Refused{"localhost", unexpected, 0, ""},
        Refused{"-1.2.3.4", unexpected, 0, ""}, Refused{"1.2.3.4:80", unexpected, 7, "1.2.3.4"},
        Refused{"1.2.3.4:http", unexpected, 7, ""}, Refused{"1,2,3,4", unexpected, 1, ""}));

INSTANTIATE_TEST_SUITE_P(Lengths, PrefixRefused,
                         testing::Values(Refused{"10.0.0.0/", length_missing, 9, ""},
                                         Refused{"10.0.0.7/", length_missing, 9, "10.0.0.7"},
                                         Refused{"10.0.0.0/+24", length_malformed, 9, "10.0.0.0/24"},
                                         Refused{"10.0.0.0/-1", length_malformed, 9, ""},
                                         Refused{"10.0.0.1/032", length_malformed, 9, "10.0.0.1/32"},
                                         Refused{"10.0.0.0/08", length_malformed, 9, "10.0.0.0/8"},
                                         Refused{"0.0.0.0/00", length_malformed, 8, "0.0.0.0/0"},
                                         Refused{"10.0.0.0/24x", length_malformed, 11, ""},
                                         Refused{"10.0.0.0/24/8", length_malformed, 11, ""},
                                         Refused{"10.0.0.0/0x18", length_malformed, 10, ""},
                                         Refused{"10.0.0.0/33", length_out_of_range, 9, ""},
                                         Refused{"10.0.0.0/104", length_out_of_range, 9, "10.0.0.0/8"},
                                         Refused{"10.0.0.0/4294967304", length_out_of_range, 9, ""},
                                         Refused{"2001:db8::/129", length_out_of_range, 11, ""},
                                         Refused{"2001:db8::/", length_missing, 11, ""},
                                         Refused{"::/018", length_malformed, 3, "::/18"},
                                         Refused{"10.0.0.0/255.0.0.0", length_malformed, 12, "10.0.0.0/8"},
                                         Refused{"10.0.0.0 255.0.0.0", white_space, 8, "10.0.0.0/8"},
                                         Refused{"10.0.0.0/0.255.255.255", length_malformed, 10,
                                                 "10.0.0.0/8"},
                                         Refused{"10.0.0.0/255.0.255.0", length_malformed, 12, ""},
                                         Refused{"10.0.0.0 / 8", white_space, 8, "10.0.0.0/8"}));

INSTANTIATE_TEST_SUITE_P(
    HostBits, PrefixRefused,
    testing::Values(Refused{"10.0.0.1/8", host_bits, 0, "10.0.0.0/8"},
                    Refused{"10.0.0.1/0", host_bits, 0, "0.0.0.0/0"},
                    Refused{"192.0.2.3/31", host_bits, 0, "192.0.2.2/31"},
                    Refused{"2001:db8::1/64", host_bits, 0, "2001:db8::/64"},
                    Refused{"::ffff:192.0.2.1/120", host_bits, 0, "192.0.2.0/24"},
                    Refused{"::ffff:192.0.2.0/24", host_bits, 0, "192.0.2.0/24"},
                    Refused{"::ffff:0:0/64", host_bits, 0, ""}, Refused{"::ffff:0:0/95", host_bits, 0, ""},
                    Refused{"::1/80", host_bits, 0, "::/80"},
                    Refused{"192.168.1.5/255.255.255.0", length_malformed, 15, "192.168.1.0/24"}));

INSTANTIATE_TEST_SUITE_P(
    Ipv6, PrefixRefused,
    testing::Values(
        Refused{":", unexpected, 0, ""}, Refused{":::", unexpected, 2, ""},
        Refused{":1::", unexpected, 0, ""}, Refused{"::1:", unexpected, 3, ""},
        Refused{"1:2", too_few_groups, 3, ""}, Refused{"1:", too_few_groups, 2, ""},
        Refused{"1:2:3:4:5:6:7:", too_few_groups, 14, ""},
        Refused{"1:2:3:4:5:6:7:8:9", too_many_groups, 15, ""},
        Refused{"1:2:3:4:5:6:7:8::", too_many_groups, 15, ""},
        Refused{"1::2:3:4:5:6:7:8", too_many_groups, 14, ""},
        Refused{"1:2:3:4:5:6:7:1.2.3.4", too_many_groups, 14, ""},
        Refused{"1:2:3:4:5:6::1.2.3.4", too_many_groups, 13, ""}, Refused{"1::2::3", repeated_gap, 4, ""},
        Refused{"00001::", group_too_long, 0, "1::"}, Refused{"2001:db8:12345::", group_too_long, 9, ""},
        Refused{"2001:dbg::", unexpected, 7, ""}, Refused{"2001:db8/32", too_few_groups, 8, "2001:db8::/32"},
        Refused{"2001:db8:/32", too_few_groups, 9, "2001:db8::/32"},
        Refused{"fe80::1%eth0", zone, 7, "fe80::1"}, Refused{"fe80::%1/10", zone, 6, "fe80::/10"},
        Refused{"[::1]", unexpected, 0, "::1"}, Refused{"[::1]:443", unexpected, 0, "::1"},
        Refused{"[2001:db8::]/32", unexpected, 0, "2001:db8::/32"},
        Refused{"[1.2.3.4]:80", unexpected, 0, "1.2.3.4"}, Refused{"::ffff:1.2.3", too_few_octets, 12, ""},
        Refused{"::ffff:010.0.0.1", leading_zero, 7, "::ffff:10.0.0.1"},
        Refused{"::1.2.3.4.5", too_many_octets, 9, ""}, Refused{"::1.2.3.4:5", unexpected, 9, ""},
        Refused{"::a.2.3.4", unexpected, 2, ""}, Refused{"::256.2.3.4", octet_out_of_range, 2, ""}));

INSTANTIATE_TEST_SUITE_P(
    Around, PrefixRefused,
    testing::Values(
        Refused{" 10.0.0.1", white_space, 0, "10.0.0.1"}, Refused{"10.0.0.1\n", white_space, 8, "10.0.0.1"},
        Refused{"10.0.0.0/8\t", white_space, 10, "10.0.0.0/8"}, Refused{"\v::1\r\n", white_space, 0, "::1"},
        Refused{" ", white_space, 0, ""}, Refused{string_view("10.0.0.1\0", 9), unexpected, 8, "10.0.0.1"},
        Refused{string_view("10.0.0.1\0.2", 11), unexpected, 8, ""},
        Refused{string_view("\0", 1), unexpected, 0, ""},
        Refused{string_view("10.0.0.0/8\0", 11), length_malformed, 10, "10.0.0.0/8"},
        Refused{"\"10.0.0.1\",", unexpected, 0, "10.0.0.1"}, Refused{"10.0.0.1;", unexpected, 8, "10.0.0.1"},
        Refused{"10.1.*.*", unexpected, 5, "10.1.0.0/16"}, Refused{"10.1.*", unexpected, 5, "10.1.0.0/16"},
        Refused{"10.x.x.x", unexpected, 3, "10.0.0.0/8"}, Refused{"*", unexpected, 0, ""},
        Refused{"10.*.1.*", unexpected, 3, ""}, Refused{"2001:db8:*", unexpected, 9, "2001:db8::/32"},
        Refused{"10.0.0.0-10.0.0.255", unexpected, 8, "10.0.0.0/24"},
        Refused{"10.0.0.0 - 10.0.0.255", white_space, 8, "10.0.0.0/24"},
        Refused{"10.0.0.0-127", unexpected, 8, "10.0.0.0/25"},
        Refused{"10.0.0.1-10.0.0.7", unexpected, 8, ""},
        Refused{"2001:db8::-2001:db8::ffff", unexpected, 10, "2001:db8::/112"},
        Refused{"\xd9\xa1.2.3.4", unexpected, 0, ""}));

TEST(ParseError, AddressesAreNotPrefixes) {
  struct Case {
    string_view text;
    ParseFault fault;
    string_view meant;
  };
  for (const auto& [text, fault, meant] :
       {Case{"10.0.0.1/32", not_a_full_address, "10.0.0.1"},
        Case{"10.0.0.1/24", not_a_full_address, "10.0.0.1"}, Case{"10.0.0.0/24", not_a_full_address, ""},
        Case{"::1/128", not_a_full_address, "::1"},
        Case{"2001:db8::1.2.3.4/128", not_a_full_address, "2001:db8::1.2.3.4"},
        Case{"192.168.0/16", too_few_octets, ""}, Case{"1:2/32", too_few_groups, ""},
        Case{"010.0.0.1", leading_zero, "10.0.0.1"}, Case{"10.1.*.*", unexpected, ""}}) {
    const auto address = Address::parse(text);
    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().fault, fault) << text;
    EXPECT_EQ(suggest(text, Wanted::address).value_or(""), meant) << text;
    EXPECT_FALSE(parse_address(text));
  }
}

TEST(ParseError, SentencesSayWhatIsWrongAndWhatWasMeant) {
  const auto message = [](string_view text) { return parse_prefix(text).error().message; };
  EXPECT_EQ(message("192.168.0/16"),
            "192.168.0/16 is not an address: an IPv4 address has four numbers; did you mean 192.168.0.0/16?");
  EXPECT_EQ(message("010.0.0.1"),
            "010.0.0.1 is not an address: a number with leading zeros is octal to some readers (they read "
            "8.0.0.1); "
            "did you mean 10.0.0.1?");
  EXPECT_EQ(message("10.0.0.1/8"),
            "10.0.0.1/8 is not a prefix: bits behind its length are set; did you mean 10.0.0.0/8?");
  EXPECT_EQ(message("10.0.0.0/33"), "10.0.0.0/33 is not a prefix: the length of an IPv4 prefix is 0 to 32");
  EXPECT_EQ(message("1.2.3.4:80"),
            "1.2.3.4:80 is not an address: a port does not belong to an address; did you mean 1.2.3.4?");
  EXPECT_EQ(message(string_view("10.0.0.1\0\n", 10)),
            "\"10.0.0.1\\x00\\x0a\" is not an address: byte 9 is NUL; did you mean 10.0.0.1?");
}

TEST(ParseError, OverlongInputIsQuotedCutAndItsOffsetSaturates) {
  const std::string text = std::string(70'000, '1') + ':';
  EXPECT_EQ(parse_prefix(text).error().message.find(std::string(65, '1')), std::string::npos);
  EXPECT_LT(parse_prefix(text).error().message.size(), 300U);
  const std::string slash = "10.0.0.0/" + std::string(100'000, '1') + "x";
  EXPECT_EQ(Prefix::parse(slash).error(), (ParseError{length_malformed, 0xffff}));
  EXPECT_LT(parse_prefix(slash).error().message.size(), 300U);
  EXPECT_EQ(parse_error_at(unexpected, 65'534).offset, 65'534);
  EXPECT_EQ(parse_error_at(unexpected, 65'536).offset, 0xffff);
}

}  // namespace
}  // namespace sallyport::net
