#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "api/bulk/bulk_csv.h"
#include "api/bulk/csv_reader.h"
#include "api/testing/golden_bulk.h"

namespace sallyport::api {
namespace {

using Texts = std::vector<std::string>;

Texts prefixes_of(const NewEntries& read) {
  Texts texts;
  for (const auto& entry : read.entries) texts.push_back(entry.prefix.to_string());
  return texts;
}
// "192.0.2.1 office" of each
Texts lines_of(const Result<NewEntries>& read) {
  if (!read) return {read.error().message};
  Texts texts;
  for (const auto& entry : read->entries) texts.push_back(entry.prefix.to_string() + " " + entry.note);
  for (const auto& wrong : read->wrong)
    texts.push_back("line " + std::to_string(wrong.line) + ": " + wrong.error.message);
  return texts;
}
bool says(const Result<NewEntries>& read, std::string_view words) {
  return !read && read.error().message.find(words) != std::string::npos;
}

TEST(BulkCsv, TakesColumnsInAnyOrder) {
  const auto read = read_bulk_csv(
                        "Note,valid_until,PREFIX,hits\r\n"
                        "\"Berlin, \"\"lab\"\"\",2026-03-01T00:00:00Z,192.0.2.0/24,7\r\n"
                        ",,2001:db8::1,0\n",
                        {})
                        .value();
  ASSERT_TRUE(read.wrong.empty()) << read.wrong[0].error.message;
  ASSERT_EQ(read.entries.size(), 2U);
  EXPECT_EQ(read.entries[0].note, "Berlin, \"lab\"");
  EXPECT_EQ(to_string(read.entries[0].valid_until), "2026-03-01T00:00:00Z");
  EXPECT_EQ(read.entries[1].prefix.to_string(), "2001:db8::1");
  EXPECT_EQ(read.entries[1].valid_until, policy::kForever);
}

TEST(BulkCsv, NeedsNoFirstLine) {
  control::NewEntry common;
  common.note = "for all";
  const auto read =
      read_bulk_csv("192.0.2.1\n192.0.2.2,own\n192.0.2.3,,2026-01-01T00:00:00Z\n", common).value();
  ASSERT_EQ(read.entries.size(), 3U);
  EXPECT_EQ(read.entries[0].note, "for all");
  EXPECT_EQ(read.entries[1].note, "own");
  EXPECT_EQ(to_string(read.entries[2].valid_from), "2026-01-01T00:00:00Z");
}

TEST(BulkCsv, EachBadLineHasItsOwnError) {
  const auto read = read_bulk_csv(
                        "prefix,note\n"
                        "192.0.2.1,fine\n"
                        "10.0.0.1/8,host bits\n"
                        "192.0.2.2,a,b\n"
                        "\"192.0.2.3\"x,y\n"
                        "192.0.2.4,\"two\nlines\"\n"
                        "192.0.2.5,say \"this\"\n"
                        "192.0.2.1,again\n"
                        "192.0.2.6,never closed \"\n"
                        "192.0.2.7,\"open",
                        {})
                        .value();
  std::vector<std::size_t> lines;
  for (const auto& wrong : read.wrong) lines.push_back(wrong.line);
  EXPECT_EQ(lines, (std::vector<std::size_t>{3, 4, 5, 6, 8, 9, 10, 11}));
  EXPECT_EQ(prefixes_of(read), Texts{"192.0.2.1"});
  EXPECT_NE(read.wrong[7].error.message.find("line 11"), std::string::npos);
}

TEST(BulkCsv, RefusesAFirstLineThatItDoesNotKnow) {
  for (const char* text :
       {"prefix,colour\n192.0.2.1,red\n", "note\nx\n", "prefix,prefix\n192.0.2.1,192.0.2.2\n",
        "prefix,note\n", "ip\n192.0.2.1\n", "sep=|\n192.0.2.1\n", ""}) {
    EXPECT_EQ(read_bulk_csv(text, {}).error().code, ErrorCode::malformed_request) << text;
  }
}

TEST(BulkCsv, TakesWhatSpreadsheetsAndPeopleWrite) {
  const Texts both = {"192.0.2.1 office", "192.0.2.0/24 Berlin, lab"};
  for (const char* text : {
           "prefix;note\r\n192.0.2.1;office\r\n192.0.2.0/24;Berlin, lab\r\n",
           "sep=;\r\nprefix;note\r\n192.0.2.1;office\r\n192.0.2.0/24;Berlin, lab\r\n",
           "\xef\xbb\xbfsep=,\nnote,prefix\noffice,192.0.2.1\n\"Berlin, lab\",192.0.2.0/24\n",
           "Prefix, Note\n192.0.2.1, office\n192.0.2.0/24 , \"Berlin, lab\" \n",
           "# ours; all of them\nprefix,note\n# the first\n192.0.2.1,office\n\n,\n192.0.2.0/24,\"Berlin, "
           "lab\"\n",
           "192.0.2.1;office\n  # \"to be asked\n192.0.2.0/24;Berlin, lab\n;;;\n",
       }) {
    EXPECT_EQ(lines_of(read_bulk_csv(text, {})), both) << text;
  }
  EXPECT_EQ(lines_of(read_bulk_csv("\"192.0.2.1\"\n\"2001:db8::1\"\n", {})),
            (Texts{"192.0.2.1 ", "2001:db8::1 "}));
  EXPECT_EQ(lines_of(read_bulk_csv("192.0.2.1,note\n", {})), Texts{"192.0.2.1 note"});
  EXPECT_EQ(read_bulk_csv("sep=;\n\nx;y\n", {})->wrong.at(0).line, 3U);
}

TEST(BulkCsv, RefusesWhatMayMeanSomethingElse) {
  EXPECT_TRUE(says(read_bulk_csv("ip,note\n192.0.2.1,x\n", {}), "call it prefix"));
  EXPECT_TRUE(says(read_bulk_csv("CIDR\n192.0.2.0/24\n", {}), "call it prefix"));
  EXPECT_TRUE(says(read_bulk_csv("prefix,comment\n192.0.2.1,x\n", {}), "call it note"));
  EXPECT_TRUE(says(read_bulk_csv("network;expires\n192.0.2.1;x\n", {}), "call it prefix"));
  EXPECT_TRUE(says(read_bulk_csv("sep=|\nprefix|note\n", {}), "comma or a semicolon"));
  const auto wrong = [](const char* text, std::size_t line, std::string_view words) {
    const auto read = read_bulk_csv(text, {});
    ASSERT_TRUE(read) << text;
    ASSERT_EQ(read->wrong.size(), 1U) << text;
    EXPECT_EQ(read->wrong[0].line, line) << text;
    EXPECT_NE(read->wrong[0].error.message.find(words), std::string::npos) << read->wrong[0].error.message;
  };
  wrong("192.0.2.1,192.0.2.2\n", 1, "is a note, and 192.0.2.2 is an address");
  wrong("192.0.2.1;2001:db8::/32\n", 1, "is a note, and 2001:db8::/32 is an address");
  wrong("note,prefix\n#1 office,192.0.2.1\n", 2, "is a comment only where prefix is the first column");
  wrong("prefix;note\n192.0.2.1,office\n", 2, "\";\" separates");
  wrong("192.0.2.1;x\n192.0.2.2,y\n", 2, "\";\" separates the columns of this file");
  wrong("allow 192.0.2.0/24;\n", 1, "sed -nE");
  wrong("prefix,note\nhost,10.0.0.0/8\n", 2, "");
  EXPECT_EQ(lines_of(read_bulk_csv("prefix,note\n192.0.2.1,192.0.2.2\n", {})), Texts{"192.0.2.1 192.0.2.2"});
}

TEST(BulkCsv, TakesTheApostropheOfOurExportOffOnly) {
  const std::string ours =
      "prefix,note,valid_from,valid_until,source,by,created,first_seen,last_seen,hits\r\n";
  const auto rest = std::string(",,,manual,ann,2026-01-01T00:00:00Z,,,0\r\n");
  EXPECT_EQ(
      lines_of(read_bulk_csv(ours + "192.0.2.1,'=1+1" + rest + "192.0.2.2,''@x" + rest + "192.0.2.3,'tis" +
                                 rest + "192.0.2.4, two " + rest + "192.0.2.5,'\uff1dx" + rest,
                             {})),
      (Texts{"192.0.2.1 =1+1", "192.0.2.2 '@x", "192.0.2.3 'tis", "192.0.2.4  two ", "192.0.2.5 \uff1dx"}));
  EXPECT_EQ(lines_of(read_bulk_csv("prefix,note\n192.0.2.1,'=1+1\n", {})), Texts{"192.0.2.1 '=1+1"});
}

// Lists as they may be written, against what their parts say.
TEST(BulkCsv, EqualsItsTwin) {
  std::mt19937 random(13);
  const auto one_of = [&](const Texts& some) { return some[random() % some.size()]; };
  const std::map<std::string, Texts> values = {
      {"prefix", {"192.0.2.1", "192.0.2.2", "10.0.0.0/8", "2001:DB8::/32", "10.0.0.1/8", "x", ""}},
      {"note", {"", "office", "'=1", " two words ", "#9", "a, b; c", "\"q\"", "bad\x01"}},
      {"valid_from", {"", "2026-01-01T00:00:00Z", " 2026-02-01T00:00:00Z", "soon"}},
      {"valid_until", {"", "2027-01-01T00:00:00Z", "never"}},
      {"hits", {"", "7"}}};
  for (int i = 0; i < 3000; ++i) {
    Texts names = {"prefix", "note", "valid_from", "valid_until", "hits"};
    names.resize(1 + random() % names.size());
    std::ranges::shuffle(names, random);
    if (std::ranges::find(names, "prefix") == names.end()) names.push_back("prefix");
    const char separator = random() % 2 == 0 ? ',' : ';';
    const auto written = [&](const std::string& value) {
      const bool needs = value.find_first_of(",;\"#") != std::string::npos;
      std::string text = value;
      if (needs || random() % 4 == 0) {
        text = "\"";
        for (const char c : value) text += c == '"' ? std::string("\"\"") : std::string(1, c);
        text += '"';
      }
      return random() % 5 == 0 ? " " + text + "\t" : text;
    };
    std::string head(random() % 2 == 0 && names.size() == 1 ? std::string("sep=") + separator + "\n" : "");
    if (names.size() == 1 && head.empty()) continue;  // nothing says what separates
    for (std::size_t n = 0; n < names.size(); ++n)
      head += (n == 0 ? "" : std::string(1, separator)) + names[n];
    std::string body;
    for (auto lines = random() % 6; lines > 0; --lines) {
      if (random() % 8 == 0) body += names.front() == "prefix" ? "# a comment, with \" and ;\n" : "\n";
      for (std::size_t n = 0; n < names.size() + (random() % 12 == 0 ? 1 : 0); ++n) {
        body += (n == 0 ? "" : std::string(1, separator)) +
                (n < names.size() ? written(one_of(values.at(names[n]))) : "more");
      }
      body += random() % 2 == 0 ? "\n" : "\r\n";
    }
    const std::string text = head + "\n" + body;
    const auto golden = testing::golden_records(body, separator);
    ASSERT_TRUE(golden) << text;
    const auto read = read_bulk_csv(text, {});
    std::set<net::Prefix> seen;
    std::size_t accepted = 0;
    std::size_t refused = 0;
    for (const Texts& fields : *golden) {
      if (std::ranges::all_of(fields, [](const std::string& f) { return testing::golden_trim(f).empty(); }))
        continue;
      const auto entry = testing::golden_entry(names, fields);
      ASSERT_TRUE(read) << text;
      if (!entry || !seen.insert(entry->prefix).second) {
        ++refused;
        continue;
      }
      ASSERT_LT(accepted, read->entries.size()) << text;
      const control::NewEntry& taken = read->entries[accepted++];
      EXPECT_EQ(taken.prefix, entry->prefix) << text;
      EXPECT_EQ(taken.note, entry->note) << text;
      EXPECT_EQ(taken.valid_from, entry->valid_from) << text;
      EXPECT_EQ(taken.valid_until, entry->valid_until) << text;
    }
    ASSERT_EQ(read.has_value(), accepted + refused != 0) << text;
    if (!read) continue;
    EXPECT_EQ(read->entries.size(), accepted) << text;
    EXPECT_EQ(read->wrong.size(), refused) << text;
  }
}

TEST(CsvReader, EqualsItsTwinAndReadsWhatIsWritten) {
  std::mt19937 random(5);
  constexpr std::string_view kParts[] = {"a",  "b c",     ",", "\"", "\"\"", "\n", "\r\n",
                                         "\r", "\"x,y\"", "é", " ",  "#",    ";"};
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (auto n = random() % 16; n > 0; --n) text += kParts[random() % std::size(kParts)];
    const char separator = i % 3 == 0 ? ';' : ',';
    const auto golden = testing::golden_records(text, separator);
    std::vector<std::vector<std::string>> records;
    bool wrong = false;
    CsvReader reader(text, separator);
    while (auto record = reader.next()) {
      if (record->comment) continue;
      wrong = wrong || record->wrong;
      records.push_back(std::move(record->fields));
    }
    ASSERT_EQ(wrong, !golden.has_value()) << text;
    if (wrong) continue;
    ASSERT_EQ(records, *golden) << text;
    std::string written;
    for (const auto& record : records) {
      for (std::size_t f = 0; f < record.size(); ++f) written += (f == 0 ? "" : ",") + csv_field(record[f]);
      if (record.size() == 1 && record[0].empty()) written += "\"\"";
      written += "\r\n";
    }
    ASSERT_EQ(testing::golden_records(written), golden) << text;
  }
}

}  // namespace
}  // namespace sallyport::api
