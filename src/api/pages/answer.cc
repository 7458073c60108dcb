// The pages on which people answer alerts. Mail scanners open every link, some follow forms: so GET only
// shows, and a POST acts only with the form's own field.

#include <optional>

#include "api/handlers/handlers.h"
#include "api/pages/page.h"
#include "api/pages/page_texts.h"
#include "control/language.h"

namespace sallyport::api {
namespace {

using control::Action;
using control::Alert;
using control::Language;
using Question = control::Alerts::Question;

// What the form says. Empty fields are as good as none.
struct AnswerForm {
  bool network = false;
  std::string password;
};

std::optional<AnswerForm> read_answer_form(const Call& call) {
  const auto values = call.sent_form();
  if (!values) return std::nullopt;
  AnswerForm form;
  unsigned confirmed = 0;
  unsigned chosen = 0;
  unsigned passwords = 0;
  for (const auto& [name, value] : *values) {
    if (name == "confirm" && value == "yes") {
      ++confirmed;
    } else if (name == "where" && (value == "address" || value == "network")) {
      ++chosen;
      form.network = value == "network";
    } else if (name == "password") {
      ++passwords;
      form.password = value;
    } else {
      return std::nullopt;
    }
  }
  if (confirmed != 1 || chosen > 1 || passwords > 1) return std::nullopt;
  return form;
}

std::vector<std::pair<std::string, std::string>> facts_of(const Question& question) {
  const Alert& alert = question.alert;
  const Language language = question.language;
  std::vector<std::pair<std::string, std::string>> facts;
  const auto add = [&](PageText label, std::string value) {
    if (!value.empty()) facts.emplace_back(say(label, language), std::move(value));
  };
  add(PageText::address, alert.address.to_string());
  add(PageText::network, alert.network.to_string());
  add(PageText::network_owner, question.name.owner);
  add(PageText::country, question.name.country);
  add(PageText::credential, alert.credential);
  add(PageText::channel, std::string(policy::to_string(alert.channel)));
  add(PageText::organization, alert.organization);
  add(PageText::first_seen, control::people_time(alert.first_seen, language));
  add(PageText::last_seen, control::people_time(alert.last_seen, language));
  add(PageText::requests, control::people_number(alert.count, language));
  add(PageText::answer_as, question.member);
  return facts;
}

Field choice_of(const Question& question, PageText label) {
  const Alert& alert = question.alert;
  return {.name = "where",
          .label = say(label, question.language),
          .options = {
              {"address", say(PageText::choose_address, question.language, {alert.address.to_string()})},
              {"network", say(PageText::choose_network, question.language, {alert.network.to_string()})}}};
}

Field password_of(const Question& question, PageText label, bool required, std::string hint) {
  return {.name = "password",
          .label = say(label, question.language),
          .hint = std::move(hint),
          .required = required};
}

void ask_to_authorize(const Question& question, Page& page) {
  page.title = say(PageText::authorize_title, page.language, {question.alert.address.to_string()});
  page.paragraphs.push_back(say(PageText::authorize_effect, page.language));
  page.fields.push_back(choice_of(question, PageText::authorize_choice));
  page.button = say(PageText::authorize_button, page.language);
}

void ask_to_deny(const Question& question, Page& page) {
  page.title = say(PageText::deny_title, page.language, {question.alert.address.to_string()});
  page.paragraphs.push_back(say(PageText::deny_effect, page.language));
  page.fields.push_back(choice_of(question, PageText::deny_choice));
  page.button = say(PageText::deny_button, page.language);
  if (question.removed) {
    page.paragraphs.push_back(say(PageText::rotate_removed, page.language));
  } else if (!question.can_sign_in) {
    page.paragraphs.push_back(say(PageText::rotate_no_password, page.language));
  } else {
    const auto hint = question.made_here ? PageText::rotate_made_here : PageText::rotate_platform;
    page.fields.push_back(
        password_of(question, PageText::password_if_rotated, false, say(hint, page.language)));
  }
}

void ask_to_deactivate(const Question& question, Page& page) {
  const Alert& alert = question.alert;
  page.title = say(PageText::deactivate_title, page.language);
  page.paragraphs.push_back(
      question.own_protection ? say(PageText::deactivate_effect_credential, page.language, {alert.credential})
                              : say(PageText::deactivate_effect, page.language,
                                    {alert.organization, policy::to_string(alert.channel)}));
  if (!question.can_sign_in) {
    page.paragraphs.push_back(say(PageText::deactivate_needs_password, page.language));
    return;
  }
  page.fields.push_back(password_of(question, PageText::password, true, {}));
  page.button = say(PageText::deactivate_button, page.language);
}

// `problem`: why the last try did nothing, or empty.
std::string question_page(const Question& question, std::string problem) {
  Page page;
  page.language = question.language;
  page.problem = std::move(problem);
  page.paragraphs.push_back(say(PageText::question, page.language));
  switch (question.action) {
    case Action::authorize:
      ask_to_authorize(question, page);
      break;
    case Action::deny:
      ask_to_deny(question, page);
      break;
    case Action::deactivate:
      ask_to_deactivate(question, page);
      break;
  }
  if (question.can_sign_in && question.action != Action::authorize) page.person = question.member;
  if (page.problem.empty()) page.paragraphs.push_back(say(PageText::nothing_so_far, page.language));
  page.facts = facts_of(question);
  return to_html(page);
}

void tell_rotation(const Question& question, const std::optional<control::Rotation>& rotation, Page& page) {
  const std::string& credential = question.alert.credential;
  if (rotation && rotation->secret) {
    page.secret = *rotation->secret;
    page.secret_title = say(PageText::secret_title, page.language, {credential});
    page.secret_hint = say(PageText::secret_hint, page.language);
  } else if (rotation && rotation->requested) {
    page.paragraphs.push_back(say(PageText::rotation_requested, page.language, {credential}));
  } else if (!question.removed) {
    page.paragraphs.push_back(say(PageText::not_rotated, page.language, {credential}));
  }
}

std::string done_page(const Question& question, const AnswerForm& form,
                      const control::Alerts::Answered& answered) {
  const Alert& alert = answered.alert;
  Page page;
  page.language = question.language;
  const std::string where = form.network ? alert.network.to_string() : alert.address.to_string();
  switch (question.action) {
    case Action::authorize:
      page.title = say(PageText::authorized_title, page.language, {where});
      page.paragraphs.push_back(say(PageText::authorized_done, page.language));
      break;
    case Action::deny:
      page.title = say(PageText::denied_title, page.language, {where});
      page.paragraphs.push_back(say(PageText::denied_done, page.language));
      tell_rotation(question, answered.rotation, page);
      break;
    case Action::deactivate:
      page.title = say(PageText::deactivated_title, page.language);
      page.paragraphs.push_back(say(PageText::deactivated_done, page.language));
      break;
  }
  page.paragraphs.push_back(say(PageText::close_page, page.language));
  page.facts = {{say(PageText::credential, page.language), alert.credential},
                {say(PageText::organization, page.language), alert.organization}};
  return to_html(page);
}

// In the language of whom the link was mailed to, where it is one of ours.
Reply answer_refusal(const Call& call, const std::string& token, const Error& error) {
  const auto language = call.control.alerts().language_of(token);
  return {status_of(error.code), error_page(error.code, language ? *language : language_of(call.request)),
          kHtml};
}

bool is_about_password(ErrorCode code) {
  return code == ErrorCode::unauthenticated || code == ErrorCode::rate_limited;
}

// The same page again, which says what was wrong with the password.
Reply ask_again(const Question& question, ErrorCode code) {
  const auto problem = code == ErrorCode::rate_limited ? PageText::too_many_tries : PageText::wrong_password;
  return {status_of(code), question_page(question, say(problem, question.language)), kHtml};
}

}  // namespace

Result<Reply> show_answer_page(const Call& call) {
  SALLYPORT_ASSIGN(const auto token, call.link_token());
  const auto question = call.control.alerts().open(token);
  if (!question) return answer_refusal(call, token, question.error());
  return Reply{200, question_page(*question, {}), kHtml};
}

Result<Reply> press_answer_button(const Call& call) {
  SALLYPORT_ASSIGN(const auto token, call.link_token());
  const auto form = read_answer_form(call);
  if (!form)
    return answer_refusal(call, token, {ErrorCode::malformed_request, std::string(kPressTheButton), {}});
  auto alerts = call.control.alerts();
  // Asked before the password, so that a link which does not work costs nothing.
  const auto question = alerts.open(token);
  if (!question) return answer_refusal(call, token, question.error());
  const auto from = call.request.peer.address;
  const bool signs_in = !form->password.empty() && question->action != Action::authorize;
  if (signs_in) {
    const auto checked = call.control.people().check_password(question->member, form->password, from);
    if (!checked && is_about_password(checked.error().code))
      return ask_again(*question, checked.error().code);
    if (!checked) return answer_refusal(call, token, checked.error());
  }
  const auto answered = alerts.press(token, from, form->network, signs_in);
  if (!answered && is_about_password(answered.error().code)) {
    return ask_again(*question, answered.error().code);
  }
  if (!answered) return answer_refusal(call, token, answered.error());
  return Reply{200, done_page(*question, *form, *answered), kHtml};
}

}  // namespace sallyport::api
