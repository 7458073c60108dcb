// Password links: what a mail carries so that the person who got it can set a password.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control/change.h"

namespace sallyport::control {

std::string to_password_token(const Secrets& secrets, const PasswordLinkRow& row);

// What a token opens. Errors: not_found (none of ours, or the person is a member nowhere any more),
// expired_token, used_token.
Result<PasswordLinkRow> open_password_token(const Secrets& secrets, Reader& reader, std::string_view token,
                                            Timestamp now, Milliseconds watched);

// Makes a link and queues the mail that carries it. `organization`: its name, or empty.
Result<void> mail_password_link(Change& change, const std::string& organization, const std::string& email,
                                std::chrono::seconds lifetime);

}  // namespace sallyport::control
