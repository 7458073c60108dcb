// Mail: a notification as a message that mail servers and people can read.
//
// Text and HTML say the same (multipart/alternative, RFC 2046). Header values are encoded after RFC 2047, so
// that nothing from outside can end a header line; what goes into HTML is escaped.
//
// Thread safety: pure functions over values.
// Invariants: one notification gives the same Message-ID every time it is rendered.
#pragma once

#include <string>

#include "control/ports/notifier.h"

namespace sallyport::notify {

struct MailSettings {
  std::string from = "sallyport@localhost";  // address of the sender
  std::string public_url =
      "http://127.0.0.1:8080";  // where the answer pages are reached; no slash at its end
};

struct Mail {
  std::string message_id;  // without angle brackets
  std::string from;
  std::string to;
  std::string subject;
  Timestamp date;
  std::string text;
  std::string html;
  control::Language language = control::Language::english;
};

Mail render(const control::Notification& notification, const MailSettings& settings);

// Whether both addresses can stand in a header and in an SMTP command. Errors: invalid_setting.
Result<void> check_addresses(const Mail& mail);

// The bytes of RFC 5322, lines ended by CRLF, no line longer than 998 bytes. Whatever the fields hold, they
// cannot add a header line or end the body.
std::string compose(const Mail& mail);

}  // namespace sallyport::notify
