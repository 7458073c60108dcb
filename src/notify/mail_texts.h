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
  beyond_one,
  beyond_other,
  links_until,
  links,
  // Blocking started.
  blocking_subject,
  blocking_opening,
  blocking_opening_dry_run,
  blocking_reason,
  blocking_others,
  blocking_dry_run,
  blocking_for,
  channel,
  quiet_period,
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
  // What is followed changed.
  follow_subject,
  follow_held_subject,
  follow_opening,
  follow_many,
  follow_held,
  follow_resumed,
  still_there_one,
  still_there_other,
  was_there_one,
  was_there_other,
  gone_today,
  gone_one_day,
  gone_days,
  gone_between,
  used_today,
  used_one_day,
  used_days,
  used_never,
  used_on,
  follow_added,
  follow_back,
  follow_given_up,
  follow_removed,
  follow_coming,
  line_given_up,
  line_removed,
  line_coming,
  lines_more,
  follow_closing,
};

std::string say(MailText text, control::Language language,
                std::initializer_list<std::string_view> values = {});

}  // namespace sallyport::notify
