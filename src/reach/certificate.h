// What is wrong with a certificate, in words for people.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "reach/finding.h"

struct x509_st;

namespace sallyport::reach {

// Its texts are printable excerpts, its names the first few.
Certificate read_certificate(const x509_st& certificate);

struct CertificateFault {
  Outcome outcome = Outcome::works;
  std::string reason;  // empty where it works
};
// `error`: what X509_verify_cert() found (X509_V_OK: nothing), at that depth of the chain. `wanted`: the name
// that the certificate is to be for.
CertificateFault fault_of(int error, int depth, const Certificate& certificate, const std::string& wanted);

}  // namespace sallyport::reach
