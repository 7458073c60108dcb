#include <gtest/gtest.h>

#include <random>
#include <set>

#include "api/bulk/bulk_text.h"
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
  constexpr std::string_view kParts[] = {"192.0.2.1", "10.0.0.0/8", "2001:DB8::1", "x", ",", ";",
                                         "\n",        "\r\n",       "\r",          "#", " ", "\t"};
  control::NewEntry common;
  common.note = "for all";
  common.valid_from = parse_timestamp("2026-01-01T00:00:00Z").value();
  common.valid_until = parse_timestamp("2027-01-01T00:00:00Z").value();
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (auto n = random() % 20; n > 0; --n) text += kParts[random() % std::size(kParts)];
    const auto items = testing::golden_items(text);
    const auto read = read_bulk_text(text, common);
    ASSERT_EQ(read.has_value(), !items.empty()) << text;
    if (!read) continue;
    ASSERT_EQ(read->entries.size() + read->wrong.size(), items.size()) << text;
    ASSERT_EQ(read->origins.size(), read->entries.size());
    std::set<net::Prefix> seen;
    auto entry = read->entries.begin();
    auto wrong = read->wrong.begin();
    for (std::size_t at = 0; at < items.size(); ++at) {
      const auto prefix = net::Prefix::parse(items[at].second);
      if (prefix && seen.insert(*prefix).second) {
        ASSERT_NE(entry, read->entries.end()) << text;
        EXPECT_EQ(entry->prefix, *prefix) << text;
        EXPECT_EQ(entry->note, common.note);
        EXPECT_EQ(entry->valid_from, common.valid_from);
        EXPECT_EQ(entry->valid_until, common.valid_until);
        const Origin& origin = read->origins[static_cast<std::size_t>(entry - read->entries.begin())];
        EXPECT_EQ(origin.index, at) << text;
        EXPECT_EQ(origin.line, items[at].first) << text;
        EXPECT_EQ(origin.input, items[at].second) << text;
        ++entry;
      } else {
        ASSERT_NE(wrong, read->wrong.end()) << text;
        EXPECT_EQ(wrong->index, at) << text;
        EXPECT_EQ(wrong->line, items[at].first) << text;
        EXPECT_EQ(wrong->input, items[at].second) << text;
        ++wrong;
      }
    }
  }
}

TEST(BulkText, SaysHowToMakeAListOfWhatOthersWrite) {
  const auto read = read_bulk_text("  allow 192.0.2.0/24;\ndeny\tall;\n\"192.0.2.1\"\nallowed", {}).value();
  ASSERT_EQ(read.wrong.size(), 4U);
  const auto says = [&](std::size_t i, std::string_view words) {
    return read.wrong[i].error.message.find(words) != std::string::npos;
  };
  EXPECT_TRUE(says(0, "sed -nE 's|^[[:space:]]*allow[[:space:]]+")) << read.wrong[0].error.message;
  EXPECT_TRUE(says(1, "sed -nE 's|^[[:space:]]*deny[[:space:]]+")) << read.wrong[1].error.message;
  EXPECT_TRUE(says(2, "text/csv")) << read.wrong[2].error.message;
  EXPECT_FALSE(says(3, "sed"));
  EXPECT_EQ(read.wrong[0].error.code, ErrorCode::malformed_address);
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
  EXPECT_EQ(again.json().at("errors").at(0).at("line"), 1);
  EXPECT_EQ(again.json().at("errors").at(0).at("input"), "192.0.2.3");
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

// What the list refuses comes with what cannot be read, each with its line.
TEST_F(BulkApiTest, EachLineThatTheListRefusesHasItsOwnError) {
  ASSERT_EQ(send("/authorized", "text/plain", "192.0.2.1\n192.0.2.2").status, 201U);
  const std::string csv =
      "prefix,valid_from,valid_until\n"
      "192.0.2.1,,\n"
      "192.0.2.9,,\n"
      "192.0.2.3,2026-03-01T00:00:00Z,2026-02-01T00:00:00Z\n"
      "192.0.2.4,,2025-01-01T00:00:00Z\n"
      "192.0.2.2,,\n";
  const auto refused = send("/authorized", "text/csv", csv);
  EXPECT_EQ(refused.status, 400U) << refused.body;
  const auto lines = [](const Answer& answer) {
    const auto problem = answer.json();
    std::string text;
    for (const auto& error : problem.at("errors").as_array()) {
      const auto* const line = error.as_object().if_contains("line");
      text += (line != nullptr ? std::to_string(line->as_int64()) + " " : std::string()) +
              std::to_string(error.at("index").as_int64()) + " " +
              std::string(error.at("input").as_string()) + " " + std::string(error.at("code").as_string()) +
              "\n";
    }
    return text;
  };
  EXPECT_EQ(lines(refused),
            "2 0 192.0.2.1 duplicate\n4 2 192.0.2.3 invalid_setting\n5 3 192.0.2.4 invalid_setting\n"
            "6 4 192.0.2.2 duplicate\n");
  EXPECT_EQ(lines(send("/authorized", "text/csv", csv + "x,,\n")),
            lines(refused) + "7 5 x malformed_address\n");
  EXPECT_EQ(lines(send("/authorized?existing=skip", "text/csv", csv)),
            "4 2 192.0.2.3 invalid_setting\n");  // what is over is passed over, too
  EXPECT_EQ(lines(send("/authorized", "text/plain", "192.0.2.9\n\n192.0.2.2, 192.0.2.1")),
            "3 1 192.0.2.2 duplicate\n3 2 192.0.2.1 duplicate\n");
  EXPECT_EQ(lines(send("/authorized?valid_until=2025-01-01T00:00:00Z", "text/plain", "192.0.2.8\n192.0.2.9")),
            "1 0 192.0.2.8 invalid_setting\n2 1 192.0.2.9 invalid_setting\n");
  EXPECT_EQ(lines(send("/authorized", "application/json",
                       R"({"entries":[{"prefix":"192.0.2.2"},{"prefix":"192.0.2.9"},)"
                       R"({"prefix":"192.0.2.8","valid_until":"2025-01-01T00:00:00Z"}]})")),
            "0 192.0.2.2 duplicate\n2 192.0.2.8 invalid_setting\n");
  EXPECT_EQ(lines(send("/authorized", "application/json", R"({"prefixes":["192.0.2.1","192.0.2.2"]})")),
            "0 192.0.2.1 duplicate\n1 192.0.2.2 duplicate\n");
  ASSERT_EQ(send("/denied", "text/plain", "198.51.100.1").status, 201U);
  for (const char* query : {"", "?preview=true"}) {
    EXPECT_EQ(lines(send(std::string("/denied") + query, "text/plain", "198.51.100.2\n198.51.100.1")),
              "2 1 198.51.100.1 duplicate\n");
  }
  EXPECT_EQ(send("/authorized", "application/json", R"({"prefix":"192.0.2.1"})").code(), "duplicate");
  EXPECT_EQ(listed("/authorized"), 2U);
  EXPECT_EQ(listed("/denied"), 1U);
}

TEST_F(BulkApiTest, ErrorsOfManyLinesAreBounded) {
  std::string many;
  for (unsigned i = 0; i < 1500; ++i)
    many += "10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256) + "\n";
  ASSERT_EQ(send("/authorized", "text/plain", many).status, 201U);
  const auto refused = send("/authorized", "text/plain", many).json();
  EXPECT_EQ(refused.at("errors").as_array().size(), kMostLineErrors);
  EXPECT_EQ(refused.at("more_errors"), 500);
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
