// Certificates as tests make them: real ones, for keys on P-256.
//
// Thread safety: pure functions; they throw where OpenSSL does not do it.
#pragma once

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/testing/temporary_folder.h"

namespace sallyport::reach::test {

struct Identity {
  std::shared_ptr<X509> certificate;
  std::shared_ptr<EVP_PKEY> key;
};

struct Wish {
  std::vector<std::string> names;       // of hosts
  int from_days = -1, until_days = 30;  // seen from today
  bool authority = false;
};

inline void must(bool done, const char* what) {
  if (!done) throw std::runtime_error(what);
}

inline void add_extension(X509* certificate, int which, const std::string& value) {
  const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, which, value.c_str()), &X509_EXTENSION_free);
  must(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, "an extension");
}

// `issuer`: null, where it signs itself.
inline Identity make_identity(const std::string& common_name, const Identity* issuer, const Wish& wish) {
  static long serial = 0;
  Identity made{{X509_new(), &X509_free}, {EVP_EC_gen("P-256"), &EVP_PKEY_free}};
  X509* const x509 = made.certificate.get();
  must(x509 != nullptr && made.key != nullptr, "a certificate and a key");
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(x509), 0);
  X509_time_adj_ex(X509_getm_notBefore(x509), wish.from_days, 0, nullptr);
  X509_time_adj_ex(X509_getm_notAfter(x509), wish.until_days, 0, nullptr);
  X509_NAME* const name = X509_get_subject_name(x509);
  must(X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                                  reinterpret_cast<const unsigned char*>(common_name.data()),
                                  static_cast<int>(common_name.size()), -1, 0) == 1,
       "a name");
  X509_set_issuer_name(x509, issuer != nullptr ? X509_get_subject_name(issuer->certificate.get()) : name);
  X509_set_pubkey(x509, made.key.get());
  if (wish.authority) add_extension(x509, NID_basic_constraints, "critical,CA:TRUE");
  std::string names;
  for (const auto& host : wish.names) names += (names.empty() ? "DNS:" : ",DNS:") + host;
  if (!names.empty()) add_extension(x509, NID_subject_alt_name, names);
  must(X509_sign(x509, (issuer != nullptr ? issuer->key : made.key).get(), EVP_sha256()) > 0, "a signature");
  return made;
}

inline void write_pem(const Identity& identity, const std::filesystem::path& file) {
  const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new_file(file.c_str(), "w"), &BIO_free);
  must(out != nullptr && PEM_write_bio_X509(out.get(), identity.certificate.get()) == 1, "a file");
}

inline std::shared_ptr<SSL_CTX> server_context(const Identity& identity) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  must(context != nullptr && SSL_CTX_use_certificate(context.get(), identity.certificate.get()) == 1 &&
           SSL_CTX_use_PrivateKey(context.get(), identity.key.get()) == 1,
       "a server");
  return context;
}

// A file in a folder of its own, gone with it.
class TrustFile {
 public:
  explicit TrustFile(const Identity& authority) { write_pem(authority, path()); }
  std::filesystem::path path() const { return folder_ / "authority.pem"; }

 private:
  TemporaryFolder folder_;
};

}  // namespace sallyport::reach::test
