// The part of the Store port that keeps former secrets of credentials for their grace: see store.h.
//
// A former secret is known to gates as a credential of its own (an alias), with the same policy as the one it
// belongs to.
#pragma once

#include "control/ports/store_rows.h"

namespace sallyport::control {

struct FormerSecretRow {
  CredentialId alias{};
  Scope scope;  // of the credential it belongs to
  policy::Fingerprint fingerprint;
  Timestamp until;
};

class RotationReader {
 public:
  virtual ~RotationReader() = default;
  virtual Maybe<FormerSecretRow> former_secret(CredentialId alias) = 0;
  virtual Maybe<FormerSecretRow> former_secret(const policy::Fingerprint& fingerprint) = 0;
  virtual Rows<FormerSecretRow> former_secrets(Scope scope) = 0;
  virtual Rows<FormerSecretRow> former_secrets_over(Timestamp now, unsigned limit) = 0;
  virtual Maybe<Timestamp> next_former_secret_over() = 0;
};

class RotationWriter {
 public:
  virtual ~RotationWriter() = default;
  virtual Result<CredentialId> add_former_secret(const FormerSecretRow& row) = 0;  // gives it its alias
  virtual Result<void> erase_former_secret(CredentialId alias) = 0;
  virtual Result<void> put_fingerprint(Scope scope, const policy::Fingerprint& fingerprint,
                                       Timestamp rotated) = 0;
};

}  // namespace sallyport::control
