#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <sstream>

#include "notify/mail.h"
#include "notify/testing/mail_reader.h"

namespace sallyport::notify {
namespace {

control::AlertNotification::Item item(const std::string& address, const std::string& credential) {
  const auto parsed = net::Address::parse(address).value();
  return {.network = net::Prefix::enclosing(parsed, parsed.is_ipv4() ? 24 : 64),
          .address = parsed,
          .credential = credential,
          .first_seen = parse_timestamp("2026-01-02T03:04:05.678Z").value(),
          .last_seen = parse_timestamp("2026-01-02T04:00:00Z").value(),
          .count = 12,
          .authorize_token = "tok-" + address,
          .deny_token = "deny-" + address,
          .deactivate_token = "off-" + address};
}

control::Notification notification(decltype(control::Notification::content) content) {
  return {.id = "acme-7",
          .created = parse_timestamp("2026-01-02T05:00:00Z").value(),
          .organization = "acme",
          .recipient = "ann@acme.example",
          .language = control::Language::english,
          .content = std::move(content)};
}

const MailSettings kSettings{.from = "guard@mail.example", .public_url = "https://guard.example"};

void expect_both_say(const Mail& mail, const std::string& words) {
  EXPECT_NE(mail.text.find(words), std::string::npos) << words << "\n" << mail.text;
  EXPECT_NE(mail.html.find(words), std::string::npos) << words << "\n" << mail.html;
}

TEST(Render, OneAlertSaysWhoFromWhereAndWhen) {
  const Mail mail =
      render(notification(control::AlertNotification{{item("198.51.100.7", "web")}, 0}), kSettings);
  EXPECT_EQ(mail.message_id, "acme-7@mail.example");
  EXPECT_EQ(mail.to, "ann@acme.example");
  EXPECT_EQ(mail.from, "guard@mail.example");
  EXPECT_NE(mail.subject.find("198.51.100.7"), std::string::npos);
  for (const char* words :
       {"198.51.100.7", "198.51.100.0/24", "web", "acme", "2026-01-02 03:04:05 UTC",
        "2026-01-02 04:00:00 UTC", "12", "https://guard.example/answer/tok-198.51.100.7",
        "https://guard.example/answer/deny-198.51.100.7", "https://guard.example/answer/off-198.51.100.7",
        "Authorize 198.51.100.7", "Deny 198.51.100.7", "Deactivate protection",
        "Opening a link changes nothing", "only the button"}) {
    expect_both_say(mail, words);
  }
}

TEST(Render, ADigestHasEveryAddressWithItsOwnLink) {
  control::AlertNotification alerts;
  for (int i = 1; i <= 50; ++i)
    alerts.items.push_back(item("2001:db8:0:" + std::to_string(i) + "::1", "mail"));
  alerts.more = 7;
  alerts.beyond = 30;
  alerts.expires = Timestamp(std::chrono::hours(24 * 20'454));
  const Mail mail = render(notification(alerts), kSettings);
  EXPECT_NE(mail.subject.find("57"), std::string::npos);
  for (const auto& one : alerts.items) {
    expect_both_say(mail, one.address.to_string());
    expect_both_say(mail, one.network.to_string());
  }
  for (const char* token : {"tok", "deny", "off"}) {
    for (int i = 1; i <= 50; ++i) {
      const std::string link = "https://guard.example/answer/" + std::string(token) + "-2001%3Adb8%3A0%3A";
      expect_both_say(mail, link + std::to_string(i) + "%3A%3A1");
    }
  }
  expect_both_say(mail, "7 more");
  expect_both_say(mail, "30 requests came from further networks");
  expect_both_say(mail, "The links work until 2026-01-01");
}

TEST(Render, BlockingSaysWhatChangesWhatWasLearnedAndHowToChangeIt) {
  control::BlockingNotification blocking{{{.credential = "",
                                           .channel = policy::Channel::smtp,
                                           .quiet_period = std::chrono::days(30),
                                           .authorized = 4}}};
  const Mail mail = render(notification(blocking), kSettings);
  for (const char* words : {"is now blocking", "unknown addresses are blocked", "30 days", "4 entries",
                            "smtp", "acme", "learning", "deactivate", "Anybody else is refused",
                            "PATCH /api/v1/organizations/acme/protection/smtp"}) {
    expect_both_say(mail, words);
  }
  blocking.items[0].credential = "web key/1";
  expect_both_say(render(notification(blocking), kSettings),
                  "/api/v1/organizations/acme/credentials/web%20key%2F1/protection");
}

TEST(Render, UnderDryRunNothingIsSaidToBeBlocked) {
  control::BlockingNotification blocking{{{.credential = "",
                                           .channel = policy::Channel::api,
                                           .quiet_period = std::chrono::days(30),
                                           .authorized = 4,
                                           .dry_run = true}}};
  const Mail mail = render(notification(blocking), kSettings);
  for (const char* words : {"is now blocking", "dry run is on", "nothing is enforced"}) {
    expect_both_say(mail, words);
  }
  for (const char* words : {"unknown addresses are blocked", "Anybody else is refused"}) {
    EXPECT_EQ(mail.text.find(words), std::string::npos) << words;
    EXPECT_EQ(mail.html.find(words), std::string::npos) << words;
  }
}

TEST(Render, WhatTurnsAtOneMomentIsOneMail) {
  const control::BlockingNotification blocking{{{.credential = "",
                                                 .channel = policy::Channel::api,
                                                 .quiet_period = std::chrono::days(30),
                                                 .authorized = 4},
                                                {.credential = "",
                                                 .channel = policy::Channel::smtp,
                                                 .quiet_period = std::chrono::days(7),
                                                 .authorized = 4,
                                                 .dry_run = true}}};
  const Mail mail = render(notification(blocking), kSettings);
  for (const char* words : {"on the channel api is now blocking: unknown",
                            "on the channel smtp is now blocking, but dry run is on", "30 days", "7 days",
                            "/acme/protection/api, PATCH /api/v1/organizations/acme/protection/smtp"}) {
    expect_both_say(mail, words);
  }
}

TEST(Render, AnAlertUsesTheGlossarysWords) {
  const Mail one =
      render(notification(control::AlertNotification{{item("198.51.100.7", "web")}, 0}), kSettings);
  for (const char* words : {"198.51.100.7 was blocked: it is an unknown address", "unauthorized", "authorize",
                            "deny", "Deactivate protection", "deactivate protection"}) {
    expect_both_say(one, words);
  }
  const Mail digest = render(
      notification(control::AlertNotification{{item("198.51.100.7", "web"), item("192.0.2.1", "web")}, 0}),
      kSettings);
  for (const char* words : {"digest", "blocked", "unknown addresses", "unauthorized", "deactivate"}) {
    expect_both_say(digest, words);
  }
}

TEST(Render, HostileNamesStayNames) {
  const std::string hostile =
      "k\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script>\xe2\x80\xae\"'><img src=x>";
  auto sent = notification(control::AlertNotification{{item("192.0.2.1", hostile)}, 0});
  sent.organization = "o\r\nSubject: x <b>";
  const Mail mail = render(sent, kSettings);
  EXPECT_EQ(mail.subject.find_first_of("\r\n"), std::string::npos);
  EXPECT_EQ(mail.html.find("<script"), std::string::npos);
  EXPECT_EQ(mail.html.find("<img"), std::string::npos);
  EXPECT_EQ(mail.html.find("<b>"), std::string::npos);
  EXPECT_EQ(mail.text.find("\nBcc"), std::string::npos);
  EXPECT_EQ(mail.html.find("\xe2\x80\xae"), std::string::npos);
  EXPECT_EQ(mail.text.find("\xe2\x80\xae"), std::string::npos);
  EXPECT_NE(mail.html.find("&lt;script&gt;"), std::string::npos);
}

TEST(Render, ALongNameIsCut) {
  const Mail mail = render(
      notification(control::AlertNotification{{item("192.0.2.1", std::string(100'000, 'n'))}, 0}), kSettings);
  EXPECT_LT(mail.text.size(), 4000U);
  EXPECT_NE(mail.text.find("nnn…"), std::string::npos);
  EXPECT_LT(mail.html.size(), 6000U);
}

TEST(Render, TheSameNotificationIsTheSameMail) {
  const auto sent = notification(control::AlertNotification{{item("192.0.2.1", "web")}, 0});
  EXPECT_EQ(compose(render(sent, kSettings)), compose(render(sent, kSettings)));
}

TEST(Render, AnIdNeverLeavesItsPlaceInTheMessageId) {
  auto sent = notification(control::AlertNotification{{item("192.0.2.1", "web")}, 0});
  sent.id = "../a b>\r\nX: y@z";
  EXPECT_EQ(render(sent, kSettings).message_id, "..-a-b---X--y-z@mail.example");
}

// What a language writes in its own way.
struct InLanguage {
  control::Language language;
  std::string tag;
  std::string time;
  std::string more;
  std::string count;
};
const std::vector<InLanguage> kLanguages = {
    {control::Language::english, "en", "2026-01-02 03:04:05 UTC", "1,234", "Requests"},
    {control::Language::german, "de", "02.01.2026, 03:04:05 UTC", "1.234", "Anfragen"},
    {control::Language::japanese, "ja", "2026年1月2日 03:04:05 UTC", "1,234", "リクエスト数"}};

// Every mail there is, in one language.
std::vector<Mail> mails_in(control::Language language) {
  control::AlertNotification digest{{item("198.51.100.7", "web"), item("2001:db8::7", "shop")}, 1'234};
  std::vector<Mail> mails;
  for (const decltype(control::Notification::content)& content :
       std::vector<decltype(control::Notification::content)>{
           control::AlertNotification{{item("198.51.100.7", "web")}, 0}, digest,
           control::BlockingNotification{{{"web", policy::Channel::api, std::chrono::days(30), 2}}},
           control::BlockingNotification{{{"web", policy::Channel::api, std::chrono::days(30), 2, true}}},
           control::PasswordNotification{"token", parse_timestamp("2026-01-02T03:04:05Z").value(), true}}) {
    auto sent = notification(content);
    sent.language = language;
    mails.push_back(render(sent, kSettings));
  }
  return mails;
}

TEST(RenderLanguages, EveryLanguageSaysTheSameFactsInItsOwnForm) {
  for (const InLanguage& in : kLanguages) {
    SCOPED_TRACE(in.tag);
    const auto mails = mails_in(in.language);
    for (const std::string& words : {std::string("198.51.100.7"), std::string("198.51.100.0/24"),
                                     std::string("web"), std::string("acme"), in.time, in.count,
                                     std::string("https://guard.example/answer/tok-198.51.100.7"),
                                     std::string("https://guard.example/answer/deny-198.51.100.7"),
                                     std::string("https://guard.example/answer/off-198.51.100.7")}) {
      expect_both_say(mails[0], words);
      expect_both_say(mails[1], words);
    }
    EXPECT_NE(mails[0].subject.find("198.51.100.7"), std::string::npos);
    expect_both_say(mails[1], in.more);
    expect_both_say(mails[1], "2001:db8::7");
    expect_both_say(mails[2], "/api/v1/organizations/acme/credentials/web/protection");
    expect_both_say(mails[2], "30");
    expect_both_say(mails[3], "dry_run");
    expect_both_say(mails[4], "https://guard.example/password/token");
    expect_both_say(mails[4], in.time);
    for (const Mail& mail : mails) {
      EXPECT_NE(mail.html.find("<html lang=\"" + in.tag + "\">"), std::string::npos);
      EXPECT_NE(mail.subject.find("acme"), std::string::npos);
    }
  }
}

TEST(RenderLanguages, NoLanguageBorrowsAnothersSentences) {
  const auto sentences = [](const Mail& mail) {
    std::set<std::string> found;
    std::istringstream lines(mail.text);
    for (std::string line; std::getline(lines, line);) {
      if (line.size() > 20 && !line.starts_with("  ")) found.insert(line);
    }
    return found;
  };
  const auto english = mails_in(control::Language::english);
  const auto german = mails_in(control::Language::german);
  const auto japanese = mails_in(control::Language::japanese);
  for (std::size_t i = 0; i < english.size(); ++i) {
    const auto ours = sentences(english[i]);
    EXPECT_GE(ours.size(), 2U);
    for (const auto& theirs : {sentences(german[i]), sentences(japanese[i])}) {
      EXPECT_EQ(theirs.size(), ours.size());
      for (const auto& sentence : theirs) EXPECT_FALSE(ours.contains(sentence)) << sentence;
    }
  }
}

TEST(RenderLanguages, EveryMailIsOneThatAnyServerPassesOn) {
  for (const InLanguage& in : kLanguages) {
    for (const Mail& mail : mails_in(in.language)) {
      const std::string message = compose(mail);
      for (const char c : message) ASSERT_LT(static_cast<unsigned char>(c), 0x80);
      auto read = testing::read_mail(message);
      EXPECT_EQ(read["defects"], "0");
      EXPECT_EQ(read["bare_line_ends"], "0");
      EXPECT_LE(std::stoi(read["longest_line"]), 998);
      EXPECT_EQ(read["header.subject"], mail.subject);
      EXPECT_EQ(read["header.content-language"], in.tag);
      EXPECT_EQ(read["body.plain"].substr(0, mail.text.size()), mail.text);
      EXPECT_EQ(read["body.html"].substr(0, mail.html.size()), mail.html);
    }
  }
}

TEST(RenderLanguages, OneIsNotSeveral) {
  control::AlertNotification alerts{{item("198.51.100.7", "web")}, 1};
  auto sent = notification(alerts);
  const auto rest = [&] {
    const Mail mail = render(sent, kSettings);
    return mail.text.find("1 more waits") != std::string::npos ||
           mail.text.find("1 weitere Adresse wartet ") != std::string::npos;
  };
  EXPECT_TRUE(rest());
  sent.language = control::Language::german;
  EXPECT_TRUE(rest());
}

TEST(Render, WhoseNetworkItIsStandsThereWhereItIsKnown) {
  auto known = item("198.51.100.7", "web");
  known.name = {.owner = "Example <b>Hosting\r\nX: y", .country = "DE", .as_number = 64500};
  const Mail mail = render(notification(control::AlertNotification{{known}, 0}), kSettings);
  for (const char* words : {"Network owner", "Country", "DE", "Hosting"}) expect_both_say(mail, words);
  EXPECT_EQ(mail.html.find("<b>"), std::string::npos);
  EXPECT_EQ(mail.text.find("\nX:"), std::string::npos);
  const Mail unknown =
      render(notification(control::AlertNotification{{item("198.51.100.7", "web")}, 0}), kSettings);
  EXPECT_EQ(unknown.text.find("Network owner"), std::string::npos);
}

TEST(Render, TheLongestDigestIsBounded) {
  constexpr std::size_t kMost = 1024 * 1024;
  std::string longest;
  for (int i = 0; i < 1000; ++i) longest += "長";
  control::AlertNotification alerts;
  for (int i = 0; i < 50; ++i) {
    alerts.items.push_back(item("2001:db8:1111:2222:3333:4444:5555:" + std::to_string(6000 + i), longest));
    alerts.items.back().name = {.owner = longest, .country = "JP", .as_number = {}};
  }
  alerts.more = std::numeric_limits<std::uint64_t>::max() - 50;
  auto sent = notification(alerts);
  sent.organization = longest;
  sent.language = control::Language::japanese;
  EXPECT_LT(compose(render(sent, kSettings)).size(), kMost);
}

}  // namespace
}  // namespace sallyport::notify
