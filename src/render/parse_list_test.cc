// What `render` reads.
#include <gtest/gtest.h>

#include "net/test_addresses.h"
#include "render/target.h"

namespace sallyport::render {
namespace {

using net::test::prefix;

Error error_of(std::string_view text) {
  const auto list = parse_list(text);
  return list ? Error{ErrorCode::internal, "it was read", {}} : list.error();
}

TEST(ParseList, ReadsWhatResolvePrints) {
  const auto list = parse_list(
      "# what a customer uses\n"
      "\n"
      "192.0.2.0/25\r\n"
      "192.0.2.128/25\n"
      "2001:db8::1\n"
      "198.51.100.7 443/tcp\n"
      "App.Example.com 6000-6010/udp\n"
      "**.example.com 443/tcp\n"
      "app.example.com 6000-6010/udp");
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->prefixes.prefixes(), (std::vector{prefix("192.0.2.0/24"), prefix("2001:db8::1")}));
  std::vector<std::string> lines;
  for (const auto& destination : list->destinations) lines.push_back(net::to_string(destination));
  EXPECT_EQ(lines, (std::vector<std::string>{"198.51.100.7 443/tcp", "**.example.com 443/tcp",
                                             "app.example.com 6000-6010/udp"}));
}

TEST(ParseList, ReadsTheReasonsOfExplainWithoutThem) {
  const auto list = parse_list("192.0.2.1  # push at DC-02\nexample.com 443/tcp  # push; 10.0.0.0/8\n");
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->prefixes.prefixes(), std::vector{prefix("192.0.2.1")});
  ASSERT_EQ(list->destinations.size(), 1U);
  EXPECT_EQ(net::to_string(list->destinations[0]), "example.com 443/tcp");
}

TEST(ParseList, NamesEachBadLine) {
  const Error error = error_of("10.0.0.0/8\n10.0.0.1/8\nexample.com 0/tcp\n 10.0.0.1\n10.0.0.1 \n");
  EXPECT_EQ(error.code, ErrorCode::malformed_list);
  for (const char* line : {"line 2: ", "\nline 3: ", "\nline 4: ", "\nline 5: "}) {
    EXPECT_NE(error.message.find(line), std::string::npos) << line << "in\n" << error.message;
  }
  EXPECT_EQ(error.message.find("line 1: "), std::string::npos);
  EXPECT_NE(error.message.find("10.0.0.0/8"), std::string::npos) << "what was meant by line 2";
}

TEST(ParseList, ABadLineIsNotRepeatedWithoutEnd) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "nonsense here\n";
  const Error error = error_of(text);
  EXPECT_LT(error.message.size(), 8192U);
  EXPECT_NE(error.message.find("and 99980 lines more"), std::string::npos) << error.message;
}

TEST(ParseList, AnEmptyListIsRefused) {
  for (const char* text : {"", "\n", "# nothing\n\n", " \t\n"}) {
    EXPECT_EQ(error_of(text).code, ErrorCode::malformed_list) << text;
  }
}

TEST(ParseList, NothingIsRepaired) {
  for (const char* line : {"10.0.0.1;", "10.0.0.1, 10.0.0.2", "allow 10.0.0.1", "10.0.0.1\t443/tcp",
                           "example.com 443", "10.0.0.01", "10.0.0.0/8 deny", "x.example.com. 443/tcp",
                           "10.0.0.1 443/tcp\r", "http://example.com/"}) {
    EXPECT_EQ(error_of(std::string(line) + "\r\n").code, ErrorCode::malformed_list) << line;
  }
}

TEST(ParseList, HasMostLines) {
  std::string text;
  for (std::size_t i = 0; i <= kMostLines; ++i) text += '\n';
  EXPECT_EQ(error_of(text).code, ErrorCode::too_many_entries);
}

}  // namespace
}  // namespace sallyport::render
