// What Directory does, within a change. Directory and Policies share it.
//
// Thread safety: as the change's. Errors: as Directory's.
#pragma once

#include <optional>
#include <string>

#include "control/change.h"

namespace sallyport::control {

Result<Organization> create_organization(Change& change, const Actor& actor, const std::string& name,
                                         const std::string& parent);
// Gives it its number. REQUIRES: the fingerprint is set.
Result<void> create_credential(Change& change, const Actor& actor, const Organization& organization,
                               Credential& credential);
Result<Member> add_member(Change& change, const Actor& actor, const Organization& organization,
                          const std::string& email, Permissions permissions,
                          std::optional<Language> language);
Result<Member> change_member(Change& change, const Actor& actor, const Organization& organization,
                             const std::string& email, Permissions permissions);
Result<void> remove_member(Change& change, const Actor& actor, const Organization& organization,
                           const std::string& email);

}  // namespace sallyport::control
