#include <gtest/gtest.h>

#include "control/lists/provider.h"
#include "control/test_world.h"

namespace sallyport::control {
namespace {

// A country of networks, as a file would have it.
class SomeNames final : public NetworkNames {
 public:
  NetworkName name_of(const net::Address& from) const override {
    if (prefix("198.51.0.0/16").contains(from)) return {"Example Hosting", "JP", 64500};
    if (prefix("203.0.113.0/25").contains(from)) return {"Example Telecom", "DE", 64501};
    if (prefix("203.0.113.128/25").contains(from)) return {"Example University", "DE", 64502};
    return {};
  }
};

class ReviewTest : public ::testing::Test {
 protected:
  ReviewTest() : world_(settings()) { world_.make_acme(); }

  static ControlSettings settings() {
    ControlSettings settings;
    settings.network_names = std::make_shared<SomeNames>();
    return settings;
  }
  // "kind prefix credential replacement"
  std::vector<std::string> hints() {
    std::vector<std::string> lines;
    for (const Hint& hint : must(world_.control->review().hints("acme"))) {
      EXPECT_FALSE(hint.text.empty());
      lines.push_back(std::string(to_string(hint.kind)) + " " + hint.prefix.to_string() +
                      (hint.credential.empty() ? "" : " of " + hint.credential) +
                      (hint.replacement ? " -> " + hint.replacement->to_string() : ""));
    }
    return lines;
  }
  using Lines = std::vector<std::string>;

  TestWorld world_;
};

TEST_F(ReviewTest, PointsAtWideEntries) {
  for (const char* text :
       {"10.0.0.0/8", "172.16.0.0/15", "192.168.0.0/16", "2001:db8::/31", "2001:db8::/32"}) {
    world_.authorize({"acme", {}}, text);
  }
  world_.authorize({"acme", "web"}, "::/0");
  must(world_.control->lists().deny(world_.admin, {"acme", {}},
                                    NewEntry{prefix("0.0.0.0/0"), {}, policy::kAlways, policy::kForever}));
  EXPECT_EQ(hints(),
            (Lines{"wide 10.0.0.0/8", "wide 172.16.0.0/15", "wide 2001:db8::/31", "wide ::/0 of web"}));
}

TEST_F(ReviewTest, NarrowsALearnedNetworkOfWhichOneAddressWasSeen) {
  world_.request("acme", "web", "192.0.2.7");
  world_.request("acme", "web", "192.0.3.7");
  world_.clock.advance(std::chrono::days(3));
  world_.request("acme", "web", "192.0.2.7");
  world_.request("acme", "web", "192.0.3.8");
  EXPECT_EQ(hints(), Lines{});
  world_.clock.advance(std::chrono::days(4));
  EXPECT_EQ(hints(), (Lines{"one_address 192.0.2.0/24 -> 192.0.2.7"}));
}

// Others were seen whose activity is not there any more, or never was here.
TEST_F(ReviewTest, DoesNotNarrowWhatOthersUsed) {
  must(world_.control->directory().create_organization(world_.admin, "sub", "acme"));
  must(world_.control->directory().create_credential(world_.admin, "sub", "key", Channel::api, std::nullopt));
  world_.request("acme", "web", "192.0.2.7");
  world_.request("acme", "web", "192.0.3.7");
  world_.clock.advance(std::chrono::days(8));
  EXPECT_EQ(hints(),
            (Lines{"one_address 192.0.2.0/24 -> 192.0.2.7", "one_address 192.0.3.0/24 -> 192.0.3.7"}));
  must(world_.control->family().share(world_.admin, "acme", prefix("192.0.2.0/24"), {}));
  ASSERT_EQ(world_.request("sub", "key", "192.0.2.8"), policy::Reason::shared);
  world_.request("acme", "web", "192.0.2.7");
  world_.request("acme", "web", "192.0.3.7");
  EXPECT_EQ(hints(), (Lines{"one_address 192.0.3.0/24 -> 192.0.3.7"}));
}

TEST_F(ReviewTest, DoesNotNarrowWhereActivityWasSwept) {
  world_.request("acme", "web", "192.0.2.8");
  world_.request("acme", "web", "192.0.3.7");
  for (int day = 0; day < 120; ++day) {
    world_.advance(std::chrono::days(1));
    world_.request("acme", "web", "192.0.2.7");
    world_.request("acme", "web", "192.0.3.7");
  }
  const auto activity = must(world_.control->lists().activity("acme", {100, {}})).items;
  ASSERT_EQ(activity.size(), 2U);  // that of 192.0.2.8 is gone
  EXPECT_EQ(hints(), (Lines{"one_address 192.0.3.0/24 -> 192.0.3.7"}));
}

// Uses that the entry had no part in may hide those of others.
TEST_F(ReviewTest, DoesNotNarrowWhatWasUsedBeforeItWasThere) {
  world_.mode({"acme", {}}, policy::Mode::off);
  for (int i = 0; i < 5; ++i) world_.request("acme", "web", "192.0.2.7");
  world_.mode({"acme", {}}, policy::Mode::learning);
  world_.clock.advance(std::chrono::hours(1));
  world_.request("acme", "web", "192.0.2.7");
  world_.clock.advance(std::chrono::days(8));
  EXPECT_EQ(hints(), Lines{});
}

TEST_F(ReviewTest, PointsAtWhatIsNotUsed) {
  world_.authorize({"acme", {}}, "192.0.2.1");
  world_.authorize({"acme", {}}, "192.0.2.2");
  NewEntry later{prefix("192.0.2.3"), {}, policy::kAlways, policy::kForever};
  later.valid_from = world_.clock.now() + std::chrono::days(30);
  must(world_.control->lists().authorize(world_.admin, {"acme", {}}, {later}));
  world_.clock.advance(std::chrono::days(50));
  world_.request("acme", "web", "192.0.2.1");
  world_.clock.advance(std::chrono::days(40));
  EXPECT_EQ(hints(), (Lines{"stale 192.0.2.2"}));
  world_.clock.advance(std::chrono::days(50));
  EXPECT_EQ(hints(), (Lines{"stale 192.0.2.1", "stale 192.0.2.2", "stale 192.0.2.3"}));
}

TEST_F(ReviewTest, PointsAtNetworksOfProviders) {
  world_.authorize({"acme", {}}, "198.51.100.0/24");
  world_.authorize({"acme", {}}, "203.0.113.7");
  world_.authorize({"acme", {}}, "203.0.113.0/24");  // half of it is another's
  world_.authorize({"acme", {}}, "203.0.113.200");
  EXPECT_EQ(hints(), (Lines{"provider 198.51.100.0/24", "provider 203.0.113.7"}));
}

TEST_F(ReviewTest, HasNothingToSayAboutOthersAndFails) {
  EXPECT_EQ(code_of(world_.control->review().hints("nobody")), ErrorCode::unknown_organization);
}

TEST(Provider, IsKnownByNumberBeforeName) {
  EXPECT_EQ(provider_of({"", "", 16509}), Provider::hosting);
  EXPECT_EQ(provider_of({"Something", "", 3320}), Provider::carrier);
  EXPECT_EQ(provider_of({"EXAMPLE CLOUD GmbH", "", 64500}), Provider::hosting);
  EXPECT_EQ(provider_of({"Example Mobile", "", std::nullopt}), Provider::carrier);
  EXPECT_EQ(provider_of({"Example University", "", 64500}), std::nullopt);
  EXPECT_EQ(provider_of({}), std::nullopt);
}

}  // namespace
}  // namespace sallyport::control
