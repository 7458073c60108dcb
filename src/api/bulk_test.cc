#include <gtest/gtest.h>

#include <random>

#include "api/bulk_csv.h"
#include "api/bulk_text.h"
#include "api/csv_reader.h"
#include "api/testing/golden_bulk.h"
#include "api/testing/world.h"

namespace sallyport::api {
namespace {

using testing::Answer;

std::vector<std::string> prefixes(const NewEntries& read) {
  std::vector<std::string> texts;
  for (const auto& entry : read.entries) texts.push_back(entry.prefix.to_string());
  return texts;
}
using Texts = std::vector<std::string>;

TEST(BulkText, SeparatesByLinesCommasAndSemicolons) {
  const auto read =
      read_bulk_text(
          "\xef\xbb\xbf# offices\r\n192.0.2.1\r\n\r\n 10.0.0.0/8 , 2001:db8::/32;;192.0.2.2 # Berlin, "
          "192.0.2.3\n\t192.0.2.4",
          {})
          .value();
  EXPECT_TRUE(read.wrong.empty());
  EXPECT_EQ(prefixes(read), (Texts{"192.0.2.1", "10.0.0.0/8", "2001:db8::/32", "192.0.2.2", "192.0.2.4"}));
}

TEST(BulkText, NamesTheLineAndWhatWasMeant) {
  const auto read = read_bulk_text("192.0.2.1\n192.168.0/16, 10.0.0.1/8\n\n192.0.2.1;010.0.0.1", {}).value();
  ASSERT_EQ(read.wrong.size(), 4U);
  EXPECT_EQ(read.wrong[0].line, 2U);
  EXPECT_NE(read.wrong[0].error.message.find("192.168.0.0/16"), std::string::npos);
  EXPECT_EQ(read.wrong[1].line, 2U);
  EXPECT_EQ(read.wrong[1].error.code, ErrorCode::host_bits_set);
  EXPECT_EQ(read.wrong[2].line, 4U);
  EXPECT_EQ(read.wrong[2].error.code, ErrorCode::duplicate);
  EXPECT_EQ(read.wrong[3].index, 4U);
}

TEST(BulkText, RefusesNothingAndTooMuch) {
  for (const char* text : {"", "\n\n", "# only a comment\n", " , ; "}) {
    EXPECT_EQ(read_bulk_text(text, {}).error().code, ErrorCode::malformed_request) << text;
  }
  std::string text;
  for (std::size_t i = 0; i <= kMostNewEntries; ++i) text += "x,";
  EXPECT_EQ(read_bulk_text(text, {}).error().code, ErrorCode::too_many_entries);
}

TEST(BulkText, EqualsItsTwin) {
  std::mt19937 random(3);
  constexpr std::string_view kParts[] = {"192.0.2.1", "10.0.0.0/8", "x", ",", ";", "\n",
                                         "\r\n",      "\r",         "#", " ", "\t"};
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (auto n = random() % 20; n > 0; --n) text += kParts[random() % std::size(kParts)];
    const auto items = testing::golden_items(text);
    const auto read = read_bulk_text(text, {});
    ASSERT_EQ(read.has_value(), !items.empty()) << text;
    if (!read) continue;
    ASSERT_EQ(read->entries.size() + read->wrong.size(), items.size()) << text;
    for (const auto& wrong : read->wrong) {
      EXPECT_EQ(wrong.line, items[wrong.index].first) << text;
      EXPECT_EQ(wrong.input, items[wrong.index].second) << text;
    }
  }
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
  EXPECT_EQ(prefixes(read), Texts{"192.0.2.1"});
  EXPECT_NE(read.wrong[7].error.message.find("line 11"), std::string::npos);
}

TEST(BulkCsv, RefusesAFirstLineThatItDoesNotKnow) {
  for (const char* text : {"prefix,colour\n192.0.2.1,red\n", "note\nx\n",
                           "prefix,prefix\n192.0.2.1,192.0.2.2\n", "prefix,note\n", ""}) {
    EXPECT_EQ(read_bulk_csv(text, {}).error().code, ErrorCode::malformed_request) << text;
  }
}

TEST(CsvReader, EqualsItsTwinAndReadsWhatIsWritten) {
  std::mt19937 random(5);
  constexpr std::string_view kParts[] = {"a", "b c", ",", "\"", "\"\"", "\n", "\r\n", "\r", "\"x,y\"", "é"};
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (auto n = random() % 14; n > 0; --n) text += kParts[random() % std::size(kParts)];
    const auto golden = testing::golden_records(text);
    std::vector<std::vector<std::string>> records;
    bool wrong = false;
    CsvReader reader(text);
    while (auto record = reader.next()) {
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

class BulkApiTest : public ::testing::Test {
 protected:
  BulkApiTest() { world_.create_acme(); }

  Answer send(const std::string& target, const std::string& type, const std::string& body) {
    return world_.call_with("POST", kAcme + target, body,
                            {{"Authorization", "Bearer " + world_.token()}, {"Content-Type", type}});
  }
  std::size_t listed(const std::string& target) {
    return world_.call("GET", kAcme + target).json().at("items").as_array().size();
  }

  const std::string kAcme = "/api/v1/organizations/acme";
  testing::World world_;
};

TEST_F(BulkApiTest, TakesTextWithANoteForAll) {
  const auto answer = send("/authorized?note=offices&valid_until=2027-01-01T00:00:00Z",
                           "text/plain; charset=utf-8", "192.0.2.1\n192.0.2.2, 192.0.2.3 # x\n");
  ASSERT_EQ(answer.status, 201U) << answer.body;
  EXPECT_EQ(answer.json().at("items").as_array().size(), 3U);
  EXPECT_EQ(answer.json().at("items").at(2).at("note"), "offices");
  EXPECT_EQ(answer.json().at("skipped"), 0);
  const auto again = send("/authorized", "text/plain", "192.0.2.3\n192.0.2.4");
  EXPECT_EQ(again.status, 409U);
  EXPECT_NE(again.detail().find("192.0.2.3"), std::string::npos);
  EXPECT_EQ(listed("/authorized"), 3U);
  const auto skipped = send("/authorized?existing=skip", "text/plain", "192.0.2.3\n192.0.2.4").json();
  EXPECT_EQ(skipped.at("skipped"), 1);
  EXPECT_EQ(skipped.at("items").as_array().size(), 1U);
}

TEST_F(BulkApiTest, TakesCsvAndNamesTheLinesThatAreWrong) {
  const auto refused = send("/authorized", "text/csv", "prefix,note\n192.0.2.1,a\n10.0.0.1/8,b\nx,c\n");
  EXPECT_EQ(refused.status, 400U);
  const auto problem = refused.json();
  ASSERT_EQ(problem.at("errors").as_array().size(), 2U);
  EXPECT_EQ(problem.at("errors").at(0).at("line"), 3);
  EXPECT_EQ(problem.at("errors").at(0).at("input"), "10.0.0.1/8");
  EXPECT_EQ(problem.at("errors").at(1).at("line"), 4);
  EXPECT_EQ(listed("/authorized"), 0U);
  EXPECT_EQ(send("/credentials/web/authorized", "text/csv", "note,prefix\n\"a, b\",192.0.2.1\n").status,
            201U);
  EXPECT_EQ(listed("/credentials/web/authorized"), 1U);
}

TEST_F(BulkApiTest, DeniesManyAndAnswersOneWithItself) {
  EXPECT_EQ(send("/denied", "application/json", R"({"prefix":"198.51.100.1"})").json().at("prefix"),
            "198.51.100.1");
  const auto many =
      send("/denied?existing=skip", "application/json",
           R"({"entries":[{"prefix":"198.51.100.1"},{"prefix":"198.51.100.2","note":"bots"}]})");
  ASSERT_EQ(many.status, 201U) << many.body;
  EXPECT_EQ(many.json().at("skipped"), 1);
  EXPECT_EQ(send("/denied", "text/plain", "198.51.100.3;198.51.100.4").status, 201U);
  EXPECT_EQ(listed("/denied"), 4U);
}

TEST_F(BulkApiTest, OtherFormsAndWordsAreRefused) {
  EXPECT_EQ(send("/authorized", "text/html", "192.0.2.1").status, 415U);
  EXPECT_EQ(send("/authorized?existing=perhaps", "text/plain", "192.0.2.1").status, 400U);
  EXPECT_EQ(send("/authorized?note=x", "application/json", R"({"prefix":"192.0.2.1"})").status, 400U);
  EXPECT_EQ(send("/authorized?valid_until=tomorrow", "text/plain", "192.0.2.1").status, 400U);
  EXPECT_EQ(send("/authorized", "text/plain", "# nothing").status, 400U);
  EXPECT_EQ(listed("/authorized"), 0U);
}

TEST_F(BulkApiTest, ListsAreFilteredByQuery) {
  EXPECT_EQ(send("/authorized?note=lab", "text/plain", "192.0.2.1, 192.0.2.0/24").status, 201U);
  EXPECT_EQ(send("/authorized", "text/plain", "2001:db8::/32").status, 201U);
  EXPECT_EQ(listed("/authorized?note=LAB"), 2U);
  EXPECT_EQ(listed("/authorized?inside=192.0.2.0%2F25"), 1U);
  EXPECT_EQ(listed("/authorized?source=learned"), 0U);
  EXPECT_EQ(listed("/authorized?unseen_for=1d"), 0U);
  world_.clock.advance(std::chrono::days(2));
  EXPECT_EQ(listed("/authorized?unseen_for=1d&source=manual"), 3U);
  EXPECT_EQ(world_.call("GET", kAcme + "/authorized?source=magic").status, 400U);
  EXPECT_EQ(world_.call("GET", kAcme + "/authorized?unseen_for=long").status, 400U);
  EXPECT_EQ(world_.call("GET", kAcme + "/authorized?inside=192.0.2.1%2F24").code(), "host_bits_set");
}

TEST_F(BulkApiTest, SaysWhatCovers) {
  EXPECT_EQ(send("/authorized", "text/plain", "192.0.2.0/24, 192.0.0.0/16").status, 201U);
  const auto covers = world_.call("GET", kAcme + "/covers?credential=web&address=192.0.2.9").json();
  ASSERT_EQ(covers.at("items").as_array().size(), 2U);
  EXPECT_EQ(covers.at("items").at(0).at("prefix"), "192.0.2.0/24");
  EXPECT_EQ(covers.at("items").at(0).at("decides"), true);
  EXPECT_EQ(covers.at("items").at(1).at("decides"), false);
  EXPECT_EQ(listed("/covers?prefix=192.0.0.0%2F17"), 1U);
  EXPECT_EQ(world_.call("GET", kAcme + "/covers").status, 400U);
  EXPECT_EQ(world_.call("GET", kAcme + "/covers?address=192.0.2.1&prefix=192.0.2.1").status, 400U);
  EXPECT_EQ(world_.call("GET", kAcme + "/covers?address=192.0.2.0%2F24").code(), "malformed_address");
}

TEST_F(BulkApiTest, ShowsVersionsDifferencesAndRollsBack) {
  EXPECT_EQ(send("/authorized", "text/plain", "10.0.0.0/8").status, 201U);
  const auto version = [&] {
    return world_.call("GET", kAcme + "/versions?limit=1").json().at("items").at(0).at("number").as_int64();
  };
  const auto first = version();
  EXPECT_EQ(send("/authorized?note=lab", "text/plain", "192.0.2.0/24").status, 201U);
  const auto second = version();
  const auto difference = world_
                              .call("GET", kAcme + "/versions/difference?from=" + std::to_string(first) +
                                               "&to=" + std::to_string(second))
                              .json();
  ASSERT_EQ(difference.at("items").as_array().size(), 1U);
  EXPECT_TRUE(difference.at("items").at(0).at("before").is_null());
  EXPECT_EQ(difference.at("items").at(0).at("after").at("note"), "lab");
  const auto back = send("/versions/rollback", "application/json", R"({"to":)" + std::to_string(first) + "}");
  ASSERT_EQ(back.status, 200U) << back.body;
  EXPECT_EQ(back.json().at("items").as_array().size(), 1U);
  EXPECT_EQ(listed("/authorized"), 1U);
  EXPECT_EQ(send("/versions/rollback", "application/json", R"({"to":99999})").status, 404U);
  EXPECT_EQ(send("/versions/rollback", "application/json", "{}").status, 400U);
  EXPECT_EQ(world_.call("GET", kAcme + "/versions/difference?from=0").status, 400U);
  EXPECT_EQ(world_.call("GET", kAcme + "/versions/difference?from=0&to=-1").status, 400U);
}

TEST_F(BulkApiTest, ReviewsTheLists) {
  EXPECT_EQ(send("/authorized", "text/plain", "10.0.0.0/8").status, 201U);
  const auto review = world_.call("GET", kAcme + "/review").json();
  ASSERT_EQ(review.at("items").as_array().size(), 1U);
  EXPECT_EQ(review.at("items").at(0).at("kind"), "wide");
}

}  // namespace
}  // namespace sallyport::api
