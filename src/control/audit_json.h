// How things look in the audit's `before` and `after`: small JSON objects. Secrets and fingerprints never
// stand in them.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "control/model.h"

namespace sallyport::control {

std::string organization_json(const std::string& name);
std::string member_json(const Member& member);
std::string credential_json(const Credential& credential);
// `credential` is empty for the organization's list.
std::string entry_json(const ListedEntry& listed, const std::string& credential);
// Each channel's settings that are there.
std::string protection_json(const std::string& credential, const std::optional<ProtectionSettings>& api,
                            const std::optional<ProtectionSettings>& smtp);
std::string mail_json(const std::string& recipient, unsigned attempts);

}  // namespace sallyport::control
