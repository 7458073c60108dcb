// The page on which people set their password. GET shows it and changes nothing; POST acts on the form only.

#include <array>
#include <optional>

#include "api/handlers.h"
#include "api/page.h"

namespace sallyport::api {
namespace {

using control::Language;

constexpr std::size_t kTokenBytes = 256;
constexpr std::size_t kFormBytes = 8 * 1024;  // a password of 1024 bytes, each of them escaped, and the rest

struct Texts {
  std::string_view title, what, effect, field, hint, too_short, button, done, done_advice;
  std::string_view void_title, void_advice;
};

constexpr std::array<Texts, 3> kTexts{{
    {"Set your password", "Choose the password with which you sign in to Sallyport.",
     "Wherever you are signed in now, you will have to sign in again.", "New password",
     "At least 12 characters. A few random words are better than one that looks complicated.",
     "Choose a password of at least 12 characters, and at most 1024 bytes.", "Set password",
     "Your password is set", "You can sign in with it now. You may close this page.",
     "This link cannot be used", "It was used, it has expired, or it is not complete. Ask for a new one."},
    {"Ihr Passwort setzen", "Wählen Sie das Passwort, mit dem Sie sich bei Sallyport anmelden.",
     "Wo Sie jetzt angemeldet sind, müssen Sie sich neu anmelden.", "Neues Passwort",
     "Mindestens 12 Zeichen. Einige zufällige Wörter sind besser als eines, das kompliziert aussieht.",
     "Wählen Sie ein Passwort mit mindestens 12 Zeichen und höchstens 1024 Byte.", "Passwort setzen",
     "Ihr Passwort ist gesetzt", "Sie können sich jetzt damit anmelden und diese Seite schließen.",
     "Dieser Link ist nicht verwendbar",
     "Er wurde benutzt, ist abgelaufen oder unvollständig. Fordern Sie einen neuen an."},
    {"パスワードの設定", "Sallyport にサインインするためのパスワードを決めてください。",
     "現在サインインしている場所では、もう一度サインインが必要になります。", "新しいパスワード",
     "12文字以上。複雑に見える単語より、無作為な単語をいくつか並べるほうが安全です。",
     "パスワードは12文字以上、1024バイト以下にしてください。", "パスワードを設定する",
     "パスワードを設定しました", "このパスワードでサインインできます。このページは閉じてかまいません。",
     "このリンクは使えません",
     "使用済みか、期限切れか、途中で切れています。新しいリンクを請求してください。"},
}};

const Texts& texts_in(Language language) { return kTexts.at(static_cast<std::size_t>(language)); }

std::string form_page(Language language, const std::string& email, std::string_view problem) {
  const Texts& texts = texts_in(language);
  Page page;
  page.language = language;
  page.title = texts.title;
  page.problem = problem;
  page.paragraphs = {std::string(texts.what), std::string(texts.effect)};
  page.fields = {{.name = "password",
                  .label = std::string(texts.field),
                  .hint = std::string(texts.hint),
                  .required = true,
                  .fresh = true}};
  page.person = email;
  page.button = texts.button;
  return to_html(page);
}

std::string plain_page(Language language, std::string_view title, std::string_view text) {
  Page page;
  page.language = language;
  page.title = title;
  page.paragraphs = {std::string(text)};
  return to_html(page);
}

bool is_void(ErrorCode code) {
  return code == ErrorCode::not_found || code == ErrorCode::expired_token || code == ErrorCode::used_token;
}

Reply refusal(const Call& call, const Error& error) {
  const Language language = language_of(call.request);
  const Texts& texts = texts_in(language);
  return {status_of(error.code),
          is_void(error.code) ? plain_page(language, texts.void_title, texts.void_advice)
                              : error_page(error.code, language),
          kHtml};
}

std::optional<std::string> read_form(std::string_view body) {
  if (body.size() > kFormBytes) return std::nullopt;
  const auto values = decode_query(body);
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
  const std::string_view token = call.parameter("token");
  if (token.size() > kTokenBytes) return fail(ErrorCode::not_found, "this link is none of ours");
  return call.control.people().open_password_link(token);
}

}  // namespace

Result<Reply> show_password_page(const Call& call) {
  const auto email = person_of(call);
  if (!email) return refusal(call, email.error());
  SALLYPORT_ASSIGN(const auto language, call.control.people().language(*email));
  return Reply{200, form_page(language, *email, {}), kHtml};
}

Result<Reply> set_password(const Call& call) {
  const auto email = person_of(call);
  if (!email) return refusal(call, email.error());
  const auto password = read_form(call.request.body);
  if (!password) return refusal(call, {ErrorCode::malformed_request, std::string(kPressTheButton), {}});
  SALLYPORT_ASSIGN(const auto language, call.control.people().language(*email));
  const Texts& texts = texts_in(language);
  const auto set =
      call.control.people().set_password(call.parameter("token"), *password, call.request.peer.address);
  if (!set && set.error().code == ErrorCode::invalid_setting) {
    return Reply{status_of(set.error().code), form_page(language, *email, texts.too_short), kHtml};
  }
  if (!set) return refusal(call, set.error());
  return Reply{200, plain_page(language, texts.done, texts.done_advice), kHtml};
}

}  // namespace sallyport::api
