// What the pages say, in every language.
//
// Thread safety: pure functions over constants.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "control/model.h"

namespace sallyport::api {

enum class PageText : std::uint8_t {
  // What is asked about an address.
  question,
  nothing_so_far,
  authorize_title,
  authorize_effect,
  authorize_choice,
  authorize_button,
  deny_title,
  deny_effect,
  deny_choice,
  deny_button,
  deactivate_title,
  deactivate_effect,
  deactivate_effect_credential,
  deactivate_needs_password,
  deactivate_button,
  choose_address,
  choose_network,
  rotate_made_here,
  rotate_platform,
  rotate_no_password,
  rotate_removed,
  password,
  password_if_rotated,
  // What is known of it.
  address,
  network,
  network_owner,
  country,
  credential,
  channel,
  organization,
  first_seen,
  last_seen,
  requests,
  answer_as,
  // What was done.
  authorized_title,
  authorized_done,
  denied_title,
  denied_done,
  deactivated_title,
  deactivated_done,
  close_page,
  secret_title,
  secret_hint,
  rotation_requested,
  not_rotated,
  // Where people set their password.
  set_password_title,
  set_password_what,
  set_password_effect,
  new_password,
  new_password_hint,
  password_too_short,
  set_password_button,
  password_set_title,
  password_set_advice,
  void_title,
  void_advice,
  // Which vendors tell their addresses here.
  catalogs_title,
  catalogs_what,
  catalogs_none,
  // What was wrong.
  nothing_changed,
  wrong_password,
  too_many_tries,
  unknown_title,
  unknown_advice,
  expired_title,
  expired_advice,
  used_title,
  used_advice,
  forbidden_title,
  forbidden_advice,
  form_title,
  form_advice,
  enforced_title,
  enforced_advice,
  full_title,
  full_advice,
  again_title,
  again_advice,
  other_title,
  other_advice,
};

std::string say(PageText text, control::Language language,
                std::initializer_list<std::string_view> values = {});

// Title and advice of the page that says so.
std::pair<PageText, PageText> texts_of(ErrorCode code);

}  // namespace sallyport::api
