#include "reach/tls_hello.h"

#include <gtest/gtest.h>

#include <fstream>

#include "reach/test_certificates.h"

namespace sallyport::reach {
namespace {

using test::Identity;
using test::make_identity;

// A server that speaks over bytes.
class ByteServer {
 public:
  explicit ByteServer(const std::shared_ptr<SSL_CTX>& context)
      : context_(context), ssl_(SSL_new(context.get()), &SSL_free) {
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(ssl_.get());
  }
  std::string answer(const std::string& bytes) {
    BIO_write(SSL_get_rbio(ssl_.get()), bytes.data(), static_cast<int>(bytes.size()));
    SSL_do_handshake(ssl_.get());
    std::string reply(BIO_ctrl_pending(SSL_get_wbio(ssl_.get())), '\0');
    BIO_read(SSL_get_wbio(ssl_.get()), reply.data(), static_cast<int>(reply.size()));
    return reply;
  }
  bool is_finished() const { return SSL_is_init_finished(ssl_.get()) == 1; }
  std::string asked_name() const {
    const char* const name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
    return name != nullptr ? name : "";
  }

 private:
  std::shared_ptr<SSL_CTX> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
};

// The first bytes of the handshake messages in records: 1 is a ClientHello. Of what is not encrypted.
std::vector<int> messages_in(const std::string& records) {
  std::vector<int> messages;
  for (std::size_t at = 0; at + 5 <= records.size();) {
    const auto byte = [&](std::size_t i) {
      return static_cast<unsigned>(static_cast<unsigned char>(records[at + i]));
    };
    if (byte(0) == 22) messages.push_back(static_cast<int>(byte(5)));
    if (byte(0) != 22 && byte(0) != 20) messages.push_back(-static_cast<int>(byte(0)));
    at += 5 + (byte(3) << 8U) + byte(4);
  }
  return messages;
}

class TlsHelloTest : public ::testing::Test {
 protected:
  Identity authority_ = make_identity("Test Authority", nullptr, {.names = {}, .authority = true});
  test::TrustFile file_{authority_};
  TlsTrust trust_ = TlsTrust::make(file_.path()).value();

  // Lets them talk until nobody has anything to say.
  void talk(TlsHello& hello, const std::shared_ptr<SSL_CTX>& context) {
    ByteServer server(context);
    for (std::string sent = hello.to_send(); !sent.empty(); sent = hello.to_send()) {
      sent_.push_back(messages_in(sent));
      const std::string reply = server.answer(sent);
      hello.receive(reply);
    }
    asked_ = server.asked_name();
    finished_ = server.is_finished();
  }
  Outcome outcome_with(const Identity& identity, const std::string& name = "www.acme.example") {
    TlsHello hello(trust_, name);
    talk(hello, test::server_context(identity));
    EXPECT_TRUE(hello.is_over());
    reason_ = hello.reason();
    certificate_ = hello.certificate();
    return hello.outcome();
  }
  bool says(const std::string& text) const { return reason_.find(text) != std::string::npos; }

  std::vector<std::vector<int>> sent_;
  std::string asked_, reason_;
  bool finished_ = false;
  std::optional<Certificate> certificate_;
};

TEST_F(TlsHelloTest, ACertificateForTheNameWorksAndItsEndIsKnown) {
  const auto good =
      make_identity("acme", &authority_, {.names = {"acme.example", "www.acme.example"}, .until_days = 30});
  EXPECT_EQ(outcome_with(good), Outcome::works) << reason_;
  EXPECT_EQ(reason_, "");
  EXPECT_EQ(asked_, "www.acme.example");
  ASSERT_TRUE(certificate_);
  EXPECT_EQ(certificate_->issuer, "Test Authority");
  EXPECT_EQ(certificate_->names, (std::vector<std::string>{"acme.example", "www.acme.example"}));
  const auto left = certificate_->until - std::chrono::system_clock::now();
  EXPECT_GT(left, std::chrono::days(29));
  EXPECT_LE(left, std::chrono::days(30));
}

TEST_F(TlsHelloTest, OneClientHelloIsAllThatIsSent) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    sent_.clear();
    const auto good = make_identity("acme", &authority_, {.names = {"www.acme.example"}});
    const auto context = test::server_context(good);
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    TlsHello hello(trust_, "www.acme.example");
    talk(hello, context);
    EXPECT_EQ(hello.outcome(), Outcome::works) << hello.reason();
    EXPECT_EQ(sent_, (std::vector<std::vector<int>>{{SSL3_MT_CLIENT_HELLO}}));
    EXPECT_FALSE(finished_);
  }
}

TEST_F(TlsHelloTest, AServerThatWantsAnotherGroupGetsASecondClientHello) {
  const auto good = make_identity("acme", &authority_, {.names = {"www.acme.example"}});
  const auto context = test::server_context(good);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
  ASSERT_EQ(SSL_CTX_set1_groups_list(context.get(), "P-384"), 1);
  TlsHello hello(trust_, "www.acme.example");
  talk(hello, context);
  EXPECT_EQ(hello.outcome(), Outcome::works) << hello.reason();
  EXPECT_EQ(sent_, (std::vector<std::vector<int>>{{SSL3_MT_CLIENT_HELLO}, {SSL3_MT_CLIENT_HELLO}}));
  EXPECT_FALSE(finished_);
}

TEST_F(TlsHelloTest, NothingIsSentAboutABadCertificateEither) {
  const auto own = make_identity("acme", nullptr, {.names = {"www.acme.example"}});
  EXPECT_EQ(outcome_with(own), Outcome::self_signed);
  EXPECT_EQ(sent_, (std::vector<std::vector<int>>{{SSL3_MT_CLIENT_HELLO}}));  // and no alert
}

TEST_F(TlsHelloTest, WhatIsWrongWithACertificateIsTold) {
  const auto with = [this](const test::Wish& wish) { return make_identity("acme", &authority_, wish); };
  EXPECT_EQ(
      outcome_with(with({.names = {"other.example", "b.example", "c.example", "d.example", "e.example"}})),
      Outcome::wrong_name);
  EXPECT_TRUE(says("for other.example, b.example, c.example and 2 more, not for www.acme.example"))
      << reason_;
  EXPECT_EQ(outcome_with(with({.names = {"www.acme.example"}, .from_days = -20, .until_days = -10})),
            Outcome::expired);
  EXPECT_LT(certificate_->until, std::chrono::system_clock::now());
  EXPECT_EQ(outcome_with(with({.names = {"www.acme.example"}, .from_days = 10, .until_days = 20})),
            Outcome::not_yet_valid);
  EXPECT_EQ(outcome_with(make_identity("acme", nullptr, {.names = {"www.acme.example"}})),
            Outcome::self_signed);
  EXPECT_TRUE(says("a proxy that inspects TLS")) << reason_;
  const auto stranger = make_identity("Corporate Proxy", nullptr, {.names = {}, .authority = true});
  EXPECT_EQ(outcome_with(make_identity("acme", &stranger, {.names = {"www.acme.example"}})),
            Outcome::unknown_issuer);
  EXPECT_TRUE(says("issued by Corporate Proxy, whom this machine does not trust")) << reason_;
}

TEST_F(TlsHelloTest, AWildcardIsForOneLabel) {
  const auto wild = make_identity("acme", &authority_, {.names = {"*.acme.example"}});
  EXPECT_EQ(outcome_with(wild, "www.acme.example"), Outcome::works);
  EXPECT_EQ(outcome_with(wild, "a.b.acme.example"), Outcome::wrong_name);
  EXPECT_EQ(outcome_with(wild, "acme.example"), Outcome::wrong_name);
}

TEST_F(TlsHelloTest, WhatStrangersWriteIsShownAsItIs) {
  const auto stranger = make_identity("Evil\x1b[2J\nline", nullptr, {.names = {}, .authority = true});
  EXPECT_EQ(outcome_with(make_identity("acme", &stranger, {.names = {"www.acme.example"}})),
            Outcome::unknown_issuer);
  EXPECT_EQ(reason_.find('\x1b'), std::string::npos);
  EXPECT_EQ(reason_.find('\n'), std::string::npos);
  EXPECT_TRUE(says("Evil\\x1b[2J\\x0aline")) << reason_;
}

TEST_F(TlsHelloTest, TheServersKeyMustFitItsCertificate) {
  auto thief = make_identity("acme", &authority_, {.names = {"www.acme.example"}});
  const auto context = test::server_context(thief);
  SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
  TlsHello hello(trust_, "www.acme.example");
  ByteServer server(context);
  std::string reply = server.answer(hello.to_send());
  // Of ServerKeyExchange, the last before the four bytes of ServerHelloDone and its record: a byte of the
  // signature.
  reply[reply.size() - 12] = static_cast<char>(reply[reply.size() - 12] ^ 1);
  hello.receive(reply);
  ASSERT_TRUE(hello.is_over());
  EXPECT_EQ(hello.outcome(), Outcome::tls_refused) << hello.reason();
}

TEST_F(TlsHelloTest, WhatDoesNotSpeakTlsIsKnownByItsFirstByte) {
  for (const std::string said : {"220 mail.acme.example ESMTP\r\n", "HTTP/1.1 400 Bad Request\r\n", "\x17"}) {
    TlsHello hello(trust_, "www.acme.example");
    hello.receive(said);
    ASSERT_TRUE(hello.is_over());
    EXPECT_EQ(hello.outcome(), Outcome::not_tls) << said;
  }
}

TEST_F(TlsHelloTest, AnAlertIsTold) {
  TlsHello hello(trust_, "www.acme.example");
  const std::string unrecognized_name("\x15\x03\x03\x00\x02\x02\x70", 7);
  hello.receive(unrecognized_name);
  ASSERT_TRUE(hello.is_over());
  EXPECT_EQ(hello.outcome(), Outcome::tls_refused);
  EXPECT_EQ(hello.reason(), "the server ended the TLS handshake: unrecognized name");
}

TEST_F(TlsHelloTest, ClosedIsClosed) {
  TlsHello hello(trust_, "www.acme.example");
  EXPECT_FALSE(hello.is_over());
  hello.closed();
  EXPECT_EQ(hello.outcome(), Outcome::closed);
  hello.receive("220 too late");
  EXPECT_EQ(hello.outcome(), Outcome::closed);
}

TEST_F(TlsHelloTest, AServerThatNeverEndsIsLeft) {
  TlsHello hello(trust_, "www.acme.example");
  // Warnings without end: OpenSSL counts some of them, this counts bytes whatever they are.
  const std::string record = std::string("\x16\x03\x03\x40\x00", 5) + std::string(0x4000, '\0');
  std::size_t fed = 0;
  while (!hello.is_over() && fed < 2 * TlsHello::kMostBytes) {
    hello.receive(record);
    fed += record.size();
  }
  EXPECT_EQ(hello.outcome(), Outcome::tls_refused);
}

TEST_F(TlsHelloTest, AFileWithoutCertificatesIsRefused) {
  const auto missing = TlsTrust::make(file_.path().string() + ".missing");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::invalid_setting);
  const auto text = file_.path().string() + ".txt";
  std::ofstream(text) << "nothing\n";
  EXPECT_FALSE(TlsTrust::make(text));
}

}  // namespace
}  // namespace sallyport::reach
