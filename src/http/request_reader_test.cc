#include "http/request_reader.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

namespace sallyport::http {
namespace {

using namespace std::string_literals;
using Status = RequestReader::Status;

void give(RequestReader& reader, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto room = reader.room();
    ASSERT_FALSE(room.empty());
    const auto count = std::min(room.size(), bytes.size());
    std::memcpy(room.data(), bytes.data(), count);
    reader.add(count);
    bytes.remove_prefix(count);
    if (bytes.empty()) return;
    if (const auto status = reader.next(); status == Status::refused || status == Status::large) return;
  }
}

// The status that refuses the bytes; 0 where they are a complete request, 1 where they are not refused yet, 2
// where they announce a large body.
unsigned refusal(std::string_view bytes, Limits limits = {}) {
  RequestReader reader(limits);
  give(reader, bytes);
  switch (reader.next()) {
    case Status::complete:
      return 0;
    case Status::incomplete:
      return 1;
    case Status::refused:
      return reader.refusal().status;
    case Status::large:
      return 2;
  }
  return 3;
}

const Limits kWithBody{.body_bytes = 100};

TEST(RequestReader, TellsWhatWasSent) {
  const Limits limits;
  RequestReader reader(limits);
  give(reader, "GET /auth?a=b HTTP/1.1\r\nHost: gate\r\nX-Api-Key:  key \t\r\nEmpty:\r\n\r\n");
  ASSERT_EQ(reader.next(), Status::complete);
  const auto& request = reader.request();
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/auth?a=b");
  EXPECT_EQ(request.path(), "/auth");
  ASSERT_EQ(request.fields.size(), 3u);
  EXPECT_EQ(request.only("x-api-key"), "key");
  EXPECT_EQ(request.only("Empty"), "");
  EXPECT_EQ(request.only("Missing"), std::nullopt);
  EXPECT_TRUE(reader.keep_alive());
}

TEST(RequestReader, OnlyIsNothingWhereThereAreTwo) {
  const Limits limits;
  RequestReader reader(limits);
  give(reader, "GET / HTTP/1.1\r\nHost: gate\r\nA: 1\r\na: 1\r\n\r\n");
  ASSERT_EQ(reader.next(), Status::complete);
  EXPECT_EQ(reader.request().only("A"), std::nullopt);
  EXPECT_EQ(reader.request().count("A"), 2u);
}

TEST(RequestReader, KeepAliveFollowsTheVersionAndConnection) {
  const auto keeps = [](std::string_view line, std::string_view connection) {
    const Limits limits;
    RequestReader reader(limits);
    give(reader, "GET / " + std::string(line) + "\r\nHost: a\r\n" + std::string(connection) + "\r\n");
    EXPECT_EQ(reader.next(), Status::complete);
    return reader.keep_alive();
  };
  EXPECT_TRUE(keeps("HTTP/1.1", ""));
  EXPECT_FALSE(keeps("HTTP/1.1", "Connection: Close\r\n"));
  EXPECT_FALSE(keeps("HTTP/1.0", ""));
  EXPECT_TRUE(keeps("HTTP/1.0", "Connection: keep-alive\r\n"));
}

TEST(RequestReader, BytesMayArriveSplitAnywhere) {
  const std::string bytes =
      "POST /a HTTP/1.1\r\nHost: gate\r\nContent-Length: 5\r\nX-Long: " + std::string(3000, 'x') +
      "\r\n\r\nhello"
      "GET /b HTTP/1.1\r\nHost: gate\r\n\r\n";
  for (std::size_t split = 1; split < bytes.size(); ++split) {
    RequestReader reader(kWithBody);
    give(reader, std::string_view(bytes).substr(0, split));
    const bool first_was_there = reader.next() == Status::complete;
    if (!first_was_there) {
      give(reader, std::string_view(bytes).substr(split));
      ASSERT_EQ(reader.next(), Status::complete) << split;
    }
    EXPECT_EQ(reader.request().method, "POST");
    EXPECT_EQ(reader.request().target, "/a");
    EXPECT_EQ(reader.request().body, "hello");
    EXPECT_EQ(reader.request().only("X-Long"), std::string(3000, 'x'));
    reader.pop();
    if (first_was_there) {
      ASSERT_EQ(reader.next(), Status::incomplete) << split;
      give(reader, std::string_view(bytes).substr(split));
    }
    ASSERT_EQ(reader.next(), Status::complete) << split;
    EXPECT_EQ(reader.request().target, "/b");
    EXPECT_EQ(reader.request().body, "");
    reader.pop();
    EXPECT_FALSE(reader.started());
  }
}

TEST(RequestReader, TheHeadIsBoundedExactly) {
  const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  for (const std::size_t limit : {200u, 5000u}) {
    const auto head = [&](std::size_t size) {
      return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n";
    };
    EXPECT_EQ(refusal(head(limit - 1), {.header_bytes = limit}), 0u);
    EXPECT_EQ(refusal(head(limit), {.header_bytes = limit}), 0u);
    EXPECT_EQ(refusal(head(limit + 1), {.header_bytes = limit}), 431u);
    EXPECT_EQ(refusal(start + std::string(limit, 'x'), {.header_bytes = limit}), 431u);
  }
}

TEST(RequestReader, TheNumberOfFieldsIsBoundedExactly) {
  const auto request = [](int more) {
    std::string text = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < more; ++i) text += "A: b\r\n";
    return text + "\r\n";
  };
  EXPECT_EQ(refusal(request(8), {.fields = 10}), 0u);
  EXPECT_EQ(refusal(request(9), {.fields = 10}), 0u);
  EXPECT_EQ(refusal(request(10), {.fields = 10}), 431u);
}

TEST(RequestReader, TheBodyIsBoundedExactly) {
  const auto request = [](std::size_t size) {
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
           std::string(size, 'x');
  };
  EXPECT_EQ(refusal(request(99), kWithBody), 0u);
  EXPECT_EQ(refusal(request(100), kWithBody), 0u);
  EXPECT_EQ(refusal(request(101), kWithBody), 2u);
  EXPECT_EQ(refusal(request(0)), 0u);
  EXPECT_EQ(refusal(request(1)), 413u);
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551615\r\n\r\n", kWithBody),
            2u);
}

TEST(RequestReader, ALargeBodyComesOnlyWhereItIsTaken) {
  const std::string head = "POST /list HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n";
  const std::string body(200'000, 'x');
  RequestReader reader(kWithBody);
  give(reader, head);
  for (int asked = 0; asked < 2; ++asked) {
    ASSERT_EQ(reader.next(), Status::large);
    EXPECT_EQ(reader.body_size(), body.size());
    EXPECT_EQ(reader.request().target, "/list");
    EXPECT_EQ(reader.request().body, "");
  }
  reader.take_large();
  EXPECT_EQ(reader.next(), Status::incomplete);
  give(reader, body + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_EQ(reader.next(), Status::complete);
  EXPECT_EQ(reader.request().body, body);
  EXPECT_EQ(reader.request().target, "/list");
  reader.pop();
  ASSERT_EQ(reader.next(), Status::complete) << "what came behind it went with its buffer";
  EXPECT_EQ(reader.request().target, "/next");
  reader.pop();
  EXPECT_LE(reader.room().size(), 64U * 1024) << "the buffer of a large body is kept";

  RequestReader refused(kWithBody);
  give(refused, head);
  ASSERT_EQ(refused.next(), Status::large);
  refused.refuse({413, "no"});
  EXPECT_EQ(refused.next(), Status::refused);
  EXPECT_EQ(refused.refusal().status, 413U);
}

TEST(RequestReader, ExpectContinueIsToldOnce) {
  RequestReader reader(kWithBody);
  give(reader, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  ASSERT_EQ(reader.next(), Status::incomplete);
  EXPECT_TRUE(reader.take_continue());
  EXPECT_FALSE(reader.take_continue());
  give(reader, "hi");
  ASSERT_EQ(reader.next(), Status::complete);
  EXPECT_EQ(reader.request().body, "hi");
}

struct Shape {
  const char* name;
  std::string bytes;
  unsigned status;
};

std::ostream& operator<<(std::ostream& out, const Shape& shape) { return out << shape.name; }

class AmbiguousRequest : public testing::TestWithParam<Shape> {};

TEST_P(AmbiguousRequest, IsRefused) { EXPECT_EQ(refusal(GetParam().bytes, kWithBody), GetParam().status); }

const std::string kGetAndHost = "GET / HTTP/1.1\r\nHost: a\r\n";
const std::string kPost = "POST / HTTP/1.1\r\nHost: a\r\n";

INSTANTIATE_TEST_SUITE_P(
    Shapes, AmbiguousRequest,
    testing::Values(
        Shape{"length_and_encoding", kPost + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        Shape{"encoding_and_length", kPost + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 400},
        Shape{"unknown_encoding_and_length", kPost + "Transfer-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
              400},
        Shape{"encoding_twice", kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
              400},
        Shape{"encoding_obfuscated", kPost + "Transfer-Encoding: xchunked\r\n\r\n", 400},
        Shape{"encoding_in_http10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        Shape{"encoding_alone", kPost + "Transfer-Encoding: chunked\r\n\r\n", 411},
        Shape{"two_equal_lengths", kPost + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400},
        Shape{"two_lengths", kPost + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
        Shape{"length_list", kPost + "Content-Length: 5, 5\r\n\r\nhello", 400},
        Shape{"length_with_sign", kPost + "Content-Length: +5\r\n\r\nhello", 400},
        Shape{"length_in_hex", kPost + "Content-Length: 0x5\r\n\r\nhello", 400},
        Shape{"length_empty", kPost + "Content-Length:\r\n\r\n", 400},
        Shape{"length_overflow", kPost + "Content-Length: 18446744073709551616\r\n\r\n", 400},
        Shape{"folded_value", kGetAndHost + "A: b\r\n c\r\n\r\n", 400},
        Shape{"folded_by_tab", kGetAndHost + "A: b\r\n\tc\r\n\r\n", 400},
        Shape{"folded_empty_value", kGetAndHost + "A:\r\n b\r\n\r\n", 400},
        Shape{"folded_to_nothing", kGetAndHost + "A: \r\n \r\n\r\n", 400},
        Shape{"folded_first_field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
        Shape{"bare_line_feed", "GET / HTTP/1.1\nHost: a\n\n", 400},
        Shape{"bare_line_feed_in_value", kGetAndHost + "A: b\nC: d\r\n\r\n", 400},
        Shape{"bare_carriage_return", kGetAndHost + "A: b\rC: d\r\n\r\n", 400},
        Shape{"carriage_return_twice", kGetAndHost + "A: b\r\r\n\r\n", 400},
        Shape{"space_before_colon", kGetAndHost + "Transfer-Encoding : chunked\r\n\r\n", 400},
        Shape{"CVE_2021_40346_empty_name", kGetAndHost + ": value\r\n\r\n", 400},
        Shape{"CVE_2023_25725_empty_name_then_length", kPost + ":\r\nContent-Length: 5\r\n\r\n", 400},
        Shape{"CVE_2019_9900_nul_in_value", kGetAndHost + "A: b\0c\r\n\r\n"s, 400},
        Shape{"nul_in_name", kGetAndHost + "A\0: b\r\n\r\n"s, 400},
        Shape{"control_in_value",
              kGetAndHost + "A: b\x01"
                            "c\r\n\r\n",
              400},
        Shape{"delete_in_value", kGetAndHost + "A: b\x7f\r\n\r\n", 400},
        Shape{"field_without_colon", kGetAndHost + "A\r\n\r\n", 400},
        Shape{"two_hosts", kGetAndHost + "Host: b\r\n\r\n", 400},
        Shape{"two_equal_hosts", kGetAndHost + "host: a\r\n\r\n", 400},
        Shape{"no_host", "GET / HTTP/1.1\r\n\r\n", 400},
        Shape{"absolute_target", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Shape{"authority_target", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Shape{"asterisk_target", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Shape{"CVE_2023_45539_fragment_in_target", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Shape{"target_in_latin1", "GET /\xe9 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Shape{"two_spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Shape{"tab_in_request_line", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Shape{"no_version", "GET /\r\nHost: a\r\n\r\n", 400},
        Shape{"version_2", "PRI / HTTP/2.0\r\nHost: a\r\n\r\n", 400},
        Shape{"version_lower_case", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
        Shape{"version_with_blank", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
        Shape{"empty_line_first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Shape{"space_first", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Shape{"tls_client_hello", "\x16\x03\x01\x02", 400},
        Shape{"proxy_header_where_none_belongs", "\r\n\r\n\0\r\nQUIT\n"s, 400},
        Shape{"other_expectation", kGetAndHost + "Expect: magic\r\n\r\n", 417}),
    [](const auto& shape) { return std::string(shape.param.name); });

TEST(RequestReader, WhereNoBodyIsTakenAnEncodingIsRefusedToo) {
  EXPECT_EQ(refusal(kPost + "Transfer-Encoding: chunked\r\n\r\n"), 400u);
}

TEST(RequestReader, ALargeBufferIsGivenBack) {
  const Limits limits{.body_bytes = 1 << 20};
  RequestReader reader(limits);
  give(reader, kPost + "Content-Length: 500000\r\n\r\n" + std::string(500000, 'x'));
  ASSERT_EQ(reader.next(), Status::complete);
  reader.pop();
  EXPECT_EQ(reader.room().size(), RequestReader::kSmallBuffer);
}

}  // namespace
}  // namespace sallyport::http
