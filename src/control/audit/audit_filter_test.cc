// The audit by actor, action and time, held to its golden twin: all of it, looked through by the test.

#include "control/ports/store.h"
#include "control/test_world.h"

namespace sallyport::control {
namespace {

class AuditFilterTest : public testing::Test {
 protected:
  AuditFilterTest() {
    for (const char* const name : {"acme", "zebra"}) {
      must(world_.control->directory().create_organization(world_.admin, name));
      for (int hour = 0; hour < 12; ++hour) {
        world_.clock.advance(std::chrono::hours(1));
        const Actor actor{hour % 3 == 0 ? "ann@acme.example" : "administrator", std::nullopt, {}};
        if (hour == 0) must(world_.control->directory().add_member(world_.admin, name, actor.name, {true}));
        const auto one = prefix("192.0.2." + std::to_string(hour));
        must(world_.control->lists().authorize(actor, {name, {}},
                                               {{one, {}, policy::kAlways, policy::kForever}}));
        if (hour % 4 == 0) must(world_.control->lists().remove(actor, {name, {}}, one));
      }
    }
    // As if the clock had been set back.
    world_.clock.set_wall(world_.clock.now() - std::chrono::hours(20));
    world_.authorize({"acme", {}}, "198.51.100.0/24");
  }

  std::vector<AuditRecord> all(const std::string& organization) {
    return must(world_.control->audit().list(organization, {1000, {}})).items;
  }
  using Numbers = std::vector<std::int64_t>;
  Numbers paged(const std::string& organization, const AuditFilter& filter, unsigned limit) {
    Numbers numbers;
    PageRequest page{limit, {}};
    do {
      const auto part = must(world_.control->audit().list(organization, page, filter));
      EXPECT_LE(part.items.size(), limit);
      for (const AuditRecord& record : part.items) numbers.push_back(record.number);
      page.cursor = part.next;
    } while (!page.cursor.empty());
    return numbers;
  }
  static bool fits(const AuditRecord& record, const AuditFilter& filter) {
    const std::string thing = record.action.substr(0, record.action.find('.')) + ".*";
    return (filter.actor.empty() || filter.actor == record.actor.name) &&
           (filter.action.empty() || filter.action == record.action || filter.action == thing) &&
           (!filter.since || record.time >= *filter.since) && (!filter.until || record.time < *filter.until);
  }

  TestWorld world_;
};

TEST_F(AuditFilterTest, IsThePartOfAllThatFits) {
  const Timestamp some = all("zebra").at(5).time;
  const Timestamp earlier = all("acme").at(12).time;
  std::size_t found = 0;
  for (const std::string organization : {"", "acme", "zebra"}) {
    for (const char* const actor : {"", "ann@acme.example", "administrator", "nobody"}) {
      for (const char* const action :
           {"", "entry.authorized", "entry.*", "organization.*", "mail.given_up"}) {
        for (const auto& [since, until] :
             std::vector<std::pair<std::optional<Timestamp>, std::optional<Timestamp>>>{
                 {{}, {}}, {some, {}}, {{}, some}, {earlier, some}, {some, earlier}}) {
          const AuditFilter filter{actor, action, since, until};
          Numbers expected;
          for (const AuditRecord& record : all(organization)) {
            if (fits(record, filter)) expected.push_back(record.number);
          }
          found += expected.size();
          for (const unsigned limit : {1U, 4U, 1000U}) {
            EXPECT_EQ(paged(organization, filter, limit), expected)
                << organization << "/" << actor << "/" << action << "/" << limit;
          }
        }
      }
    }
  }
  EXPECT_GT(found, 500U);
}

// What is rare is looked for in parts, none of which is long.
TEST_F(AuditFilterTest, APageLooksAtNoMoreThanItsBound) {
  const AuditFilter rare{{}, "organization.created", {}, {}};
  for (const std::string organization : {"", "acme"}) {
    const auto reader = must(world_.store->view());
    std::optional<std::int64_t> before;
    Numbers numbers;
    unsigned parts = 0;
    do {
      const auto walk = must(reader->audit(organization, rare, before, 100, 5));
      for (const AuditRow& row : walk.rows) numbers.push_back(row.record.number);
      EXPECT_LE(walk.rows.size(), 5U);
      before = walk.next;
      ++parts;
    } while (before);
    EXPECT_GT(parts, 3U);
    EXPECT_EQ(numbers.size(), organization.empty() ? 2U : 1U);
  }
}

TEST_F(AuditFilterTest, WhoAsksForTheLatestIsNotLedThroughAllBefore) {
  const auto newest = all("").at(1).time;  // the one before the clock was set back
  AuditFilter latest;
  latest.since = newest;
  const auto reader = must(world_.store->view());
  const auto walk = must(reader->audit({}, latest, std::nullopt, 100, 5));
  EXPECT_FALSE(walk.next.has_value());
}

TEST_F(AuditFilterTest, AnActionThatThereIsNotIsRefused) {
  for (const char* const word :
       {"entry", "entry.", "entry.author", "*", ".*", "e.*", "entry.authorized.*", "'"}) {
    EXPECT_EQ(code_of(world_.control->audit().list({}, {10, {}}, {{}, word, {}, {}})),
              ErrorCode::malformed_request)
        << word;
  }
}

}  // namespace
}  // namespace sallyport::control
