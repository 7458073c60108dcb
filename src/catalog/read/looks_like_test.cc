// What comes instead of a feed, as it happens: it is refused, and said what it is.

#include "catalog/read/looks_like.h"

#include <gtest/gtest.h>

namespace sallyport::catalog {
namespace {

std::string told(Format format, std::string_view body) {
  const auto feed = read_feed(format, body);
  if (feed) return "read";
  EXPECT_EQ(feed.error().code, ErrorCode::malformed_feed);
  return feed.error().message;
}

void expect_told(std::string_view start, std::string_view body) {
  for (const std::string_view name : format_names()) {
    const std::string text = told(parse_format(name).value(), body);
    if (name == "list" && text == "read") continue;
    EXPECT_TRUE(text.starts_with(start)) << name << ": " << text;
  }
}

TEST(LooksLike, NothingAtAll) {
  for (const std::string_view name : format_names()) {
    const Format format = parse_format(name).value();
    if (format == Format::geofeed) continue;
    EXPECT_TRUE(told(format, "").starts_with("it is empty (as ")) << name;
    EXPECT_TRUE(told(format, " \r\n\t").starts_with("it holds nothing but blanks (as ")) << name;
  }
}

TEST(LooksLike, APage) {
  expect_told("this is an HTML page with the title \"504 Gateway Time-out\" (as ",
              "<html>\r\n<head><title>504 Gateway "
              "Time-out</title></head>\r\n<body><center>nginx</center></body></html>");
  expect_told("this is an HTML page with the title \"DigitalOcean | Cloud Hosting\" (as ",
              "\n<!DOCTYPE html>\n<HTML lang=\"en\"><Head><Title data-x=\"1\">\n  DigitalOcean |\n Cloud "
              "Hosting</TITLE>");
  expect_told("this is an HTML page (as ", "<!doctype html><p>moved</p>");
  expect_told(
      "this is an XML document: <?xml version=\"1.0\"?> <Error><Code>AccessDenied</Code></Error> (as ",
      "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>");
  expect_told("this is an HTML page with the title \"\\xe2\\x80\\xae\\x1b[2J\" (as ",
              "<html><title>\xe2\x80\xae\x1b[2J</title>");
}

TEST(LooksLike, AnErrorInJson) {
  expect_told(
      "this is JSON that says \"API rate limit exceeded for 192.0.2.1.\" (as ",
      R"({"message": "API rate limit exceeded for 192.0.2.1.", "documentation_url": "https://docs.example.com"})");
  expect_told("this is JSON that says \"upstream request timeout\" (as ", R"("upstream request timeout")");
  expect_told("this is JSON that says \"Gateway Timeout\" (as ",
              R"({"error": {"code": 504, "message": "Gateway Timeout"}})");
  expect_told("this is JSON that says \"Not found\" (as ",
              R"({"errors": [{"status": "404", "title": "Not found"}]})");
}

TEST(LooksLike, JsonThatIsNoFeed) {
  for (const std::string_view name : format_names()) {
    const Format format = parse_format(name).value();
    EXPECT_NE(told(format, "{}"), "read") << name;
    EXPECT_NE(told(format, "null"), "read") << name;
    if (format != Format::list && format != Format::m365) {
      EXPECT_NE(told(format, "[]"), "read") << name;
    }
    EXPECT_NE(told(format, "[[[]]]"), "read") << name;
    EXPECT_NE(told(format, "7"), "read") << name;
  }
}

TEST(LooksLike, AnotherFormat) {
  const std::pair<Format, std::string_view> bodies[] = {
      {Format::aws,
       R"({"syncToken": "1", "createDate": "2025-07-24-20-23-14", "prefixes": [], "ipv6_prefixes": []})"},
      {Format::google, R"({"syncToken": "1", "creationTime": "2025-07-24T19:16:28", "prefixes": [
          {"ipv4Prefix": "34.1.208.0/20", "service": "s", "scope": "t"}]})"},
      {Format::azure, R"({"changeNumber": 3, "cloud": "Public", "values": []})"},
      {Format::github,
       R"({"hooks": ["1.2.3.4"], "web": ["1.2.3.4"], "api": ["1.2.3.4"], "git": ["1.2.3.4"]})"},
      {Format::oracle, R"({"last_updated_timestamp": "2025-07-21T07:13:25", "regions": []})"},
      {Format::fastly, R"({"addresses": ["23.235.32.0/20"], "ipv6_addresses": ["2a04:4e40::/32"]})"},
      {Format::zscaler,
       R"({"cloudName": "zscaler.net", "type": "recommended", "hubPrefixes": ["8.25.203.0/24"]})"},
      {Format::m365,
       R"([{"id": 1, "serviceArea": "Exchange", "urls": ["outlook.office.com"], "tcpPorts": "443"}])"},
      {Format::geofeed, "# x\n5.101.96.0/21,NL,NL-NH,Amsterdam,1098 XH\n"},
      {Format::list, "# x\n5.101.96.0/21\n"}};
  for (const auto& [of, body] : bodies) {
    EXPECT_EQ(told(of, body), "read") << to_string(of);
    for (const std::string_view name : format_names()) {
      const Format as = parse_format(name).value();
      const bool near =
          (of == Format::google && as == Format::jafar) || (of == Format::fastly && as == Format::list);
      if (as == of || near) continue;  // they can be read so
      const std::string text = told(as, body);
      EXPECT_TRUE(text.starts_with("this looks like the format " + std::string(to_string(of)) +
                                   ": read it with --as "))
          << to_string(of) << " as " << name << ": " << text;
    }
  }
}

TEST(LooksLike, BytesThatAreNoText) {
  using std::string_view_literals::operator""sv;
  expect_told("this is a gzip archive: unpack it first (as ", "\x1f\x8b\x08\0\0\0\0\0"sv);
  expect_told("this is a zip archive: unpack it first (as ", "PK\x03\x04\x14\0"sv);
  expect_told("this is text in UTF-16, not in UTF-8 (as ", "\xff\xfe{\0}\0"sv);
  expect_told("this is binary data, not text (as ",
              "\x7f"
              "ELF\x02\x01\0\xff"sv);
}

TEST(LooksLike, TextWhereJsonShouldBe) {
  EXPECT_EQ(
      told(Format::aws, "upstream connect error or disconnect/reset before headers. reset reason: overflow")
          .substr(0, 94),
      "this is text that begins with \"upstream connect error or disconnect/reset before headers. rese");
  EXPECT_EQ(told(Format::list, "no healthy upstream"),
            read_feed(Format::list, "no healthy upstream").error().message);
  EXPECT_TRUE(told(Format::list, "no healthy upstream").starts_with("line 1, column 1: "));
}

TEST(LooksLike, AFeedThatIsCutOffIsStillAFeed) {
  const std::string_view body = R"({"syncToken": "1", "createDate": "2025-07-24-20-23-14", "prefixes": [
    {"ip_prefix": "3.4.12.4/32", "region": "r", "service": "s"}, {"ip_prefix": "3.)";
  EXPECT_EQ(told(Format::aws, body), "line 2, column 83: the JSON is cut off, in prefixes[1]");
}

TEST(LooksLike, TooLargeIsSaidBeforeAnythingIsRead) {
  EXPECT_EQ(told(Format::list, std::string(kLargestFeed + 1, '\n')), "it is larger than 16 MiB");
}

}  // namespace
}  // namespace sallyport::catalog
