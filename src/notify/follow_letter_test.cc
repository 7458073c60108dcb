// Mails about what is followed.

#include <gtest/gtest.h>

#include "notify/mail.h"

namespace sallyport::notify {
namespace {

using control::FollowNotification;
using control::Language;

Timestamp day(const char* text) { return parse_timestamp(std::string(text) + "T00:00:00Z").value(); }
net::Prefix prefix(std::string_view text) { return net::Prefix::parse(text).value(); }

Mail mail_of(FollowNotification news, Language language = Language::english) {
  return render({.id = "acme-7",
                 .created = parse_timestamp("2026-02-10T05:00:00Z").value(),
                 .organization = "acme",
                 .recipient = "ann@acme.example",
                 .language = language,
                 .content = std::move(news)},
                {.from = "guard@mail.example", .public_url = "https://guard.example"});
}

FollowNotification three_gone() {
  FollowNotification news{.vendor = "moengage", .name = "MoEngage"};
  for (const char* text : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
    news.given_up.first.push_back(
        {prefix(text), day("2026-01-01"), day("2026-02-17"), day("2026-01-29"), {}});
  }
  news.given_up.total = 3;
  news.still_there = {3, day("2026-01-01"), day("2026-01-01"), day("2026-01-29")};
  return news;
}

TEST(FollowLetter, TellsTheEffectInWords) {
  const Mail mail = mail_of(three_gone());
  EXPECT_EQ(mail.subject, "acme: your authorized addresses of MoEngage have changed");
  for (const std::string& both : {mail.text, mail.html}) {
    EXPECT_NE(both.find("3 entries that your list still has were given up by the vendor 40 days ago; last "
                        "used 12 days ago."),
              std::string::npos)
        << both;
    EXPECT_NE(both.find("192.0.2.2: given up on 2026-01-01, last used on 2026-01-29; will be removed on "
                        "2026-02-17 00:00:00 UTC"),
              std::string::npos)
        << both;
  }
  EXPECT_EQ(mail.text.find("half"), std::string::npos);
}

TEST(FollowLetter, SaysFirstThatMuchWasGivenUpAtOnce) {
  FollowNotification news = three_gone();
  news.many = true;
  const Mail mail = mail_of(news);
  const auto warning = mail.text.find("more than half of these entries at once");
  ASSERT_NE(warning, std::string::npos);
  EXPECT_LT(warning, mail.text.find("192.0.2.1"));
  EXPECT_LT(warning, mail.text.find("3 entries"));
}

TEST(FollowLetter, IsWrittenInEveryLanguage) {
  const Mail german = mail_of(three_gone(), Language::german);
  EXPECT_NE(german.text.find("3 Einträge, die noch auf Ihrer Liste stehen, wurden vom Anbieter vor 40 Tagen "
                             "aufgegeben; zuletzt vor 12 Tagen verwendet."),
            std::string::npos)
      << german.text;
  const Mail japanese = mail_of(three_gone(), Language::japanese);
  EXPECT_NE(japanese.text.find("提供元により40 日前に廃止されました（最終使用: 12 日前）"), std::string::npos)
      << japanese.text;
}

TEST(FollowLetter, SaysWhyNothingIsFollowedNow) {
  const Mail mail = mail_of({.vendor = "acme-mail", .name = "Acme", .held = "push at DC-02: unknown"});
  EXPECT_EQ(mail.subject, "acme: Acme is not followed for now");
  EXPECT_NE(mail.text.find("nothing is added or removed. The reason: push at DC-02: unknown"),
            std::string::npos)
      << mail.text;
}

TEST(FollowLetter, ListsAreBoundedAndCounted) {
  FollowNotification news{.vendor = "acme-mail", .name = "Acme"};
  for (int i = 0; i < 20; ++i)
    news.added.first.push_back(
        {net::Prefix(net::Address::ipv4(0x0a00'0000U + static_cast<unsigned>(i))), {}, {}, {}, {}});
  news.added.total = 1234;
  const Mail mail = mail_of(news);
  EXPECT_NE(mail.text.find("Added (1,234):\n  10.0.0.0\n"), std::string::npos) << mail.text;
  EXPECT_NE(mail.text.find("  and 1,214 more\n"), std::string::npos) << mail.text;
}

TEST(FollowLetter, WhatAVendorCallsItselfBreaksNothing) {
  const Mail mail =
      mail_of({.vendor = "acme-mail", .name = "<b>A\r\nBcc: all@acme.example", .resumed = true});
  EXPECT_EQ(mail.subject.find('\n'), std::string::npos);
  EXPECT_EQ(mail.html.find("<b>"), std::string::npos);
}

}  // namespace
}  // namespace sallyport::notify
