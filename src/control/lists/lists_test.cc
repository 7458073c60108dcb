// R10, R11, R14: what people do with lists, and who may; organizations and credentials.

#include "control/test_world.h"

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::kAlways;
using policy::kForever;
using policy::Mode;
using policy::Reason;
using std::chrono::hours;

NewEntry entry(std::string_view text) { return {prefix(text), {}, kAlways, kForever}; }

class ListsTest : public testing::Test {
 protected:
  ListsTest() { world.make_acme(); }
  Lists lists() { return world.control->lists(); }
  const ScopeName acme{"acme", {}};
  TestWorld world;
};

TEST_F(ListsTest, ListsAreInAddressOrderAndPaged) {
  must(lists().authorize(world.admin, acme,
                         {entry("2001:db8::/32"), entry("192.0.2.0/24"), entry("10.0.0.0/8"),
                          entry("192.0.2.0/25"), entry("203.0.113.9")}));
  EXPECT_EQ(world.listed(acme), "10.0.0.0/8, 192.0.2.0/24, 192.0.2.0/25, 203.0.113.9, 2001:db8::/32");
  std::string text;
  PageRequest page{2, {}};
  int pages = 0;
  do {
    const auto part = must(lists().entries(acme, EntryKind::authorized, page));
    for (const auto& item : part.items) text += item.entry.prefix.to_string() + " ";
    page.cursor = part.next;
    ++pages;
  } while (!page.cursor.empty());
  EXPECT_EQ(text, "10.0.0.0/8 192.0.2.0/24 192.0.2.0/25 203.0.113.9 2001:db8::/32 ");
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(code_of(lists().entries(acme, EntryKind::authorized, {0, {}})), ErrorCode::malformed_request);
  EXPECT_EQ(code_of(lists().entries(acme, EntryKind::authorized, {1001, {}})), ErrorCode::malformed_request);
  EXPECT_EQ(code_of(lists().entries(acme, EntryKind::authorized, {1, "x'"})), ErrorCode::malformed_request);
}

TEST_F(ListsTest, AuthorizingIsAllOrNothing) {
  world.authorize(acme, "192.0.2.0/24");
  EXPECT_EQ(code_of(lists().authorize(world.admin, acme, {entry("10.0.0.0/8"), entry("192.0.2.0/24")})),
            ErrorCode::duplicate);
  EXPECT_EQ(code_of(lists().authorize(world.admin, acme, {entry("10.0.0.0/8"), entry("10.0.0.0/8")})),
            ErrorCode::duplicate);
  EXPECT_EQ(code_of(lists().authorize(world.admin, acme, {})), ErrorCode::malformed_request);
  EXPECT_EQ(world.listed(acme), "192.0.2.0/24");
}

TEST_F(ListsTest, AListHasALimit) {
  ControlSettings settings;
  settings.entries_per_list = 3;
  TestWorld small(settings);
  small.make_acme();
  must(small.control->lists().authorize(small.admin, acme, {entry("10.0.0.1"), entry("10.0.0.2")}));
  EXPECT_EQ(
      code_of(small.control->lists().authorize(small.admin, acme, {entry("10.0.0.3"), entry("10.0.0.4")})),
      ErrorCode::too_many_entries);
  must(small.control->lists().deny(small.admin, acme, entry("10.0.0.3")));
  EXPECT_EQ(code_of(small.control->lists().deny(small.admin, acme, entry("10.0.0.4"))),
            ErrorCode::too_many_entries);
  EXPECT_EQ(small.control->statistics().entries, 3u);
}

TEST_F(ListsTest, EntriesHaveAnEndAndAStart) {
  world.mode(acme, Mode::blocking);
  const Timestamp now = world.clock.now();
  must(lists().authorize(world.admin, acme,
                         {{prefix("192.0.2.1"), "for the audit", kAlways, now + hours(2)},
                          {prefix("192.0.2.2"), {}, now + hours(1), kForever}}));
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.1").reason, Reason::authorized);
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.2").reason, Reason::unknown_address);
  EXPECT_EQ(code_of(lists().authorize(world.admin, acme, {entry("192.0.2.1")})), ErrorCode::duplicate);
  world.advance(hours(2));
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.1").reason, Reason::unknown_address);
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.2").reason, Reason::authorized);
  world.authorize(acme, "192.0.2.1");  // anew
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.1").reason, Reason::authorized);
  EXPECT_EQ(code_of(lists().authorize(world.admin, acme, {{prefix("10.0.0.1"), {}, kAlways, now}})),
            ErrorCode::invalid_setting);
  EXPECT_EQ(code_of(lists().authorize(world.admin, acme,
                                      {{prefix("10.0.0.1"), {}, now + hours(9), now + hours(8)}})),
            ErrorCode::invalid_setting);
}

TEST_F(ListsTest, DenyAndAuthorizeReplaceEachOther) {
  world.authorize(acme, "192.0.2.0/24");
  must(lists().deny(world.admin, acme, entry("192.0.2.0/24")));
  EXPECT_EQ(world.listed(acme), "none");
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.1").reason, Reason::denied);
  EXPECT_EQ(code_of(lists().deny(world.admin, acme, entry("192.0.2.0/24"))), ErrorCode::duplicate);
  world.authorize(acme, "192.0.2.0/24");
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.1").reason, Reason::authorized);
  must(lists().deny(world.admin, acme, entry("192.0.2.7")));
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::denied);
  must(lists().remove(world.admin, acme, prefix("192.0.2.7")));
  EXPECT_EQ(world.decide("acme", "web", "192.0.2.7").reason, Reason::authorized);
  EXPECT_EQ(world.listed(acme, EntryKind::removed), "none");  // a denial is simply lifted
}

TEST_F(ListsTest, RemovingSaysWhatStillAllows) {
  must(lists().authorize(world.admin, acme,
                         {entry("192.0.0.0/16"), entry("192.0.2.0/24"), entry("192.0.2.7")}));
  must(lists().authorize(world.admin, {"acme", "web"}, {entry("192.0.2.7"), entry("192.0.2.0/28")}));
  const auto removal = must(lists().remove(world.admin, {"acme", "web"}, prefix("192.0.2.7")));
  EXPECT_EQ(removal.still_allowed_by, (std::vector{prefix("192.0.2.0/28"), prefix("192.0.0.0/16"),
                                                   prefix("192.0.2.0/24"), prefix("192.0.2.7")}));
  const auto outer = must(lists().remove(world.admin, acme, prefix("192.0.0.0/16")));
  EXPECT_TRUE(outer.still_allowed_by.empty());
}

TEST_F(ListsTest, OnlyWhatIsListedCanBeRemoved) {
  world.authorize(acme, "192.0.2.0/24");
  const auto inside = lists().remove(world.admin, acme, prefix("192.0.2.7"));
  EXPECT_EQ(code_of(inside), ErrorCode::not_found);
  EXPECT_NE(inside.error().message.find("192.0.2.0/24"), std::string::npos);
  must(lists().remove(world.admin, acme, prefix("192.0.2.0/24")));
  EXPECT_EQ(code_of(lists().remove(world.admin, acme, prefix("192.0.2.0/24"))), ErrorCode::not_found);
}

TEST_F(ListsTest, MembersNeedThePermission) {
  must(world.control->directory().add_member(world.admin, "acme", "bob@acme.example", {false, false, true}));
  must(world.control->directory().create_organization(world.admin, "other"));
  must(world.control->directory().add_member(world.admin, "other", "eve@other.example", {true, true, true}));
  const Actor bob{"bob@acme.example", std::nullopt};
  const Actor eve{"eve@other.example", std::nullopt};
  ProtectionChange off;
  off.mode = Mode::off;
  world.mode(acme, Mode::blocking);
  world.request("acme", "web", "192.0.2.1");
  const auto alert = world.alerts("acme")[0].id;
  for (const auto& [actor, code] : {std::pair{bob, ErrorCode::forbidden}, {eve, ErrorCode::unknown_member}}) {
    EXPECT_EQ(code_of(lists().authorize(actor, acme, {entry("10.0.0.1")})), code);
    EXPECT_EQ(code_of(lists().deny(actor, acme, entry("10.0.0.1"))), code);
    EXPECT_EQ(code_of(lists().remove(actor, acme, prefix("10.0.0.1"))), code);
    EXPECT_EQ(code_of(world.control->protections().change(actor, acme, std::nullopt, off)), code);
    EXPECT_EQ(code_of(world.control->protections().inherit(actor, {"acme", "web"})), code);
    EXPECT_EQ(code_of(world.control->alerts().answer(actor, "acme", alert, {.action = Action::authorize})),
              code);
  }
  EXPECT_EQ(
      code_of(world.control->alerts().answer(world.admin, "other", alert, {.action = Action::authorize})),
      ErrorCode::not_found);
  must(lists().authorize(world.ann, acme, {entry("10.0.0.1")}));
}

TEST_F(ListsTest, SettingsAreChecked) {
  const auto refused = [&](const ProtectionChange& change, const ScopeName& scope,
                           std::optional<Channel> channel) {
    return code_of(world.control->protections().change(world.admin, scope, channel, change));
  };
  ProtectionChange change;
  change.quiet_period = std::chrono::seconds(0);
  EXPECT_EQ(refused(change, acme, std::nullopt), ErrorCode::invalid_setting);
  change = {};
  change.learned_ipv4 = 7;
  EXPECT_EQ(refused(change, acme, std::nullopt), ErrorCode::invalid_setting);
  change = {};
  change.learned_ipv6 = 129;
  EXPECT_EQ(refused(change, acme, std::nullopt), ErrorCode::invalid_setting);
  EXPECT_EQ(refused({}, {"acme", "web"}, Channel::smtp), ErrorCode::invalid_setting);
  EXPECT_EQ(refused({}, {"nobody", {}}, std::nullopt), ErrorCode::unknown_organization);
  EXPECT_EQ(refused({}, {"acme", "none"}, std::nullopt), ErrorCode::unknown_credential);
}

TEST_F(ListsTest, NamesAreChecked) {
  const auto name = [&](const std::string& text) {
    return world.control->directory().create_organization(world.admin, text).has_value();
  };
  EXPECT_TRUE(name("Société Générale 2"));
  for (const std::string& text :
       {std::string(), std::string(101, 'a'), std::string("a/b"), std::string("a\nb"), std::string("a\0b", 3),
        std::string(" a"), std::string("a "), std::string("\xff"), std::string("\xc0\xaf"),
        std::string("\xed\xa0\x80"), std::string("a\xe2\x80\xae")}) {
    EXPECT_FALSE(name(text)) << testing::PrintToString(text);
  }
  EXPECT_EQ(code_of(world.control->directory().create_organization(world.admin, "acme")),
            ErrorCode::duplicate);
  const auto email = [&](const std::string& text) {
    return world.control->directory().add_member(world.admin, "acme", text, {}).has_value();
  };
  EXPECT_TRUE(email("first.last+tag@sub.example.org"));
  for (const std::string& text :
       {std::string("nobody"), std::string("a@b@c"), std::string("<a@b>"), std::string("a@b\r\nBcc: c@d"),
        std::string("a b@c"), std::string(".a@b"), std::string("a@-b"), std::string("a@b..c"),
        std::string("@b"), std::string("a@"), std::string("\"a\"@b"), std::string(65, 'a') + "@b",
        "a@" + std::string(254, 'b')}) {
    EXPECT_FALSE(email(text)) << testing::PrintToString(text);
  }
  EXPECT_FALSE(
      lists().authorize(world.admin, acme, {{prefix("10.0.0.1"), "a\nb", kAlways, kForever}}).has_value());
  EXPECT_FALSE(
      lists()
          .authorize(world.admin, acme, {{prefix("10.0.0.1"), std::string(501, 'a'), kAlways, kForever}})
          .has_value());
}

TEST_F(ListsTest, SecretsAreShownOnceAndKnownByTheirFingerprint) {
  const auto created = must(
      world.control->directory().create_credential(world.admin, "acme", "k", Channel::smtp, std::nullopt));
  ASSERT_TRUE(created.secret);
  EXPECT_EQ(created.secret->size(), 4u + 52 + 1 + 7);
  EXPECT_EQ(created.secret->substr(0, 4), "spk_");
  std::array<std::byte, 32> key;
  key.fill(std::byte{7});
  EXPECT_EQ(policy::FingerprintKey(key).of(*created.secret), created.credential.fingerprint);
  EXPECT_EQ(code_of(world.control->directory().create_credential(world.admin, "acme", "k", Channel::api,
                                                                 std::nullopt)),
            ErrorCode::duplicate);
  EXPECT_EQ(code_of(world.control->directory().create_credential(world.admin, "acme", "l", Channel::api,
                                                                 created.credential.fingerprint)),
            ErrorCode::duplicate);
}

TEST_F(ListsTest, ARemovedCredentialIsUnknown) {
  const auto web = must(world.control->directory().credential("acme", "web"));
  world.authorize({"acme", "web"}, "10.0.0.1");
  const auto decide = [&] {
    return world.slot.current()->decide({web.fingerprint, address("10.0.0.1")}, world.clock.now()).reason;
  };
  EXPECT_EQ(decide(), Reason::authorized);
  must(world.control->directory().remove_credential(world.admin, "acme", "web"));
  EXPECT_EQ(decide(), Reason::unknown_credential);
  EXPECT_EQ(world.control->statistics().entries, 0u);
  EXPECT_EQ(world.control->statistics().credentials, 0u);
  const auto again = must(world.control->directory().create_credential(world.admin, "acme", "web",
                                                                       Channel::api, web.fingerprint));
  EXPECT_NE(again.credential.id, web.id);  // never used twice
  EXPECT_EQ(world.listed({"acme", "web"}), "none");
}

TEST_F(ListsTest, TheAdministratorsTokenIsReplaced) {
  EXPECT_FALSE(must(world.control->access().has_administrator_token()));
  EXPECT_EQ(code_of(world.control->access().authenticate("")), ErrorCode::unauthenticated);
  const std::string first = must(world.control->access().issue_administrator_token());
  EXPECT_EQ(must(world.control->access().authenticate(first)).actor.name, "administrator");
  const std::string second = must(world.control->access().issue_administrator_token());
  EXPECT_EQ(code_of(world.control->access().authenticate(first)), ErrorCode::unauthenticated);
  EXPECT_EQ(must(world.control->access().authenticate(second)).actor.name, "administrator");
}

TEST_F(ListsTest, ActivityIsNewestFirstAndPaged) {
  for (int i = 1; i <= 5; ++i) {
    world.request("acme", "web", "192.0." + std::to_string(i) + ".1");
    if (i % 2 == 0) world.clock.advance(Milliseconds(1));
  }
  std::string text;
  PageRequest page{2, {}};
  do {
    const auto part = must(lists().activity("acme", page));
    for (const auto& item : part.items) text += item.address.to_string() + " ";
    page.cursor = part.next;
  } while (!page.cursor.empty());
  EXPECT_EQ(text, "192.0.5.1 192.0.4.1 192.0.3.1 192.0.2.1 192.0.1.1 ");
  EXPECT_EQ(code_of(lists().activity("acme", {1, "1.2"})), ErrorCode::malformed_request);
}

}  // namespace
}  // namespace sallyport::control
