// Learning, and how it ends (R4, R5).
//
// A protection learns from its first use on, or from the moment at which what was used before is set to
// learn. It ends by itself when no new network was learned for the quiet period, in watched time, and a known
// address was used since.
//
// Thread safety: as the change's.
#pragma once

#include <optional>
#include <vector>

#include "control/change.h"
#include "control/ports/notifier.h"

namespace sallyport::control {

// The lists' entries that matter for an address: those that cover it or lie in the same network of that
// width.
Result<std::vector<policy::Entry>> entries_around(Reader& reader, Scope scope, const net::Prefix& network,
                                                  const net::Address& address);

// The protection under which a credential stands: its own, or its organization's. REQUIRES: the credential
// exists.
Result<ProtectionRow> protection_of(Reader& reader, const Credential& credential);

// What turned to blocking, for those who are to hear of it.
struct EndedLearning {
  Organization organization;
  BlockingNotification::Item news;
};

// Where learning is due to end: turns the protection to blocking. Where nothing is authorized, it goes on
// learning until a known address is used again. Where learning is not in force, because an ancestor's demand
// came or went, it starts anew when it is. Returns what turned; empty where it did not. REQUIRES:
// protection.due() has passed.
Result<std::optional<EndedLearning>> end_learning(Change& change, ProtectionRow& protection);

// Tells the members; what turned in one organization at one moment is one mail.
Result<void> tell_about_blocking(Change& change, const std::vector<EndedLearning>& ended);

}  // namespace sallyport::control
