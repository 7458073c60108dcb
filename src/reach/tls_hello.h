// TlsHello: as much of a TLS handshake as a ClientHello brings about: the server's certificate, checked, and
// the proof that the server has its key.
//
// It works over bytes, so that nothing leaves but what to_send() gives. That is ClientHellos only (a second
// one, with the ChangeCipherSpec of RFC 8446 appendix D.4 in front of it, where the server asks for another
// group): what would complete the handshake, and alerts, stay here.
//
// Thread safety: TlsTrust may be shared by threads once it is made; a TlsHello belongs to one.
// Invariants: takes at most kMostBytes from a server, then it is over.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "reach/finding.h"

struct ssl_ctx_st;
struct ssl_st;

namespace sallyport::reach {

// Whose certificates are believed.
class TlsTrust {
 public:
  // The certificates of the file (PEM); of the machine where it is empty. Errors: invalid_setting, where the
  // file cannot be read or has none; unavailable.
  static Result<TlsTrust> make(const std::filesystem::path& ca_file);

  ssl_ctx_st* context() const { return context_.get(); }

 private:
  explicit TlsTrust(std::shared_ptr<ssl_ctx_st> context) : context_(std::move(context)) {}

  std::shared_ptr<ssl_ctx_st> context_;
};

class TlsHello {
 public:
  static constexpr std::size_t kMostBytes = 256 * 1024;

  // REQUIRES: the trust outlives it; `name` is a host name: sent as SNI, and what the certificate is to be
  // for.
  TlsHello(const TlsTrust& trust, const std::string& name);
  TlsHello(const TlsHello&) = delete;
  TlsHello& operator=(const TlsHello&) = delete;
  ~TlsHello();

  // The bytes to send now; each is given once.
  std::string to_send();
  // What the server sent.
  void receive(std::span<const char> bytes);
  void closed();  // by the server

  bool is_over() const { return outcome_ != Outcome::not_tried; }
  // REQUIRES: is_over().
  Outcome outcome() const { return outcome_; }
  const std::string& reason() const { return reason_; }
  // Where the server sent one.
  const std::optional<Certificate>& certificate() const { return certificate_; }

 private:
  friend class TlsTrust;
  struct Callbacks;

  void advance();
  void end(Outcome outcome, std::string reason);
  void end_with_error();

  std::string name_;
  ssl_st* ssl_ = nullptr;
  std::size_t received_ = 0;
  std::string hello_;     // to be sent
  bool replied_ = false;  // the server's part is over: OpenSSL has its answer to it
  Outcome outcome_ = Outcome::not_tried;
  std::string reason_;
  Outcome certificate_outcome_ = Outcome::not_tried;
  std::string certificate_reason_;
  std::optional<Certificate> certificate_;
};

}  // namespace sallyport::reach
