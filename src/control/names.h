// What a name, an e-mail address and a note may be. They reach mails, pages and logs: nothing in them may
// break out.
//
// Thread safety: pure functions. Errors of all that check: malformed_request.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sallyport::control {

// 1 to 100 bytes of UTF-8 without control characters, '/' or white space at its ends; and neither "." nor
// "..", which browsers and proxies take out of a path.
Result<void> check_name(std::string_view name);

// name@host: letters, digits and ._+- and the other characters that RFC 5321 allows unquoted; at most 254
// bytes.
Result<void> check_email(std::string_view email);

// As e-mail addresses are compared: one mailbox is one person, in whatever case its ASCII letters are
// written.
std::string folded_email(std::string_view email);

// At most 500 bytes of UTF-8 without control characters.
Result<void> check_note(std::string_view note);

}  // namespace sallyport::control
