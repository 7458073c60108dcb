// What the mails say, in every language.
//
// Thread safety: pure functions over constants.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "control/model.h"

namespace sallyport::notify {

enum class MailText : std::uint8_t {
  // Unknown addresses.
  one_subject,
  one_opening,
  many_subject,
  many_opening,
  alert_advice,
  address,
  network,
  network_owner,
  country,
  credential,
  first_seen,
  last_seen,
  requests,
  authorize,
  deny,
  deactivate,
  more_one,
  more_other,
  links,
  // Blocking started.
  blocking_subject,
  blocking_opening,
  blocking_reason,
  blocking_for,
  channel,
  authorized,
  entries_one,
  entries_other,
  whose_credential,
  blocking_change,
  // Passwords.
  first_password,
  new_password,
  password_invited,
  password_asked,
  valid_until,
  password_closing,
  subject_of,
};

std::string say(MailText text, control::Language language,
                std::initializer_list<std::string_view> values = {});

}  // namespace sallyport::notify
