// What rotating a credential does, within a change. Directory and Alerts share it.
//
// A former secret that still works is known to gates as a credential of its own (an alias) with the same
// policy, so it is checked by address like the new one.
//
// Thread safety: as the change's.
#pragma once

#include <chrono>
#include <optional>

#include "control/change.h"

namespace sallyport::control {

// As Directory::rotate_credential() says. Without grace every former secret ends, those of earlier rotations
// too: the reason may be that somebody knows them.
Result<Rotation> rotate(Change& change, const Actor& actor, const Organization& organization,
                        const Credential& credential, std::chrono::seconds grace,
                        std::optional<policy::Fingerprint> fingerprint);

// Ends those whose time is over, at most `limit`; returns how many.
Result<std::size_t> end_former_secrets(Change& change, unsigned limit);

// Errors: duplicate, where a credential has it, or a former secret that still works.
Result<void> check_fingerprint_free(Reader& reader, const policy::Fingerprint& fingerprint);

}  // namespace sallyport::control
