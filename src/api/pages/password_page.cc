// The page on which people set their password. GET shows it and changes nothing; POST acts on the form only.

#include <optional>

#include "api/handlers/handlers.h"
#include "api/pages/page.h"
#include "api/pages/page_texts.h"

namespace sallyport::api {
namespace {

using control::Language;

// `problem`: why the last try did nothing, or empty.
std::string password_form(Language language, const std::string& email, std::string problem) {
  Page page;
  page.language = language;
  page.title = say(PageText::set_password_title, language);
  page.problem = std::move(problem);
  page.paragraphs = {say(PageText::set_password_what, language),
                     say(PageText::set_password_effect, language)};
  page.fields = {{.name = "password",
                  .label = say(PageText::new_password, language),
                  .hint = say(PageText::new_password_hint, language),
                  .required = true,
                  .fresh = true}};
  page.person = email;
  page.button = say(PageText::set_password_button, language);
  return to_html(page);
}

std::string plain_page(Language language, PageText title, PageText text) {
  Page page;
  page.language = language;
  page.title = say(title, language);
  page.paragraphs = {say(text, language)};
  return to_html(page);
}

bool is_void(ErrorCode code) {
  return code == ErrorCode::not_found || code == ErrorCode::expired_token || code == ErrorCode::used_token;
}

Reply password_refusal(const Call& call, const Error& error) {
  const Language language = language_of(call.request);
  return {status_of(error.code),
          is_void(error.code) ? plain_page(language, PageText::void_title, PageText::void_advice)
                              : error_page(error.code, language),
          kHtml};
}

std::optional<std::string> read_new_password(const Call& call) {
  const auto values = call.sent_form();
  if (!values || values->size() != 2) return std::nullopt;
  std::optional<std::string> password;
  bool confirmed = false;
  for (const auto& [name, value] : *values) {
    if (name == "confirm" && value == "yes") confirmed = true;
    if (name == "password") password = value;
  }
  return confirmed ? password : std::nullopt;
}

Result<std::string> person_of(const Call& call) {
  SALLYPORT_ASSIGN(const auto token, call.link_token());
  return call.control.people().open_password_link(token);
}

}  // namespace

Result<Reply> show_password_page(const Call& call) {
  const auto email = person_of(call);
  if (!email) return password_refusal(call, email.error());
  SALLYPORT_ASSIGN(const auto language, call.control.people().language(*email));
  return Reply{200, password_form(language, *email, {}), kHtml};
}

Result<Reply> set_password(const Call& call) {
  const auto email = person_of(call);
  if (!email) return password_refusal(call, email.error());
  const auto password = read_new_password(call);
  if (!password)
    return password_refusal(call, {ErrorCode::malformed_request, std::string(kPressTheButton), {}});
  SALLYPORT_ASSIGN(const auto language, call.control.people().language(*email));
  const auto set =
      call.control.people().set_password(call.parameter("token"), *password, call.request.peer.address);
  if (!set && set.error().code == ErrorCode::invalid_setting) {
    return Reply{status_of(set.error().code),
                 password_form(language, *email, say(PageText::password_too_short, language)), kHtml};
  }
  if (!set) return password_refusal(call, set.error());
  return Reply{200, plain_page(language, PageText::password_set_title, PageText::password_set_advice), kHtml};
}

}  // namespace sallyport::api
