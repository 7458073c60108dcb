// Activity, unauthorized addresses and credentials, filtered: held to their golden twins, the whole lists
// looked through by the test.

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::Reason;
using policy::Verdict;

class UseFilterTest : public testing::Test {
 protected:
  UseFilterTest() {
    world_.make_acme();
    must(world_.control->directory().create_credential(world_.admin, "acme", "mailer", Channel::smtp, {}));
    must(world_.control->directory().create_credential(world_.admin, "acme", "batch", Channel::api, {}));
    world_.authorize({"acme", {}}, "192.0.2.0/24");
    world_.mode({"acme", {}}, policy::Mode::blocking);
    for (int number = 0; number < 30; ++number) {
      const char* const credential = number % 3 == 0 ? "mailer" : number % 3 == 1 ? "web" : "batch";
      const std::string host = std::to_string(number);
      const std::string from = number % 5 == 0   ? "2001:db8::" + host
                               : number % 5 == 1 ? "192.0.2." + host
                                                 : "203.0.113." + host;
      if (number % 2 == 0) world_.clock.advance(std::chrono::minutes(10));
      world_.request("acme", credential, from);
    }
  }

  template <class Item, class List>
  std::vector<std::string> paged(unsigned limit, const List& list) {
    std::vector<std::string> lines;
    PageRequest page{limit, {}};
    do {
      const Page<Item> part = must(list(page));
      EXPECT_LE(part.items.size(), limit);
      for (const Item& item : part.items) lines.push_back(line(item));
      page.cursor = part.next;
    } while (!page.cursor.empty());
    return lines;
  }
  static std::string line(const Activity& row) { return row.credential + " " + row.address.to_string(); }
  static std::string line(const UnauthorizedAddress& row) {
    return row.credential + " " + row.address.to_string();
  }
  static std::string line(const Credential& row) { return row.name; }

  static bool fits(const Activity& row, const ActivityFilter& filter) {
    return (filter.credential.empty() || filter.credential == row.credential) &&
           (!filter.verdict || filter.verdict == row.verdict) &&
           (!filter.reason || filter.reason == row.reason) &&
           (!filter.inside || filter.inside->contains(row.address)) &&
           (!filter.since || row.last_seen >= *filter.since) &&
           (!filter.until || row.last_seen < *filter.until);
  }

  Lists lists() { return world_.control->lists(); }

  TestWorld world_;
};

TEST_F(UseFilterTest, ActivityIsThePartOfAllThatFits) {
  const auto all = must(lists().activity("acme", {1000, {}})).items;
  ASSERT_EQ(all.size(), 30U);
  std::vector<ActivityFilter> filters;
  for (const char* const credential : {"", "web", "mailer"}) {
    for (const auto verdict : {std::optional<Verdict>(), std::optional(Verdict::deny)}) {
      for (const auto reason : {std::optional<Reason>(), std::optional(Reason::authorized),
                                std::optional(Reason::unknown_address)}) {
        for (const char* const inside :
             {"", "203.0.113.0/24", "2001:db8::/32", "192.0.2.1/32", "0.0.0.0/0"}) {
          for (const int range : {0, 1, 2, 3}) {
            ActivityFilter filter{credential, verdict, reason, {}, {}, {}};
            if (*inside != '\0') filter.inside = prefix(inside);
            if ((range & 1) != 0) filter.since = all.at(20).last_seen;
            if ((range & 2) != 0) filter.until = all.at(4).last_seen;
            filters.push_back(filter);
          }
        }
      }
    }
  }
  std::size_t found = 0;
  for (const ActivityFilter& filter : filters) {
    std::vector<std::string> expected;
    for (const Activity& row : all) {
      if (fits(row, filter)) expected.push_back(line(row));
    }
    found += expected.size();
    for (const unsigned limit : {2U, 1000U}) {
      EXPECT_EQ(paged<Activity>(
                    limit, [&](const PageRequest& page) { return lists().activity("acme", page, filter); }),
                expected);
    }
  }
  EXPECT_GT(found, 300U);
}

TEST_F(UseFilterTest, UnauthorizedAddressesAreThePartOfAllThatFits) {
  const auto all = must(lists().unauthorized("acme", {1000, {}})).items;
  ASSERT_GT(all.size(), 10U);
  for (const char* const credential : {"", "web", "mailer"}) {
    for (const char* const inside :
         {"", "203.0.113.0/24", "203.0.113.8/29", "2001:db8::/32", "::/0", "10.0.0.0/8"}) {
      UnauthorizedFilter filter{credential, {}};
      if (*inside != '\0') filter.inside = prefix(inside);
      std::vector<std::string> expected;
      for (const UnauthorizedAddress& row : all) {
        if (*credential != '\0' && row.credential != credential) continue;
        if (filter.inside && !filter.inside->contains(row.address)) continue;
        expected.push_back(line(row));
      }
      for (const unsigned limit : {1U, 3U, 1000U}) {
        EXPECT_EQ(
            paged<UnauthorizedAddress>(
                limit, [&](const PageRequest& page) { return lists().unauthorized("acme", page, filter); }),
            expected)
            << credential << " " << inside;
      }
    }
  }
}

TEST_F(UseFilterTest, CredentialsAreThoseOfTheChannel) {
  const auto of = [&](std::optional<Channel> channel, unsigned limit) {
    return paged<Credential>(limit, [&](const PageRequest& page) {
      return world_.control->directory().credentials("acme", page, channel);
    });
  };
  for (const unsigned limit : {1U, 10U}) {
    EXPECT_EQ(of({}, limit), (Names{"batch", "mailer", "web"}));
    EXPECT_EQ(of(Channel::api, limit), (Names{"batch", "web"}));
    EXPECT_EQ(of(Channel::smtp, limit), (Names{"mailer"}));
  }
}

TEST_F(UseFilterTest, ACredentialThatThereIsNotIsRefused) {
  EXPECT_EQ(code_of(lists().activity("acme", {10, {}}, {"none", {}, {}, {}, {}, {}})),
            ErrorCode::unknown_credential);
  EXPECT_EQ(code_of(lists().unauthorized("acme", {10, {}}, {"none", {}})), ErrorCode::unknown_credential);
}

}  // namespace
}  // namespace sallyport::control
