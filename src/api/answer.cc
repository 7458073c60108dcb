// The pages on which people answer alerts. Mail scanners open every link, some follow forms: so GET only
// shows, and a POST acts only with the form's own field.

#include <fmt/format.h>

#include "api/handlers.h"
#include "api/page.h"

namespace sallyport::api {
namespace {

using control::Action;
using control::Alert;

constexpr std::size_t kTokenBytes = 256;
constexpr std::size_t kFormBytes = 1024;

std::string people_time(Timestamp time) {
  std::string text = to_string(std::chrono::floor<std::chrono::seconds>(time));  // 2026-01-01T00:00:00Z
  text.replace(10, 1, " ");
  text.replace(text.size() - 1, 1, " UTC");
  return text;
}

Result<std::string> token_of(const Call& call) {
  const std::string_view token = call.parameter("token");
  if (token.size() > kTokenBytes) return fail(ErrorCode::not_found, "this link is none of ours");
  return std::string(token);
}

Page question_page(const control::Alerts::Question& question) {
  const Alert& alert = question.alert;
  const std::string address = alert.address.to_string();
  const bool authorizes = question.action == Action::authorize;
  return {
      .title = authorizes ? fmt::format("Authorize {}?", address) : fmt::format("Deny {}?", address),
      .paragraphs = {"A credential was used from an address that is not on the list of authorized addresses.",
                     authorizes
                         ? fmt::format("The button below adds {} to that list: from then on, requests from "
                                       "this address are served. If you do not know it, close this page.",
                                       address)
                         : fmt::format("The button below denies {}: requests from this address are refused "
                                       "until somebody lifts that.",
                                       address),
                     "Nothing has been changed so far."},
      .facts = {{"Address", address},
                {"Network", alert.network.to_string()},
                {"Credential", alert.credential},
                {"Channel", std::string(policy::to_string(alert.channel))},
                {"Organization", alert.organization},
                {"First seen", people_time(alert.first_seen)},
                {"Last seen", people_time(alert.last_seen)},
                {"Requests", fmt::format("{}", alert.count)},
                {"You answer as", question.member}},
      .button = fmt::format("{} {}", authorizes ? "Authorize" : "Deny", address)};
}

Page done_page(const Alert& alert) {
  const std::string address = alert.address.to_string();
  const bool authorized = alert.state == control::AlertState::authorized;
  return {.title = fmt::format("{} is {}", address, authorized ? "authorized" : "denied"),
          .paragraphs = {authorized ? "Requests from this address are served from now on."
                                    : "Requests from this address are refused from now on.",
                         "You may close this page; the link does not work again."},
          .facts = {{"Address", address}, {"Organization", alert.organization}},
          .button = {}};
}

Result<void> require_button(const Call& call) {
  const bool small = call.request.body.size() <= kFormBytes;
  const auto form = small ? decode_query(call.request.body) : fail(ErrorCode::malformed_request, "");
  if (form && form->size() == 1 && form->front() == std::pair<std::string, std::string>("confirm", "yes"))
    return {};
  return fail(ErrorCode::malformed_request, std::string(kPressTheButton));
}

}  // namespace

Result<Reply> show_answer_page(const Call& call) {
  SALLYPORT_ASSIGN(const auto token, token_of(call));
  SALLYPORT_ASSIGN(const auto question, call.control.alerts().open(token));
  return Reply{200, to_html(question_page(question)), kHtml};
}

Result<Reply> press_answer_button(const Call& call) {
  SALLYPORT_TRY(require_button(call));
  SALLYPORT_ASSIGN(const auto token, token_of(call));
  SALLYPORT_ASSIGN(const auto answered,
                   call.control.alerts().press(token, call.request.peer.address, false, false));
  return Reply{200, to_html(done_page(answered.alert)), kHtml};
}

}  // namespace sallyport::api
