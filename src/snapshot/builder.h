// Builder: compiles policy into snapshots, one change at a time.
//
// A change costs the pages it touches, not the size of the policy; publish() makes the next generation, which
// shares all other pages with the last one.
//
// Thread safety: one thread at a time. The snapshots it made may be read meanwhile by any thread, and may
// outlive it. Invariants: what was published never changes.
#pragma once

#include <cstddef>
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
  // Errors: too_many_entries beyond the format's limits, duplicate where a prefix stands twice in the list,
  // malformed_request for the id 0, for another parent than it has, for a tree of more than kMostLevels, and
  // for entries received without a parent; unknown_organization where the parent was not put before;
  // storage_full where there is no memory. The policy stays as it was. Cost: what it has itself, not what is
  // below it.
  Result<void> put(const policy::OrganizationPolicy& organization);
  // Errors: too_many_entries, duplicate, malformed_request for the id 0 and storage_full, as above;
  // unknown_organization where its organization was not put before; duplicate also where another credential
  // has its fingerprint.
  Result<void> put(const policy::CredentialPolicy& credential);
  // Unknown ids are left alone. A credential that an erased organization leaves behind, against the contract,
  // is denied everything that it does not itself permit, until it is erased or put again; a sub-organization
  // keeps a parent that demands and shares nothing, and cannot be put again.
  // REQUIRES: none of its credentials and sub-organizations is left
  void erase(policy::OrganizationId organization);
  void erase(policy::CredentialId credential);

  // The next generation, checked by the loader that gates use. Errors: corrupted (a bug; nothing was
  // published); storage_full, also where an earlier erase() found no memory, as what it should have erased
  // must not be served.
  Result<SnapshotPtr> publish();

  // Memory beside the snapshots' pages, that only the builder needs.
  std::size_t side_bytes() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sallyport::snapshot
