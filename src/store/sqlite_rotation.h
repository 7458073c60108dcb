// The parts of the Store port that keep former secrets: over one connection.
//
// Thread safety: as the connection's.
#pragma once

#include "control/ports/store_rotation.h"
#include "store/sqlite_connection.h"

namespace sallyport::store {

class SqliteRotationReader final : public control::RotationReader {
 public:
  // REQUIRES: the connection outlives it.
  explicit SqliteRotationReader(Connection& connection) : db_(connection) {}

  control::Maybe<control::FormerSecretRow> former_secret(control::CredentialId alias) override;
  control::Maybe<control::FormerSecretRow> former_secret(const policy::Fingerprint& fingerprint) override;
  control::Rows<control::FormerSecretRow> former_secrets(control::Scope scope) override;
  control::Rows<control::FormerSecretRow> former_secrets_over(Timestamp now, unsigned limit) override;
  control::Maybe<Timestamp> next_former_secret_over() override;

 private:
  Connection& db_;
};

class SqliteRotationWriter final : public control::RotationWriter {
 public:
  explicit SqliteRotationWriter(Connection& connection) : db_(connection) {}

  Result<control::CredentialId> add_former_secret(const control::FormerSecretRow& row) override;
  Result<void> erase_former_secret(control::CredentialId alias) override;
  Result<void> put_fingerprint(control::Scope scope, const policy::Fingerprint& fingerprint,
                               Timestamp rotated) override;

 private:
  Connection& db_;
};

// The next number of a credential or of an alias; never given twice.
Result<control::CredentialId> take_credential_id(Connection& connection);

}  // namespace sallyport::store
