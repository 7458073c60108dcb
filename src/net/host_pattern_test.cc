#include "net/host_pattern.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace sallyport::net {
namespace {

HostPattern host(std::string_view text) { return HostPattern::parse(text).value(); }

TEST(HostPattern, ReadsUpperAndPrintsLowerCase) {
  EXPECT_EQ(host("WWW.Example.COM").to_string(), "www.example.com");
  EXPECT_EQ(host("*.Example.com").to_string(), "*.example.com");
  EXPECT_EQ(host("**.Example.com").to_string(), "**.example.com");
  EXPECT_EQ(host("**.Example.com").name(), "example.com");
  EXPECT_EQ(host("example.com").depth(), Depth::exact);
  EXPECT_EQ(host("*.example.com").depth(), Depth::one);
  EXPECT_EQ(host("**.example.com").depth(), Depth::any);
}

TEST(HostPattern, AcceptsWhatNamesOfHostsLookLike) {
  for (const std::string_view text :
       {"a.b", "3com.com", "1.2.example.com", "a-b--c.example.com", "r3---sn-4g5e6nez.googlevideo.com",
        "xn--mnchen-3ya.de", "example.xn--p1ai", "1.0.0.127.in-addr.arpa", "0xcafe.example.com",
        "example.c0m", "1.2.x.example", "co.uk", "github.io", "*.orsp.f-secure.com", "**.windows.net",
        "*.corp.internal", "*.city.kawasaki.jp"}) {
    const auto pattern = HostPattern::parse(text);
    ASSERT_TRUE(pattern) << text << ": " << pattern.error().message;
    EXPECT_EQ(pattern->to_string(), text);
  }
}

TEST(HostPattern, TakesNamesUpToTheirLimitsAndNoFurther) {
  const std::string label(63, 'a');
  const std::string longest = label + '.' + label + '.' + label + '.' + std::string(61, 'b');
  ASSERT_EQ(longest.size(), 253U);
  EXPECT_TRUE(HostPattern::parse(longest));
  const auto longer = HostPattern::parse(longest + 'b');
  ASSERT_FALSE(longer);
  EXPECT_NE(longer.error().message.find("at most 253 bytes"), std::string::npos);
  EXPECT_TRUE(HostPattern::parse(longest + '.').error().message.ends_with("did you mean " + longest + "?"));
  EXPECT_FALSE(HostPattern::parse(label + "a.example.com"));

  // Behind a wildcard there has to be room for a label of one byte, and its dot.
  EXPECT_TRUE(HostPattern::parse("*." + longest.substr(2)));
  EXPECT_TRUE(HostPattern::parse("**." + longest.substr(2)));
  EXPECT_FALSE(HostPattern::parse("*." + longest.substr(1)));
  EXPECT_FALSE(HostPattern::parse("**." + longest.substr(1)));
}

struct RefusedHost {
  std::string_view text;
  std::string_view why;
  std::string_view meant;  // empty: no suggestion
};
class HostRefused : public testing::TestWithParam<RefusedHost> {};

TEST_P(HostRefused, SaysWhyAndWhatWasMeant) {
  const auto& [text, why, meant] = GetParam();
  const auto refused = HostPattern::parse(text);
  ASSERT_FALSE(refused) << text;
  EXPECT_EQ(refused.error().code, ErrorCode::malformed_host);
  const std::string& message = refused.error().message;
  EXPECT_NE(message.find(why), std::string::npos) << message;
  const std::string question = "; did you mean " + std::string(meant) + "?";
  EXPECT_EQ(message.ends_with(question), !meant.empty()) << message;
  EXPECT_EQ(message.find("did you mean") != std::string::npos, !meant.empty()) << message;
}

INSTANTIATE_TEST_SUITE_P(
    Urls, HostRefused,
    testing::Values(RefusedHost{"https://x.example/", "a scheme does not belong", "x.example"},
                    RefusedHost{"HTTPS://X.Example:8443/a?b#c", "a scheme does not belong", "X.Example"},
                    RefusedHost{"https://*.x.example/*", "a scheme does not belong", "*.x.example"},
                    RefusedHost{"//x.example/", "a path does not belong", "x.example"},
                    RefusedHost{"x.example/updates", "a path does not belong", "x.example"},
                    RefusedHost{"x.example:443", "a port does not belong", "x.example"},
                    RefusedHost{"x.example:https", "':' at byte 10", ""},
                    RefusedHost{"me@x.example", "a user does not belong", "x.example"},
                    RefusedHost{"x.example.", "no dot stands behind", "x.example"},
                    RefusedHost{" x.example", "white space at byte 1", "x.example"},
                    RefusedHost{"\"x.example\",", "has no place there", "x.example"},
                    RefusedHost{"<x.example>", "has no place there", "x.example"},
                    RefusedHost{"x.example 443/tcp", "white space at byte 10", ""},
                    RefusedHost{"x.example\ny.example", "white space at byte 10", ""}));

INSTANTIATE_TEST_SUITE_P(
    Labels, HostRefused,
    testing::Values(RefusedHost{"", "nothing is written", ""}, RefusedHost{".", "a dot in front", ""},
                    RefusedHost{"localhost", "one label", ""}, RefusedHost{"com", "one label", ""},
                    RefusedHost{"a..b", "the label at byte 3 is empty", ""},
                    RefusedHost{"-a.example", "begins or ends with a hyphen", ""},
                    RefusedHost{"a-.example", "begins or ends with a hyphen", ""},
                    RefusedHost{"a.example-", "begins or ends with a hyphen", ""},
                    RefusedHost{"my_host.example.com", "no underscore", ""},
                    RefusedHost{"a.example\x01", "'\\x01' at byte 10", ""},
                    RefusedHost{std::string_view("a.exa\0mple", 10), "'\\x00' at byte 6", ""},
                    RefusedHost{"a;b.example", "';' at byte 2", ""},
                    RefusedHost{"a.example.7", "ends as an address", ""},
                    RefusedHost{"a.0x7f", "ends as an address", ""},
                    RefusedHost{"a.0x", "ends as an address", ""},
                    RefusedHost{"example.3com", "ends as an address", ""}));

INSTANTIATE_TEST_SUITE_P(
    Addresses, HostRefused,
    testing::Values(RefusedHost{"192.0.2.1", "an address is no host name", "the prefix 192.0.2.1"},
                    RefusedHost{"192.0.2.0/24", "an address is no host name", "the prefix 192.0.2.0/24"},
                    RefusedHost{"192.168.0/16", "an address is no host name", "the prefix 192.168.0.0/16"},
                    RefusedHost{"https://192.0.2.1/", "an address is no host name", "the prefix 192.0.2.1"},
                    RefusedHost{"192.0.2.1:443", "an address is no host name", "the prefix 192.0.2.1"},
                    RefusedHost{"2001:db8::1", "an address is no host name", "the prefix 2001:db8::1"},
                    RefusedHost{"[2001:db8::1]:443", "an address is no host name", "the prefix 2001:db8::1"},
                    RefusedHost{"10.0.0.*", "an address is no host name", "the prefix 10.0.0.0/24"},
                    RefusedHost{"10.0.0.1-5", "ends as an address", ""},
                    RefusedHost{"192.168.1.x", "an address is no host name", "the prefix 192.168.1.0/24"},
                    RefusedHost{"10.x.x.x", "an address is no host name", "the prefix 10.0.0.0/8"},
                    RefusedHost{"1.2.3.4.5", "ends as an address", ""}));

INSTANTIATE_TEST_SUITE_P(
    Wildcards, HostRefused,
    testing::Values(RefusedHost{".x.example", "for some programs", "x.example and **.x.example"},
                    RefusedHost{"https://.x.example/", "a scheme", "x.example and **.x.example"},
                    RefusedHost{".co.uk", "for some programs", ""},
                    RefusedHost{"*x.y.example", "or write *.y.example, which has those", ""},
                    RefusedHost{"x*.y.example", "or write *.y.example, which has those", ""},
                    RefusedHost{"***.y.example", "or write **.y.example, which has those", ""},
                    RefusedHost{"a.*.b.example", "or write **.b.example, which has those", ""},
                    RefusedHost{"*.*.b.example", "or write **.b.example, which has those", ""},
                    RefusedHost{"www.*", "as *. or **.; name the hosts", ""},
                    RefusedHost{"*", "as *. or **.; name the hosts", ""},
                    RefusedHost{"*x.co.uk", "as *. or **.; name the hosts", ""},
                    RefusedHost{"*.", "no name behind the wildcard", ""},
                    RefusedHost{"*.com", "anybody can have names under com", ""},
                    RefusedHost{"**.internal", "anybody can have names under internal", ""},
                    RefusedHost{"*.co.uk", "anybody can have names under co.uk", ""},
                    RefusedHost{"**.GitHub.io", "anybody can have names under GitHub.io", ""},
                    RefusedHost{"*.kawasaki.jp", "anybody can have names under kawasaki.jp", ""},
                    RefusedHost{"*.foo.ck", "anybody can have names under foo.ck", ""}));

// The A-labels are those of RFC 5891 and of browsers (UTS #46, non-transitional): faß.de is xn--fa-hia.de.
INSTANTIATE_TEST_SUITE_P(
    OutsideAscii, HostRefused,
    testing::Values(RefusedHost{"münchen.de", "münchen.de is not", "xn--mnchen-3ya.de"},
                    RefusedHost{"faß.de", "begin with xn--", "xn--fa-hia.de"},
                    RefusedHost{"*.例え.テスト", "begin with xn--", "*.xn--r8jz45g.xn--zckzah"},
                    RefusedHost{"例え。テスト", "begin with xn--", "xn--r8jz45g.xn--zckzah"},
                    RefusedHost{"https://MÜNCHEN.de/", "a scheme", "xn--mnchen-3ya.de"},
                    RefusedHost{"**.münchen.de", "begin with xn--", "**.xn--mnchen-3ya.de"},
                    RefusedHost{"m\xfcnchen.de", "byte 2 is neither ASCII nor UTF-8", ""},
                    RefusedHost{"a.\xe2\x80\xae"
                                "b.example",
                                "\\xe2\\x80\\xae", ""}));

TEST(HostPattern, ALongTextIsCutInItsMessage) {
  const auto refused = HostPattern::parse(std::string(1 << 20, '_'));
  ASSERT_FALSE(refused);
  EXPECT_LT(refused.error().message.size(), 300U);
  EXPECT_FALSE(HostPattern::parse("*." + std::string(1 << 20, '.')));
}

TEST(HostPattern, WhatAVendorPublishedMayStandOnAPublicSuffix) {
  const auto published = HostPattern::parse_published("*.github.io");
  ASSERT_TRUE(published);
  EXPECT_TRUE(published->is_on_public_suffix());
  EXPECT_FALSE(host("*.github.com").is_on_public_suffix());
  EXPECT_FALSE(host("github.io").is_on_public_suffix());
  EXPECT_FALSE(HostPattern::parse_published("*.io"));
  EXPECT_FALSE(HostPattern::parse_published("*x.github.io"));
}

TEST(HostPattern, AWildcardDoesNotContainItsName) {
  EXPECT_TRUE(host("example.com").contains("example.com"));
  EXPECT_FALSE(host("example.com").contains("www.example.com"));
  EXPECT_FALSE(host("*.example.com").contains("example.com"));
  EXPECT_TRUE(host("*.example.com").contains("www.example.com"));
  EXPECT_FALSE(host("*.example.com").contains("a.www.example.com"));
  EXPECT_FALSE(host("*.example.com").contains("wwwexample.com"));
  EXPECT_FALSE(host("*.example.com").contains(".example.com"));
  EXPECT_FALSE(host("**.example.com").contains("example.com"));
  EXPECT_TRUE(host("**.example.com").contains("a.www.example.com"));
  EXPECT_FALSE(host("**.example.com").contains("wwwexample.com"));
}

// Names of one to three labels of two kinds in front of x.example, and all patterns on those that leave room.
struct Names {
  std::vector<std::string> hosts{"x.example"};
  std::vector<HostPattern> patterns;

  Names() {
    for (std::size_t i = 0; hosts[i].size() < std::string_view("a.a.a.x.example").size(); ++i) {
      for (const char* const label : {"a.", "b."}) hosts.push_back(label + hosts[i]);
    }
    for (const std::string& name : hosts) {
      for (const char* const stars : {"", "*.", "**."}) {
        const bool fits = *stars == '\0' || name.size() < std::string_view("a.a.a.x.example").size();
        if (fits) patterns.push_back(host(stars + name));
      }
    }
  }
};

// By the definition: how many labels are in front.
bool is_in(const std::string& name, const HostPattern& pattern) {
  if (pattern.depth() == Depth::exact) return name == pattern.name();
  const std::string behind = '.' + pattern.name();
  if (!name.ends_with(behind)) return false;
  const auto labels = 1 + std::ranges::count(name.substr(0, name.size() - behind.size()), '.');
  return pattern.depth() == Depth::any || labels == 1;
}

TEST(HostPattern, ContainsWhatItsDefinitionSays) {
  const Names names;
  ASSERT_EQ(names.hosts.size(), 15U);
  for (const HostPattern& pattern : names.patterns) {
    for (const std::string& name : names.hosts) {
      EXPECT_EQ(pattern.contains(name), is_in(name, pattern)) << pattern.to_string() << " " << name;
    }
    // A pattern contains another if it has all of its names; those of any depth have some that are deeper
    // than these.
    for (const HostPattern& other : names.patterns) {
      const bool all = std::ranges::all_of(
          names.hosts, [&](const std::string& name) { return !is_in(name, other) || is_in(name, pattern); });
      const bool deep_enough = other.depth() != Depth::any || pattern.depth() == Depth::any;
      EXPECT_EQ(pattern.contains(other), all && deep_enough)
          << pattern.to_string() << " " << other.to_string();
    }
  }
}

TEST(HostPattern, SortsANameBeforeWhatIsUnderIt) {
  const std::vector<HostPattern> sorted{host("a.com"),   host("*.a.com"),   host("**.a.com"),
                                        host("a.a.com"), host("*.a.a.com"), host("b.a.com"),
                                        host("a-a.com"), host("*.a-a.com"), host("aa.com"),
                                        host("b.com"),   host("a.net"),     host("*.a.b.net")};
  auto shuffled = sorted;
  std::mt19937_64 random(3);
  for (int round = 0; round < 100; ++round) {
    std::ranges::shuffle(shuffled, random);
    std::ranges::sort(shuffled);
    ASSERT_EQ(shuffled, sorted);
  }
  for (const HostPattern& a : sorted) {
    for (const HostPattern& b : sorted) EXPECT_EQ(a == b, (a <=> b) == 0);
  }
}

}  // namespace
}  // namespace sallyport::net
