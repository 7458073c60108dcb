// What is exported is read in again as it was: through CSV and through JSON.

#include "app/cli/list_file.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <random>
#include <sstream>

#include "api/bulk/bulk_csv.h"
#include "api/handlers/new_entries.h"
#include "app/cli/printer.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

const std::vector<Column> kExported = {{"prefix", "prefix"},         {"note", "note"},
                                       {"valid_from", "valid_from"}, {"valid_until", "valid_until"},
                                       {"source", "source"},         {"by", "by"},
                                       {"created", "created"},       {"first_seen", "first_seen"},
                                       {"last_seen", "last_seen"},   {"hits", "hits"}};

std::string type_of(const char* name, const char* text) {
  const auto upload = to_upload(name, text);
  return upload ? upload->type : "refused";
}

TEST(ListFile, SaysWhatItIs) {
  for (const char* text : {"prefix,note\n", "# ours\n\nNote; Prefix\n", "\xef\xbb\xbfPREFIX\r\n",
                           "sep=;\nx\n", "\"192.0.2.1\"\n", "ip;office\n", " \"CIDR\" ,x\n"}) {
    EXPECT_EQ(type_of("list.txt", text), "text/csv") << text;
  }
  for (const char* text :
       {"192.0.2.1\n", "# prefix\n192.0.2.1,192.0.2.2\n", "allow 192.0.2.0/24;\n", "", "2001:db8::1;"}) {
    EXPECT_EQ(type_of("list.txt", text), "text/plain") << text;
  }
  EXPECT_EQ(type_of("list.csv", "192.0.2.1\n"), "text/csv");
  EXPECT_EQ(type_of("LIST.CSV", "192.0.2.1\n"), "text/csv");
  EXPECT_EQ(type_of("-", " {\"items\":[]}\n"), "application/json");
  for (const char* text : {"{", "{}", "{\"items\":{}}", "{\"items\":[]"}) {
    EXPECT_EQ(type_of("list.json", text), "refused") << text;
  }
}

class ExportTest : public ::testing::Test {
 protected:
  json::array some_entries() {
    constexpr std::string_view kParts[] = {"=",  "'",    "+",      "-", "@", "\uff1d", " ",  ",",    ";",
                                           "\"", "\"\"", "office", "#", "é", "東京",   "\\", "\\x01"};
    json::array items;
    const auto below = [&](std::size_t bound) { return random_() % bound; };
    for (unsigned i = 0; i < 20; ++i) {
      std::string note;
      for (auto n = below(6); n > 0; --n) note += kParts[below(std::size(kParts))];
      json::object item{
          {"prefix", "192.0.2." + std::to_string(i)}, {"source", "manual"}, {"note", note}, {"by", "=ann"},
          {"created", "2026-01-01T00:00:00Z"},        {"hits", below(9)}};
      if (below(2) == 0) item["valid_from"] = "2026-01-02T00:00:00.123Z";
      if (below(2) == 0) item["valid_until"] = "2027-01-01T00:00:00Z";
      items.push_back(std::move(item));
    }
    return items;
  }
  static std::string printed(Format format, const json::array& items) {
    std::ostringstream out;
    Printer(format, out).items(items, kExported);
    return out.str();
  }
  static void expect_same(const json::array& items, const Result<api::NewEntries>& read,
                          const std::string& text) {
    ASSERT_TRUE(read) << read.error().message << text;
    ASSERT_TRUE(read->wrong.empty()) << read->wrong[0].error.message << text;
    ASSERT_EQ(read->entries.size(), items.size()) << text;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto& item = items[i].as_object();
      const control::NewEntry& entry = read->entries[i];
      EXPECT_EQ(entry.prefix.to_string(), std::string_view(item.at("prefix").as_string()));
      EXPECT_EQ(entry.note, std::string_view(item.at("note").as_string())) << text;
      const auto* const from = item.if_contains("valid_from");
      const auto* const until = item.if_contains("valid_until");
      EXPECT_EQ(entry.valid_from,
                from == nullptr ? policy::kAlways : parse_timestamp(from->as_string()).value());
      EXPECT_EQ(entry.valid_until,
                until == nullptr ? policy::kForever : parse_timestamp(until->as_string()).value());
    }
  }
  std::mt19937 random_{17};
};

TEST_F(ExportTest, CsvComesBackAsItWas) {
  for (int i = 0; i < 100; ++i) {
    const json::array items = some_entries();
    const auto upload = to_upload("-", printed(Format::csv, items));
    ASSERT_TRUE(upload);
    ASSERT_EQ(upload->type, "text/csv");
    expect_same(items, api::read_bulk_csv(upload->body, {}), upload->body);
  }
}

TEST_F(ExportTest, JsonComesBackAsItWas) {
  for (int i = 0; i < 100; ++i) {
    const json::array items = some_entries();
    const auto upload = to_upload("-", printed(Format::json, items));
    ASSERT_TRUE(upload && upload->is_json());
    const auto body = api::parse_json(upload->body);
    ASSERT_TRUE(body);
    expect_same(items, api::read_new_entries(*body), upload->body);
  }
}

}  // namespace
}  // namespace sallyport::cli
