// Learning, and how it ends (R4, R5).
//
// A protection learns from its first use on. It ends by itself when no new network was learned for the quiet
// period, in watched time, and a known address was used since the last one.
//
// Thread safety: as the change's.
#pragma once

#include "control/change.h"

namespace sallyport::control {

// The lists' entries that matter for an address: those that cover it or lie in the same network of that
// width.
Result<std::vector<policy::Entry>> entries_around(Reader& reader, Scope scope, const net::Prefix& network,
                                                  const net::Address& address);

// The protection under which a credential stands: its own, or its organization's. REQUIRES: the credential
// exists.
Result<ProtectionRow> protection_of(Reader& reader, const Credential& credential);

// Where learning is due to end: turns the protection to blocking and tells the members. Where nothing is
// authorized, it goes on learning until a known address is used again. Where learning is not in force,
// because an ancestor's demand came or went, it starts anew when it is. Returns whether it turned. REQUIRES:
// protection.due() has passed.
Result<bool> end_learning(Change& change, ProtectionRow& protection);

}  // namespace sallyport::control
