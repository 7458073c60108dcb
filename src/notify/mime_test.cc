// What is composed is read back by Python's email package: another implementation of the same RFCs.

#include <gtest/gtest.h>

#include "notify/mail.h"
#include "notify/testing/mail_reader.h"

namespace sallyport::notify {
namespace {

Mail mail_to_compose() {
  return {.message_id = "7.alert@mail.example",
          .from = "sallyport@mail.example",
          .to = "ann@acme.example",
          .subject = "acme: 192.0.2.7 is not on the list",
          .date = parse_timestamp("2026-03-01T09:05:07.250Z").value(),
          .text = "Hello\n\nline\n",
          .html = "<p>Hello</p>\n"};
}

TEST(Compose, EveryHeaderIsUnderstood) {
  auto read = testing::read_mail(compose(mail_to_compose()));
  EXPECT_EQ(read["header.from"], "Sallyport <sallyport@mail.example>");
  EXPECT_EQ(read["header.to"], "ann@acme.example");
  EXPECT_EQ(read["header.message-id"], "<7.alert@mail.example>");
  EXPECT_EQ(read["header.subject"], "acme: 192.0.2.7 is not on the list");
  EXPECT_EQ(read["header.date"], "Sun, 01 Mar 2026 09:05:07 +0000");
  EXPECT_EQ(read["header.auto-submitted"], "auto-generated");
  EXPECT_EQ(read["header.mime-version"], "1.0");
  EXPECT_EQ(read["parts"], "multipart/alternative,text/plain,text/html");
  EXPECT_EQ(read["defects"], "0");
}

TEST(Compose, BodiesComeBackByteForByte) {
  Mail sent = mail_to_compose();
  sent.text =
      "dots:\n.\n..\n. x\nFrom here\ntrailing space \ntab\t\n=3D = ==\né€😀\n--=_sallyport_alternative--\n" +
      std::string(300, 'x') + "\n" + std::string(75, 'y') + "." + std::string(75, '.') + "\n";
  sent.html = "<p>" + std::string(5000, 'z') + " é &amp;</p>\n";
  auto read = testing::read_mail(compose(sent));
  EXPECT_EQ(read["body.plain"].substr(0, sent.text.size()), sent.text);
  EXPECT_EQ(read["body.html"].substr(0, sent.html.size()), sent.html);
  EXPECT_EQ(read["defects"], "0");
  EXPECT_EQ(read["bare_line_ends"], "0");
  EXPECT_LE(std::stoi(read["longest_line"]), 78);
}

TEST(Compose, NoLineOfABodyStartsWithADot) {
  Mail sent = mail_to_compose();
  sent.text = ".\n..\n" + std::string(400, '.') + "\n";
  EXPECT_EQ(compose(sent).find("\r\n."), std::string::npos);
}

TEST(Compose, APlainBodyIsReadableAsItIs) {
  Mail sent = mail_to_compose();
  sent.text = "Open https://keys.example/answer/" + std::string(60, 'a') + "\n";
  EXPECT_NE(compose(sent).find("/answer/" + std::string(60, 'a') + "\r\n"), std::string::npos);
}

TEST(Compose, ANameThatLooksLikeTheBoundaryEndsNoPart) {
  Mail sent = mail_to_compose();
  sent.text = "credential\n--=_sallyport_alternative--\nlink\n";
  auto read = testing::read_mail(compose(sent));
  EXPECT_EQ(read["body.plain"].substr(0, sent.text.size()), sent.text);
  EXPECT_EQ(read["parts"], "multipart/alternative,text/plain,text/html");
}

TEST(Compose, ABareCarriageReturnInABodyIsEncoded) {
  Mail sent = mail_to_compose();
  sent.text = "a\r.\r\nQUIT\r\n";
  const std::string composed = compose(sent);
  EXPECT_NE(composed.find("a=0D.=0D\r\nQUIT=0D\r\n"), std::string::npos) << composed;
}

TEST(Compose, SubjectsOfAnyLanguageAndLengthComeBack) {
  for (const std::string& subject : {std::string("Zürich: неизвестный адрес 😀"), std::string(190, 'a'),
                                     std::string("=?UTF-8?B?eA==?= as text"), []() {
                                       std::string text;
                                       for (int i = 0; i < 150; ++i) text += "é";
                                       return text;
                                     }()}) {
    Mail sent = mail_to_compose();
    sent.subject = subject;
    auto read = testing::read_mail(compose(sent));
    EXPECT_EQ(read["header.subject"], subject);
    EXPECT_LE(std::stoi(read["longest_line"]), 78);
  }
}

TEST(Compose, NothingFromOutsideAddsAHeader) {
  const std::string attack = "x\r\nBcc: eve@evil.example\r\n\r\nbody\n.\r\nMAIL FROM:<>";
  Mail sent = mail_to_compose();
  sent.subject = sent.from = sent.to = sent.message_id = attack;
  auto read = testing::read_mail(compose(sent));
  EXPECT_EQ(read.count("header.bcc"), 0U);
  EXPECT_EQ(read["parts"], "multipart/alternative,text/plain,text/html");
  EXPECT_EQ(compose(sent).find("\nBcc"), std::string::npos);
}

TEST(CheckAddresses, RefusesWhatCouldLeaveItsPlace) {
  EXPECT_TRUE(check_addresses(mail_to_compose()).has_value());
  for (const std::string& bad :
       {std::string(), std::string("ann"), std::string("@acme.example"), std::string("ann@"),
        std::string("ann@acme.example> SIZE=1"), std::string("ann\r\nRCPT TO:<eve@x>@acme.example"),
        std::string("\"a\\\"b\"@acme.example"), std::string("ann@acme.example,eve@evil.example"),
        std::string("änn@acme.example"), std::string(300, 'a') + "@acme.example"}) {
    Mail sent = mail_to_compose();
    sent.to = bad;
    const auto checked = check_addresses(sent);
    ASSERT_FALSE(checked.has_value()) << bad;
    EXPECT_EQ(checked.error().code, ErrorCode::invalid_setting);
  }
}

}  // namespace
}  // namespace sallyport::notify
