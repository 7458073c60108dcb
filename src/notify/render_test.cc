#include <gtest/gtest.h>

#include "notify/mail.h"

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
          .authorize_token = "tok-" + address};
}

control::Notification notification(
    std::variant<control::AlertNotification, control::BlockingNotification> content) {
  return {.id = "acme-7",
          .created = parse_timestamp("2026-01-02T05:00:00Z").value(),
          .organization = "acme",
          .recipient = "ann@acme.example",
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
  for (const char* words : {"198.51.100.7", "198.51.100.0/24", "web", "acme", "2026-01-02 03:04:05 UTC",
                            "2026-01-02 04:00:00 UTC", "12", "https://guard.example/answer/tok-198.51.100.7",
                            "Authorize 198.51.100.7", "Opening a link changes nothing", "only the button"}) {
    expect_both_say(mail, words);
  }
}

TEST(Render, ADigestHasEveryAddressWithItsOwnLink) {
  control::AlertNotification alerts;
  for (int i = 1; i <= 50; ++i)
    alerts.items.push_back(item("2001:db8:0:" + std::to_string(i) + "::1", "mail"));
  alerts.more = 7;
  const Mail mail = render(notification(alerts), kSettings);
  EXPECT_NE(mail.subject.find("57"), std::string::npos);
  for (const auto& one : alerts.items) {
    expect_both_say(mail, one.address.to_string());
    expect_both_say(mail, one.network.to_string());
  }
  EXPECT_NE(mail.text.find("https://guard.example/answer/tok-2001%3Adb8"), std::string::npos);
  expect_both_say(mail, "7 more");
}

TEST(Render, BlockingSaysWhatChangesWhatWasLearnedAndHowToChangeIt) {
  control::BlockingNotification blocking{.credential = "",
                                         .channel = policy::Channel::smtp,
                                         .quiet_period = std::chrono::days(30),
                                         .authorized = 4};
  const Mail mail = render(notification(blocking), kSettings);
  for (const char* words : {"unknown addresses are blocked", "30d", "4 entries", "smtp", "acme", "learning",
                            "PATCH /api/v1/organizations/acme/protection/smtp"}) {
    expect_both_say(mail, words);
  }
  blocking.credential = "web key/1";
  expect_both_say(render(notification(blocking), kSettings),
                  "/api/v1/organizations/acme/credentials/web%20key%2F1/protection");
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

}  // namespace
}  // namespace sallyport::notify
