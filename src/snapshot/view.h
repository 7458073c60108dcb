// View: one generation in bytes that lie anywhere, and the fast decide() over them.
//
// Thread safety: reads only; any number of readers.
// Invariants: refers to its bytes, does not own them: a Snapshot does.
#pragma once

#include <cstddef>
#include <cstdint>

#include "policy/types.h"
#include "snapshot/format.h"

namespace sallyport::snapshot {

class View {
 public:
  // `base` is where page 0 lies. REQUIRES: aligned to 64; check_generation() of loader.h accepts the root.
  View(const std::byte* base, std::uint32_t root_page) noexcept;

  policy::Decision decide(const policy::Request& request, Timestamp now) const noexcept;

  std::uint64_t generation() const noexcept { return generation_; }

 private:
  struct Above;

  // The rest of decide(), for an organization that has a parent.
  void decide_below(policy::Decision& decision, const CredentialSlot& credential,
                    const ScopeRecord& organization, const net::Address& address,
                    Timestamp now) const noexcept;
  Above ask_above(const ScopeRecord& organization, policy::Channel channel, const net::Address& address,
                  std::int64_t now) const noexcept;
  const CredentialSlot* find(const policy::Fingerprint& fingerprint) const noexcept;
  const ScopeRecord& scope(std::uint32_t number) const noexcept;

  const std::byte* base_;
  const std::uint32_t* credential_directory_;
  const std::uint32_t* scope_directory_;
  unsigned shift_;
  std::uint64_t generation_;
};

}  // namespace sallyport::snapshot
