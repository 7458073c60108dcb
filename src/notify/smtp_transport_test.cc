// Against a real SMTP server (aiosmtpd), well-behaved and not.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/testing/temporary_folder.h"
#include "notify/mail_notifier.h"
#include "notify/testing/mail_reader.h"
#include "notify/testing/process.h"

namespace sallyport::notify {
namespace {

using testing::Process;

// A self-signed certificate for 127.0.0.1 and localhost, made once.
class Certificate {
 public:
  static const Certificate& get() {
    static const Certificate certificate;
    return certificate;
  }
  std::string file() const { return folder_ / "certificate.pem"; }
  std::string key() const { return folder_ / "key.pem"; }

 private:
  Certificate() {
    Process openssl({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                     "ec_paramgen_curve:P-256", "-nodes", "-keyout", key(), "-out", file(), "-days", "2",
                     "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"});
    EXPECT_EQ(openssl.wait(), 0);
  }
  TemporaryFolder folder_;
};

class SmtpServer {
 public:
  explicit SmtpServer(const std::vector<std::string>& options = {}) : process_(command(options)) {
    port_ = process_.read_line();
  }
  static SmtpServer with_tls(const std::string& tls, std::vector<std::string> options = {}) {
    for (const auto& word : {std::string("--tls"), tls, std::string("--certificate"),
                             Certificate::get().file(), std::string("--key"), Certificate::get().key()}) {
      options.push_back(word);
    }
    return SmtpServer(options);
  }
  std::string url(const std::string& scheme = "smtp") const { return scheme + "://127.0.0.1:" + port_; }

  struct Received {
    std::string from, to, bytes;
  };
  Received received() {
    std::istringstream line(process_.read_line());
    std::string word, from, to, bytes;
    line >> word >> from >> to >> bytes;
    using testing::from_hexadecimal;
    return {from_hexadecimal(from), from_hexadecimal(to), from_hexadecimal(bytes)};
  }

 private:
  static std::vector<std::string> command(const std::vector<std::string>& options) {
    std::vector<std::string> words{"/usr/bin/python3", SALLYPORT_TEST_SUPPORT "/smtp_server.py"};
    words.insert(words.end(), options.begin(), options.end());
    return words;
  }
  Process process_;
  std::string port_;
};

Mail mail_to_deliver() {
  return {.message_id = "m1@mail.example",
          .from = "sallyport@mail.example",
          .to = "ann@acme.example",
          .subject = "Grüße",
          .date = parse_timestamp("2026-01-01T00:00:00Z").value(),
          .text = ".\nhello é\n..\n",
          .html = "<p>hello</p>\n"};
}

SmtpSettings plain(const SmtpServer& server) {
  SmtpSettings settings;
  settings.url = server.url();
  settings.require_tls = false;
  settings.timeout = std::chrono::seconds(10);
  return settings;
}

SmtpSettings secure(const SmtpServer& server, const std::string& scheme = "smtp") {
  SmtpSettings settings = plain(server);
  settings.url = server.url(scheme);
  settings.require_tls = true;
  settings.ca_file = Certificate::get().file();
  return settings;
}

// The detail of the error it must answer with.
std::string refusal(const SmtpSettings& settings, const Mail& sent = mail_to_deliver(),
                    ErrorCode code = ErrorCode::unavailable) {
  const auto delivered = make_smtp_transport(settings)->deliver(sent);
  if (delivered) {
    ADD_FAILURE() << "the message was taken";
    return {};
  }
  EXPECT_EQ(delivered.error().code, code);
  EXPECT_EQ(delivered.error().message.find_first_of("\r\n"), std::string::npos);
  return delivered.error().detail;
}

TEST(SmtpTransport, APlainRelayTakesExactlyWhatWasComposed) {
  SmtpServer server;
  ASSERT_TRUE(make_smtp_transport(plain(server))->deliver(mail_to_deliver()).has_value());
  const auto received = server.received();
  EXPECT_EQ(received.from, "sallyport@mail.example");
  EXPECT_EQ(received.to, "ann@acme.example");
  EXPECT_EQ(received.bytes, compose(mail_to_deliver()));
}

TEST(SmtpTransport, SentTwiceItHasTheSameMessageId) {
  SmtpServer server;
  const auto transport = make_smtp_transport(plain(server));
  ASSERT_TRUE(transport->deliver(mail_to_deliver()).has_value());
  ASSERT_TRUE(transport->deliver(mail_to_deliver()).has_value());
  EXPECT_EQ(testing::read_mail(server.received().bytes)["header.message-id"], "<m1@mail.example>");
  EXPECT_EQ(testing::read_mail(server.received().bytes)["header.message-id"], "<m1@mail.example>");
}

TEST(SmtpTransport, StartTlsAndAuthentication) {
  SmtpServer server = SmtpServer::with_tls("starttls", {"--user", "post", "--password", "correct horse"});
  SmtpSettings settings = secure(server);
  settings.user = "post";
  settings.password = "correct horse";
  ASSERT_TRUE(make_smtp_transport(settings)->deliver(mail_to_deliver()).has_value());
  EXPECT_EQ(server.received().bytes, compose(mail_to_deliver()));

  settings.password = "wrong horse";
  const std::string detail = refusal(settings);
  EXPECT_NE(detail.find("535"), std::string::npos) << detail;
  EXPECT_EQ(detail.find("wrong horse"), std::string::npos);
  settings.user.clear();
  EXPECT_NE(refusal(settings).find("530"), std::string::npos);
}

TEST(SmtpTransport, TlsFromTheFirstByte) {
  SmtpServer server = SmtpServer::with_tls("always");
  ASSERT_TRUE(make_smtp_transport(secure(server, "smtps"))->deliver(mail_to_deliver()).has_value());
  EXPECT_EQ(server.received().bytes, compose(mail_to_deliver()));
}

TEST(SmtpTransport, ACertificateThatNobodyVouchesForIsRefused) {
  SmtpServer starttls = SmtpServer::with_tls("starttls");
  SmtpServer always = SmtpServer::with_tls("always");
  for (SmtpSettings settings : {secure(starttls), secure(always, "smtps")}) {
    settings.ca_file.clear();  // the system's authorities did not sign it
    EXPECT_NE(refusal(settings).find("certificate"), std::string::npos);
    settings.require_tls = false;
    if (settings.url.starts_with("smtps")) {
      EXPECT_NE(refusal(settings).find("certificate"), std::string::npos);
    }
  }
}

TEST(SmtpTransport, WhereTlsIsRequiredAServerWithoutItGetsNothing) {
  SmtpServer server;
  SmtpSettings settings = secure(server);
  settings.user = "post";
  settings.password = "secret";
  EXPECT_FALSE(refusal(settings).empty());
}

TEST(SmtpTransport, WhatTheServerAnsweredIsInTheDetail) {
  for (const auto& [command, answer] :
       std::vector<std::pair<std::string, std::string>>{{"MAIL", "451 4.7.1 try again later"},
                                                        {"RCPT", "450 4.2.0 greylisted"},
                                                        {"RCPT", "550 5.1.1 no such user"},
                                                        {"DATA", "452 4.3.1 disk full"},
                                                        {"DATA", "554 5.7.1 spam"}}) {
    SmtpServer server({"--answer", command, answer});
    // A mailbox that it does not have says nothing about the others.
    const bool of_this_message = command == "RCPT" && answer.starts_with('5');
    const std::string detail = refusal(plain(server), mail_to_deliver(),
                                       of_this_message ? ErrorCode::forbidden : ErrorCode::unavailable);
    EXPECT_NE(detail.find(answer), std::string::npos) << detail;
  }
}

TEST(SmtpTransport, AServerThatHangsIsLeft) {
  for (const std::string command : {"MAIL", "DATA"}) {
    SmtpServer server({"--hang", command});
    SmtpSettings settings = plain(server);
    settings.timeout = std::chrono::seconds(1);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(refusal(settings).empty());
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(8));
  }
}

TEST(SmtpTransport, WithoutTheLastReplyTheMessageDoesNotCountAsSent) {
  for (const std::string how : {"full", "half"}) {
    SmtpServer server({"--close-after-data", how});
    SmtpSettings settings = plain(server);
    settings.timeout = std::chrono::seconds(2);
    EXPECT_FALSE(refusal(settings).empty()) << how;
  }
}

TEST(SmtpTransport, NobodyListening) {
  std::string url;
  {
    SmtpServer gone;
    url = gone.url();
  }
  SmtpSettings settings;
  settings.url = url;
  EXPECT_FALSE(refusal(settings).empty());
}

TEST(SmtpTransport, TheEnvironmentsProxyIsNotAsked) {
  SmtpServer server;
  for (const char* name : {"ALL_PROXY", "all_proxy", "smtp_proxy"}) ::setenv(name, "http://127.0.0.1:1", 1);
  const auto delivered = make_smtp_transport(plain(server))->deliver(mail_to_deliver());
  for (const char* name : {"ALL_PROXY", "all_proxy", "smtp_proxy"}) ::unsetenv(name);
  EXPECT_TRUE(delivered.has_value());
}

TEST(SmtpTransport, OnlySmtpIsSpoken) {
  for (const char* url : {"http://127.0.0.1:1", "file:///dev/null", "ftp://127.0.0.1:1"}) {
    SmtpSettings settings;
    settings.url = url;
    EXPECT_NE(refusal(settings).find("rotocol"), std::string::npos);
  }
}

TEST(SmtpTransport, APasswordInTheUrlIsRefusedAndNotRepeated) {
  SmtpSettings settings;
  settings.url = "smtp://post:hunter2@127.0.0.1:1";
  EXPECT_EQ(refusal(settings).find("hunter2"), std::string::npos);
}

TEST(SmtpTransport, AnAddressThatCouldCarryACommandIsRefusedFirst) {
  SmtpServer server;
  Mail sent = mail_to_deliver();
  sent.to = "ann@acme.example>\r\nRCPT TO:<eve@evil.example";
  const auto delivered = make_smtp_transport(plain(server))->deliver(sent);
  ASSERT_FALSE(delivered.has_value());
  EXPECT_EQ(delivered.error().code, ErrorCode::invalid_setting);
}

}  // namespace
}  // namespace sallyport::notify
