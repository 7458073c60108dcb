// Builder: compiles policy into snapshots, one change at a time.
//
// A change costs the pages it touches, not the size of the policy; publish() makes the next generation, which shares
// all other pages with the last one.
//
// Thread safety: one thread at a time. The snapshots it made may be read meanwhile by any thread.
// Invariants: what was published never changes.
#pragma once

#include <memory>

#include "base/result.h"
#include "policy/policy.h"
#include "snapshot/snapshot.h"

namespace sallyport::snapshot {

class Builder {
 public:
  Builder();
  ~Builder();

  // Adds it or puts it in place of the one with the same id.
  // Errors: too_many_entries beyond the format's limits; the policy stays as it was.
  Result<void> put(const policy::OrganizationPolicy& organization);
  // REQUIRES: its organization was put before. Errors: duplicate, where another credential has its fingerprint.
  Result<void> put(const policy::CredentialPolicy& credential);
  void erase(policy::OrganizationId organization);  // REQUIRES: none of its credentials is left
  void erase(policy::CredentialId credential);

  // The next generation, checked by the loader that gates use. Errors: corrupted (a bug; nothing was published).
  Result<SnapshotPtr> publish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sallyport::snapshot
