// How people sign in, what programs use instead, and what becomes of both.

#include "control/people/people_world.h"

namespace sallyport::control {
namespace {

TEST_F(PeopleTest, AnInvitedMemberSetsAPasswordAndSignsIn) {
  EXPECT_EQ(mails(), 0U) << "adding a member mails nothing";
  const std::string link = invite();
  EXPECT_TRUE(mailed().first);
  EXPECT_EQ(must(people().open_password_link(link)), kAnn);
  EXPECT_EQ(code_of(people().sign_in(kAnn, kPassword, kHere)), ErrorCode::unauthenticated);
  must(people().set_password(link, kPassword, kHere));
  const Session session = must(people().sign_in(kAnn, kPassword, kHere));
  EXPECT_TRUE(session.token.starts_with("sps_"));
  EXPECT_EQ(session.expires, world.clock.now() + 12h);
  EXPECT_EQ(principal(session.token).member, kAnn);
  EXPECT_EQ(principal(session.token).actor.name, kAnn);
  EXPECT_FALSE(principal(session.token).administrator);
}

TEST_F(PeopleTest, ALinkWorksOnceAndNotForEver) {
  const std::string first = invite();
  const std::string second = invite();
  must(people().set_password(first, kPassword, kHere));
  EXPECT_EQ(code_of(people().set_password(first, kOther, kHere)), ErrorCode::used_token);
  EXPECT_EQ(code_of(people().set_password(second, kOther, kHere)), ErrorCode::used_token)
      << "a password that was set ends all links";
  const std::string third = invite();
  world.advance(24h * 7);
  EXPECT_EQ(code_of(people().open_password_link(third)), ErrorCode::expired_token);
  EXPECT_EQ(code_of(people().set_password(third, kOther, kHere)), ErrorCode::expired_token);
  sign_in();
}

TEST_F(PeopleTest, ALinkCannotBeMadeUpNorBorrowed) {
  const std::string link = invite();
  for (std::size_t i = 0; i < link.size(); ++i) {
    std::string other = link;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(code_of(people().open_password_link(other)), ErrorCode::not_found) << i;
  }
  EXPECT_EQ(code_of(people().open_password_link("")), ErrorCode::not_found);
  // An alert's link is a token of the same form and of the same row's number: it stands for nothing here.
  world.mode({"acme", {}}, policy::Mode::blocking);
  world.request("acme", "web", "198.51.100.7");
  const auto alert = world.mailbox.newest_alert().items.front().authorize_token;
  EXPECT_EQ(code_of(people().open_password_link(alert)), ErrorCode::not_found);
  EXPECT_EQ(code_of(world.control->alerts().open(link)), ErrorCode::not_found);
}

TEST_F(PeopleTest, AWrongPasswordAndAnUnknownAddressAreAnsweredAlike) {
  give_password();
  const auto wrong = people().sign_in(kAnn, kOther, kHere);
  const auto unknown = people().sign_in("nobody@acme.example", kOther, kHere);
  ASSERT_FALSE(wrong);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(wrong.error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(wrong.error().code, unknown.error().code);
  EXPECT_EQ(wrong.error().message, unknown.error().message);
}

TEST_F(PeopleTest, ASessionEnds) {
  give_password();
  const std::string left = sign_in();
  const std::string forgotten = sign_in();
  must(people().sign_out(left, kHere));
  EXPECT_FALSE(works(left));
  EXPECT_EQ(code_of(people().sign_out(left, kHere)), ErrorCode::not_found);
  EXPECT_TRUE(works(forgotten));
  world.clock.advance(12h - 1ms);
  EXPECT_TRUE(works(forgotten));
  world.clock.advance(1ms);
  EXPECT_FALSE(works(forgotten));
}

TEST_F(PeopleTest, ANewPasswordEndsAllSessions) {
  give_password();
  const std::string one = sign_in();
  const std::string two = sign_in();
  must(people().set_password(invite(), kOther, kHere));
  EXPECT_FALSE(works(one));
  EXPECT_FALSE(works(two));
  EXPECT_EQ(code_of(people().sign_in(kAnn, kPassword, kHere)), ErrorCode::unauthenticated);
}

TEST_F(PeopleTest, TheOldestSessionGivesWay) {
  give_password();
  const std::string first = sign_in();
  std::string last;
  for (int i = 0; i < 20; ++i) last = sign_in();
  EXPECT_FALSE(works(first));
  EXPECT_TRUE(works(last));
}

TEST_F(PeopleTest, APasswordMustBeLongEnough) {
  const std::string link = invite();
  for (const std::string& password : {std::string(), std::string("elevenchars"), std::string(1025, 'x'),
                                      std::string("\xff not text at all")}) {
    EXPECT_EQ(code_of(people().set_password(link, password, kHere)), ErrorCode::invalid_setting) << password;
  }
  must(people().set_password(link, "twelve chars", kHere));
  must(people().set_password(invite(), "パスワードは十二文字です", kHere));
}

TEST_F(PeopleTest, AskingForAPasswordTellsNothingAndMailsSeldom) {
  must(people().request_password("nobody@acme.example", kHere));
  EXPECT_EQ(mails(), 0U);
  must(people().request_password(kAnn, kHere));
  must(people().request_password(kAnn, address("203.0.113.1")));
  EXPECT_EQ(mails(), 1U);
  EXPECT_EQ(world.mailbox.mails.back().organization, "");
  world.advance(15min);
  must(people().request_password(kAnn, kHere));
  EXPECT_EQ(mails(), 2U);
  must(people().set_password(mailed().link_token, kPassword, kHere));
}

TEST_F(PeopleTest, InvitationsAreLimited) {
  for (int i = 0; i < 3; ++i) invite();
  EXPECT_EQ(code_of(people().invite(world.admin, "acme", kAnn)), ErrorCode::rate_limited);
  EXPECT_EQ(code_of(people().invite(world.admin, "acme", "bob@acme.example")), ErrorCode::unknown_member);
  EXPECT_EQ(code_of(people().invite(world.admin, "nobody", kAnn)), ErrorCode::unknown_organization);
}

TEST_F(PeopleTest, APersonHasOneLanguageEverywhere) {
  must(world.control->directory().create_organization(world.admin, "other"));
  must(people().set_language(world.admin, kAnn, Language::german));
  must(world.control->directory().add_member(world.admin, "other", kAnn, {true}, Language::japanese));
  EXPECT_EQ(must(world.control->directory().member("other", kAnn)).language, Language::german);
  EXPECT_EQ(must(people().language("nobody@acme.example")), Language::english);
  EXPECT_EQ(code_of(people().set_language(world.admin, "nobody@acme.example", Language::german)),
            ErrorCode::unknown_member);
  must(world.control->directory().add_member(world.admin, "other", "eve@x.example", {}, Language::japanese));
  EXPECT_EQ(must(people().language("eve@x.example")), Language::japanese);
}

TEST_F(PeopleTest, WhoIsAMemberNowhereAnyMoreCannotSignIn) {
  must(world.control->directory().create_organization(world.admin, "other"));
  must(world.control->directory().add_member(world.admin, "other", kAnn, {true}));
  give_password();
  const std::string session = sign_in();
  const std::string link = invite();
  must(world.control->directory().remove_member(world.admin, "acme", kAnn));
  EXPECT_TRUE(works(session)) << "still a member of the other";
  EXPECT_EQ(code_of(may(session, "acme", Permission::read)), ErrorCode::unknown_organization);
  EXPECT_EQ(code_of(world.control->directory().remove_member(world.admin, "other", kAnn)),
            ErrorCode::forbidden)
      << "its last owner";
  must(world.control->directory().add_member(world.admin, "other", "bob@x.example", {true}));
  must(world.control->directory().remove_member(world.admin, "other", kAnn));
  EXPECT_FALSE(works(session));
  EXPECT_EQ(code_of(people().sign_in(kAnn, kPassword, kHere)), ErrorCode::unauthenticated);
  EXPECT_EQ(code_of(people().open_password_link(link)), ErrorCode::not_found);
}

TEST_F(PeopleTest, TheLastOwnerStays) {
  auto directory = world.control->directory();
  must(directory.add_member(world.admin, "acme", "olga@acme.example", {true}));
  EXPECT_EQ(code_of(directory.change_member(world.admin, "acme", "olga@acme.example", {false, true})),
            ErrorCode::forbidden);
  EXPECT_EQ(code_of(directory.remove_member(world.admin, "acme", "olga@acme.example")), ErrorCode::forbidden);
  must(directory.change_member(world.admin, "acme", kAnn, {true}));
  must(directory.change_member(world.admin, "acme", "olga@acme.example", {false, false, true, false}));
  EXPECT_EQ(must(directory.member("acme", "olga@acme.example")).permissions,
            (Permissions{false, false, true, false}));
  EXPECT_EQ(code_of(directory.change_member(world.admin, "acme", "nobody@acme.example", {true})),
            ErrorCode::unknown_member);
}

TEST_F(PeopleTest, WhatWasMailedToARemovedMemberAnswersNothingAnyMore) {
  world.mode({"acme", {}}, policy::Mode::blocking);
  world.request("acme", "web", "198.51.100.7");
  const auto token = world.mailbox.newest_alert().items.front().authorize_token;
  auto directory = world.control->directory();
  must(directory.remove_member(world.admin, "acme", kAnn));
  EXPECT_EQ(code_of(world.control->alerts().press(token, kHere)), ErrorCode::unknown_member);
  must(directory.add_member(world.admin, "acme", kAnn, {false, true}));
  EXPECT_EQ(code_of(world.control->alerts().press(token, kHere)), ErrorCode::not_found)
      << "nor when they come back";
  EXPECT_EQ(world.listed({"acme", {}}), "none");
}

TEST_F(PeopleTest, AMailUnderWayToARemovedMemberIsNotSent) {
  must(world.control->directory().create_organization(world.admin, "other"));
  must(world.control->directory().add_member(world.admin, "other", kAnn, {}));
  world.mode({"acme", {}}, policy::Mode::blocking);
  world.mailbox.down = true;
  world.request("acme", "web", "198.51.100.7");
  must(people().invite(world.admin, "other", kAnn));
  must(world.control->directory().remove_member(world.admin, "acme", kAnn));
  world.mailbox.down = false;
  world.advance(2h);
  ASSERT_EQ(world.mailbox.mails.size(), 1U);
  EXPECT_EQ(world.mailbox.mails.front().organization, "other");
}

TEST_F(PeopleTest, PermissionsReachDownTheTreeAndNowhereElse) {
  auto directory = world.control->directory();
  must(directory.create_organization(world.admin, "child", "acme"));
  must(directory.create_organization(world.admin, "grandchild", "child"));
  must(directory.create_organization(world.admin, "other"));
  give_password();
  const std::string ann = sign_in();
  const auto of_child = must(world.control->tokens().create(world.admin, "child", "t", {.read = true}, {}));
  must(may(ann, "acme", Permission::authorized_ips));
  must(may(ann, "grandchild", Permission::authorized_ips));
  EXPECT_EQ(code_of(may(ann, "grandchild", Permission::owner)), ErrorCode::forbidden);
  EXPECT_EQ(code_of(may(ann, "acme", Permission::audit)), ErrorCode::forbidden);
  EXPECT_EQ(code_of(may(ann, "other", Permission::read)), ErrorCode::unknown_organization);
  must(may(of_child.secret, "grandchild", Permission::read));
  EXPECT_EQ(code_of(may(of_child.secret, "child", Permission::audit)), ErrorCode::forbidden);
  EXPECT_EQ(code_of(may(of_child.secret, "acme", Permission::read)), ErrorCode::unknown_organization);
  const auto foreign = may(of_child.secret, "other", Permission::read);
  const auto none = may(of_child.secret, "othex", Permission::read);
  std::string message = foreign.error().message;
  message.replace(message.find("other"), 5, "othex");
  EXPECT_EQ(message, none.error().message);
  EXPECT_EQ(code_of(world.control->access().authorize({}, "acme", Permission::read)),
            ErrorCode::unknown_organization)
      << "nobody in particular may do nothing";
}

TEST_F(PeopleTest, ListsOfOrganizationsShowOnesOwnTreesOnly) {
  auto directory = world.control->directory();
  must(directory.create_organization(world.admin, "child", "acme"));
  must(directory.create_organization(world.admin, "zebra", "child"));
  must(directory.create_organization(world.admin, "other"));
  must(directory.create_organization(world.admin, "other child", "other"));
  give_password();
  const auto names = [&](const Principal& who, unsigned limit = 100) {
    std::string text;
    PageRequest request{limit, {}};
    do {
      const auto page = must(world.control->access().organizations(who, request));
      for (const auto& organization : page.items) text += organization.name + ";";
      request.cursor = page.next;
    } while (!request.cursor.empty());
    return text;
  };
  EXPECT_EQ(names(principal(sign_in())), "acme;child;zebra;");
  EXPECT_EQ(names(principal(sign_in()), 1), "acme;child;zebra;");
  const auto token = must(world.control->tokens().create(world.admin, "other", "t", {.audit = true}, {}));
  EXPECT_EQ(names(principal(token.secret)), "other;other child;");
  const auto all = must(world.control->tokens().create(world.admin, "", "t", {.read = true}, {}));
  EXPECT_EQ(names(principal(all.secret)), "acme;child;other;other child;zebra;");
  EXPECT_EQ(names({}), "");
  must(directory.change_member(world.admin, "acme", kAnn, {}));
  EXPECT_EQ(names(principal(sign_in())), "") << "a member without permissions";
}

TEST_F(PeopleTest, TokensExpireAreRevokedAndAreNeverKept) {
  auto tokens = world.control->tokens();
  const auto lasting = must(tokens.create(world.admin, "acme", "deploy", {.owner = true}, {}));
  const auto brief = must(tokens.create(world.admin, "acme", "ci", {.read = true}, 1h));
  EXPECT_TRUE(lasting.secret.starts_with("spt_"));
  EXPECT_EQ(code_of(tokens.create(world.admin, "acme", "ci", {.read = true}, {})), ErrorCode::duplicate);
  EXPECT_EQ(principal(brief.secret).actor.name, "token acme/ci");
  EXPECT_EQ(principal(brief.secret).organization, "acme");
  EXPECT_FALSE(principal(lasting.secret).administrator) << "an owner of one organization";
  world.clock.advance(1h);
  EXPECT_FALSE(works(brief.secret));
  EXPECT_EQ(must(tokens.list("acme")).size(), 1U);
  must(tokens.create(world.admin, "acme", "ci", {.read = true}, 1h));  // the old one is out of the way
  must(tokens.revoke(world.admin, "acme", "deploy"));
  EXPECT_FALSE(works(lasting.secret));
  EXPECT_EQ(code_of(tokens.revoke(world.admin, "acme", "deploy")), ErrorCode::not_found);
  EXPECT_EQ(code_of(tokens.create(world.admin, "acme", "x", {}, {})), ErrorCode::malformed_request);
  EXPECT_EQ(code_of(tokens.create(world.admin, "acme", "x", {.read = true}, 0s)), ErrorCode::invalid_setting);
  for (int i = 0; i < 99; ++i) {
    must(tokens.create(world.admin, "acme", "t" + std::to_string(i), {.read = true}, {}));
  }
  EXPECT_EQ(code_of(tokens.create(world.admin, "acme", "one more", {.read = true}, {})),
            ErrorCode::too_many_entries);
  for (const auto& record : must(world.control->audit().list("", {1000, {}})).items) {
    EXPECT_EQ(record.after.find("spt_"), std::string::npos);
  }
}

TEST_F(PeopleTest, TheHeartbeatWritesDownUsesAndErasesWhatExpired) {
  auto tokens = world.control->tokens();
  const auto used = must(tokens.create(world.admin, "acme", "used", {.read = true}, {}));
  const auto brief = must(tokens.create(world.admin, "acme", "brief", {.read = true}, 1s));
  const Timestamp when = world.clock.now();
  EXPECT_TRUE(works(used.secret));
  EXPECT_EQ(must(tokens.list("acme")).back().last_used, when) << "before it is written down";
  world.advance(1h);
  EXPECT_EQ(must(tokens.list("acme")).back().last_used, when);
  const auto reader = must(world.store->view());
  const auto acme = must(reader->organization("acme"));
  const auto rows = must(reader->people().access_tokens(acme->id));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().token.last_used, when);
}

TEST_F(PeopleTest, AnInstallationsTokenOfAnOwnerIsAnAdministrators) {
  auto tokens = world.control->tokens();
  const auto owner = must(tokens.create(world.admin, "", "provision", {.owner = true}, {}));
  const auto reader = must(tokens.create(world.admin, "", "look", {.read = true}, {}));
  EXPECT_TRUE(principal(owner.secret).administrator);
  EXPECT_FALSE(principal(reader.secret).administrator);
  must(may(reader.secret, "acme", Permission::read));
  EXPECT_EQ(code_of(may(reader.secret, "acme", Permission::owner)), ErrorCode::forbidden);
  EXPECT_EQ(code_of(may(reader.secret, "nothing", Permission::read)), ErrorCode::unknown_organization);
}

}  // namespace
}  // namespace sallyport::control
