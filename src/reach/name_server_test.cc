#include "reach/name_server.h"

#include <gtest/gtest.h>

#include "reach/tls_ports.h"

namespace sallyport::reach {
namespace {

TEST(NameServerText, IsReadAndPrinted) {
  for (const char* text : {"192.0.2.53", "192.0.2.53:5353", "2001:db8::53", "[2001:db8::53]:5353"}) {
    const auto server = parse_name_server(text);
    ASSERT_TRUE(server) << text;
    EXPECT_EQ(to_string(*server), text);
  }
  EXPECT_EQ(*parse_name_server("[2001:db8::53]"), *parse_name_server("2001:db8::53"));
  EXPECT_EQ(*parse_name_server("192.0.2.53:53"), *parse_name_server("192.0.2.53"));
  EXPECT_EQ(parse_name_server("2001:db8::53")->port, 53);
}

TEST(NameServerText, WhatIsNoneIsRefused) {
  for (const char* text : {"", "dns.acme.example", "192.0.2.53:", "192.0.2.53:0", "192.0.2.53:65536",
                           "192.0.2.53:053", "192.0.2.53:5x", "[2001:db8::53", "[2001:db8::53]5353",
                           "[192.0.2.53]:53", "192.0.2.53/24", " 192.0.2.53", ":53", "[]:53"}) {
    EXPECT_FALSE(parse_name_server(text)) << text;
  }
}

TEST(TlsPorts, AreFoundWherePlainOnesAreNot) {
  for (const int port : {443, 465, 636, 853, 993, 995, 6514, 8443, 8883}) {
    EXPECT_TRUE(speaks_tls(static_cast<std::uint16_t>(port))) << port;
  }
  for (const int port : {0, 25, 53, 80, 143, 389, 587, 5222, 8080, 65535}) {
    EXPECT_FALSE(speaks_tls(static_cast<std::uint16_t>(port))) << port;
  }
}

}  // namespace
}  // namespace sallyport::reach
