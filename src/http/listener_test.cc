#include "http/listener.h"

#include <gtest/gtest.h>

namespace sallyport::http {
namespace {

TEST(Endpoint, PrintsWhatItParses) {
  for (const char* text : {"127.0.0.1:8080", "[::1]:8080", "0.0.0.0:0", "[2001:db8::1]:65535"}) {
    const auto endpoint = Endpoint::parse(text);
    ASSERT_TRUE(endpoint) << text;
    EXPECT_EQ(endpoint->to_string(), text);
  }
}

TEST(Endpoint, WhatIsNoneIsRefused) {
  for (const char* text :
       {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+1", "127.0.0.1:08", "::1:80",
        "[127.0.0.1]:80", "localhost:80", "[::1]80", "127.0.0.1:80 "}) {
    EXPECT_FALSE(Endpoint::parse(text)) << text;
  }
}

}  // namespace
}  // namespace sallyport::http
