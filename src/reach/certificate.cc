#include "reach/certificate.h"

#include <fmt/format.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <memory>

#include "base/text.h"
#include "catalog/day.h"

namespace sallyport::reach {
namespace {

constexpr std::size_t kNamesKept = 3;
constexpr std::string_view kInspected =
    "perhaps a proxy that inspects TLS stands between: then have it pass this host through, or make the "
    "product "
    "trust its certificate";

// What a Day can be: a stranger's certificate can name the year 0.
using namespace std::chrono_literals;
constexpr std::chrono::sys_seconds kFirstTime{std::chrono::sys_days{1970y / 1 / 1}};
constexpr std::chrono::sys_seconds kLastTime{std::chrono::sys_days{9999y / 12 / 31}};

std::string text_of(const ASN1_STRING* string) {
  if (string == nullptr) return {};
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, string);
  if (size < 0) return {};
  const std::unique_ptr<unsigned char, void (*)(unsigned char*)> owner(
      utf8, [](unsigned char* bytes) { OPENSSL_free(bytes); });
  return printable_excerpt({reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size)});
}

std::string field_of(const X509_NAME* name, int field) {
  const int at = X509_NAME_get_index_by_NID(name, field, -1);
  if (at < 0) return {};
  return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
}

std::chrono::sys_seconds time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return std::clamp(std::chrono::sys_seconds(std::chrono::seconds(::timegm(&parts))), kFirstTime, kLastTime);
}

void read_names(const X509& x509, Certificate& certificate) {
  auto* const names =
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&x509, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names, i);
    if (name->type != GEN_DNS) continue;
    if (certificate.names.size() < kNamesKept) {
      certificate.names.push_back(text_of(name->d.dNSName));
    } else {
      ++certificate.more_names;
    }
  }
  GENERAL_NAMES_free(names);
}

std::string day_of(std::chrono::sys_seconds time) {
  return catalog::Day::of(std::chrono::floor<std::chrono::days>(time)).to_string();
}

std::string names_of(const Certificate& certificate) {
  if (certificate.names.empty()) return "no host";
  std::string text = fmt::format("{}", fmt::join(certificate.names, ", "));
  if (certificate.more_names != 0) text += fmt::format(" and {} more", certificate.more_names);
  return text;
}

std::string_view issuer_of(const Certificate& certificate) {
  return certificate.issuer.empty() ? "somebody without a name" : std::string_view(certificate.issuer);
}

}  // namespace

Certificate read_certificate(const X509& x509) {
  Certificate certificate;
  const X509_NAME* const issuer = X509_get_issuer_name(&x509);
  certificate.issuer = field_of(issuer, NID_commonName);
  if (certificate.issuer.empty()) certificate.issuer = field_of(issuer, NID_organizationName);
  read_names(x509, certificate);
  certificate.from = time_of(X509_get0_notBefore(&x509));
  certificate.until = time_of(X509_get0_notAfter(&x509));
  return certificate;
}

CertificateFault fault_of(int error, int depth, const Certificate& certificate, const std::string& wanted) {
  switch (error) {
    case X509_V_OK:
      return {};
    case X509_V_ERR_HOSTNAME_MISMATCH:
      return {Outcome::wrong_name,
              fmt::format("the certificate is for {}, not for {}", names_of(certificate), wanted)};
    case X509_V_ERR_CERT_HAS_EXPIRED:
      if (depth > 0) return {Outcome::expired, "a certificate that issued the host's has expired"};
      return {Outcome::expired, fmt::format("the certificate has expired on {}", day_of(certificate.until))};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      if (depth > 0) return {Outcome::not_yet_valid, "a certificate that issued the host's is not valid yet"};
      return {Outcome::not_yet_valid,
              fmt::format("the certificate is valid from {} on only: is this machine's clock right?",
                          day_of(certificate.from))};
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return {Outcome::self_signed, fmt::format("the certificate is signed by itself; {}", kInspected)};
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return {Outcome::unknown_issuer,
              fmt::format("the certificate was issued by {}, whom this machine does not trust; {}",
                          issuer_of(certificate), kInspected)};
    default:
      return {Outcome::bad_certificate,
              fmt::format("the certificate is not good: {}", X509_verify_cert_error_string(error))};
  }
}

}  // namespace sallyport::reach
