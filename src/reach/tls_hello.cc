#include "reach/tls_hello.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/text.h"
#include "reach/certificate.h"

namespace sallyport::reach {
namespace {

// Of a record's first byte (RFC 8446 section 5.1): all that a server can begin with.
constexpr char kAlertRecord = 21;
constexpr char kHandshakeRecord = 22;

}  // namespace

struct TlsHello::Callbacks {
  static TlsHello& of(const SSL* ssl) { return *static_cast<TlsHello*>(SSL_get_app_data(ssl)); }

  // In place of OpenSSL's own, which ends the handshake where a certificate is not good: then nobody would
  // know whether the server has its key.
  static int verify(X509_STORE_CTX* chain, void* /*nothing*/) {
    TlsHello& hello =
        of(static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx())));
    const X509* const leaf = X509_STORE_CTX_get0_cert(chain);
    if (leaf == nullptr) return 0;
    X509_verify_cert(chain);
    hello.certificate_ = read_certificate(*leaf);
    auto fault = fault_of(X509_STORE_CTX_get_error(chain), X509_STORE_CTX_get_error_depth(chain),
                          *hello.certificate_, hello.name_);
    hello.certificate_outcome_ = fault.outcome;
    hello.certificate_reason_ = std::move(fault.reason);
    return 1;
  }

  static void message(int sent, int /*version*/, int type, const void* bytes, std::size_t size, SSL* /*ssl*/,
                      void* hello) {
    if (sent == 0 || type != SSL3_RT_HANDSHAKE || size == 0) return;
    if (*static_cast<const unsigned char*>(bytes) == SSL3_MT_CLIENT_HELLO) return;
    static_cast<TlsHello*>(hello)->replied_ = true;
  }
};

Result<TlsTrust> TlsTrust::make(const std::filesystem::path& ca_file) {
  const std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_client_method()),
                                         [](SSL_CTX* each) { SSL_CTX_free(each); });
  if (context == nullptr) return fail(ErrorCode::unavailable, "TLS cannot be set up: there is no memory");
  const bool loaded = ca_file.empty() ? SSL_CTX_set_default_verify_paths(context.get()) == 1
                                      : SSL_CTX_load_verify_file(context.get(), ca_file.c_str()) == 1;
  ERR_clear_error();
  if (!loaded) {
    return fail(ErrorCode::invalid_setting,
                ca_file.empty() ? std::string("the certificates that this machine trusts cannot be read")
                                : fmt::format("{} has no certificates (PEM) that can be read",
                                              printable(ca_file.string())));
  }
  SSL_CTX_set_cert_verify_callback(context.get(), &TlsHello::Callbacks::verify, nullptr);
  return TlsTrust(context);
}

TlsHello::TlsHello(const TlsTrust& trust, const std::string& name) : name_(name) {
  SSL_CTX* const context = trust.context();
  ssl_ = SSL_new(context);
  BIO* const in = BIO_new(BIO_s_mem());
  BIO* const out = BIO_new(BIO_s_mem());
  if (ssl_ == nullptr || in == nullptr || out == nullptr) {
    BIO_free(in);
    BIO_free(out);
    end(Outcome::failed_here, "this machine has no memory for TLS");
    return;
  }
  SSL_set_bio(ssl_, in, out);
  SSL_set_app_data(ssl_, this);
  SSL_set_msg_callback(ssl_, &Callbacks::message);
  SSL_set_msg_callback_arg(ssl_, this);
  SSL_set_hostflags(ssl_, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  SSL_set_verify(ssl_, SSL_VERIFY_PEER, nullptr);
  if (SSL_set1_host(ssl_, name.c_str()) != 1 || SSL_set_tlsext_host_name(ssl_, name.c_str()) != 1) {
    end(Outcome::failed_here, "TLS cannot be set up for this name");
    return;
  }
  SSL_set_connect_state(ssl_);
  advance();
}

TlsHello::~TlsHello() { SSL_free(ssl_); }

std::string TlsHello::to_send() { return std::exchange(hello_, {}); }

void TlsHello::receive(std::span<const char> bytes) {
  if (is_over() || bytes.empty()) return;
  if (received_ == 0 && bytes.front() != kHandshakeRecord && bytes.front() != kAlertRecord)
    return end(Outcome::not_tls, "what answers does not speak TLS");
  received_ += bytes.size();
  if (received_ > kMostBytes)
    return end(Outcome::tls_refused, "the server sends far more than a handshake has");
  if (BIO_write(SSL_get_rbio(ssl_), bytes.data(), static_cast<int>(bytes.size())) <= 0)
    return end(Outcome::failed_here, "this machine has no memory for TLS");
  advance();
}

void TlsHello::closed() {
  if (is_over()) return;
  end(Outcome::closed,
      received_ == 0 ? "the connection was closed where the TLS handshake began: perhaps something between "
                       "looks at the name and does not let it pass"
                     : "the connection was closed in the middle of the TLS handshake");
}

void TlsHello::advance() {
  ERR_clear_error();
  const int done = SSL_do_handshake(ssl_);
  const int error = SSL_get_error(ssl_, done);
  if (replied_) {
    if (certificate_outcome_ == Outcome::not_tried) {
      end(Outcome::bad_certificate, "the server has no certificate");
    } else {
      end(certificate_outcome_, std::move(certificate_reason_));
    }
  } else if (error == SSL_ERROR_WANT_READ) {
    BIO* const out = SSL_get_wbio(ssl_);
    const std::size_t size = BIO_ctrl_pending(out);
    std::string bytes(size, '\0');
    if (size != 0 && BIO_read(out, bytes.data(), static_cast<int>(size)) == static_cast<int>(size))
      hello_ += bytes;
  } else {
    end_with_error();
  }
  ERR_clear_error();
}

void TlsHello::end_with_error() {
  const unsigned long error = ERR_peek_error();
  const int reason = ERR_GET_REASON(error);
  if (ERR_GET_LIB(error) == ERR_LIB_SSL && reason == SSL_R_WRONG_VERSION_NUMBER)
    return end(Outcome::not_tls, "what answers does not speak TLS");
  if (ERR_GET_LIB(error) == ERR_LIB_SSL && reason > SSL_AD_REASON_OFFSET &&
      reason < SSL_AD_REASON_OFFSET + 256) {
    return end(Outcome::tls_refused, fmt::format("the server ended the TLS handshake: {}",
                                                 SSL_alert_desc_string_long(reason - SSL_AD_REASON_OFFSET)));
  }
  const char* const text = ERR_reason_error_string(error);
  end(Outcome::tls_refused,
      fmt::format("the TLS handshake failed: {}", text != nullptr ? text : "for no reason"));
}

void TlsHello::end(Outcome outcome, std::string reason) {
  outcome_ = outcome;
  reason_ = std::move(reason);
}

}  // namespace sallyport::reach
