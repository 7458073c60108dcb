#include "api/pages/page.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

#include "api/pages/page_texts.h"
#include "base/text.h"
#include "control/language.h"

namespace sallyport::api {
namespace {

constexpr std::string_view kStyle =
    "body{font-family:sans-serif;line-height:1.5;max-width:40em;margin:2em auto;padding:0 1em;color:#111;"
    "background:#fff}dt,legend,label.field{font-weight:bold}dd{margin:0 0 .5em;overflow-wrap:anywhere}"
    "fieldset{border:1px solid #767676;border-radius:.3em;margin:0 0 1em}.hint{margin:.2em 0 1em}"
    "[role=alert]{border:2px solid #a00;border-radius:.3em;padding:.5em .8em}"
    "code{font-size:1.1em;overflow-wrap:anywhere;user-select:all}"
    "input[type=password]{font:inherit;padding:.4em;width:100%;max-width:24em;box-sizing:border-box;"
    "display:block}"
    "button{font:inherit;padding:.6em 1.2em;border:2px solid "
    "#111;border-radius:.3em;background:#111;color:#fff}"
    "button:focus-visible,input:focus-visible{outline:3px solid #06c;outline-offset:3px}";

std::string options_html(const Field& field) {
  std::string html = fmt::format("<fieldset>\n<legend>{}</legend>\n", escape_html(field.label));
  for (std::size_t i = 0; i < field.options.size(); ++i) {
    const auto& [value, label] = field.options[i];
    html += fmt::format(
        "<div><input type=\"radio\" name=\"{0}\" id=\"{0}-{1}\" value=\"{1}\"{2}> <label "
        "for=\"{0}-{1}\"><bdi>{3}</bdi></label></div>\n",
        escape_html(field.name), escape_html(value), i == 0 ? " checked" : "", escape_html(label));
  }
  return html + "</fieldset>\n";
}

std::string password_html(const Field& field, bool focus) {
  const std::string name = escape_html(field.name);
  std::string html = fmt::format(
      "<p><label class=\"field\" for=\"{0}\">{1}</label>\n<input type=\"password\" name=\"{0}\" id=\"{0}\" "
      "maxlength=\"1024\" autocomplete=\"{2}\"{3}{4}{5}></p>\n",
      name, escape_html(field.label), field.fresh ? "new-password" : "current-password",
      field.required ? " required" : "",
      field.hint.empty() ? std::string() : fmt::format(" aria-describedby=\"{}-hint\"", name),
      focus ? " autofocus" : "");
  if (!field.hint.empty()) {
    html += fmt::format("<p class=\"hint\" id=\"{}-hint\">{}</p>\n", name, escape_html(field.hint));
  }
  return html;
}

std::string form_html(const Page& page) {
  std::string html = "<form method=\"post\">\n<input type=\"hidden\" name=\"confirm\" value=\"yes\">\n";
  // For password managers; without a name it is not sent.
  if (!page.person.empty()) {
    html += fmt::format("<input type=\"hidden\" autocomplete=\"username\" value=\"{}\">\n",
                        escape_html(page.person));
  }
  bool focus = !page.problem.empty();  // on what is to be corrected
  for (const Field& field : page.fields) {
    html += field.options.empty() ? password_html(field, focus) : options_html(field);
    if (field.options.empty()) focus = false;
  }
  return html + fmt::format("<button type=\"submit\">{}</button>\n</form>\n", escape_html(page.button));
}

}  // namespace

std::string_view page_policy() {
  static const std::string policy = policy_with_style(kStyle);
  return policy;
}

// A style sheet is allowed by its hash, so that markup which somebody smuggled in would stay without style.
std::string policy_with_style(std::string_view style) {
  constexpr std::string_view kRest = "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
  if (style.empty()) return fmt::format("default-src 'none'; {}", kRest);
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(style.data()), style.size());
  std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)>
      text{};
  sodium_bin2base64(text.data(), text.size(), hash.data(), hash.size(), sodium_base64_VARIANT_ORIGINAL);
  return fmt::format("default-src 'none'; style-src 'sha256-{}'; {}", text.data(), kRest);
}

std::string to_html(const Page& page) {
  const std::string title = escape_html(page.title);
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"robots\" content=\"noindex\">\n<title>{} - "
      "Sallyport</title>\n<style>{}</style>\n</head>\n"
      "<body>\n<main>\n<h1>{}</h1>\n",
      control::to_string(page.language), title, kStyle, title);
  if (!page.problem.empty()) html += fmt::format("<p role=\"alert\">{}</p>\n", escape_html(page.problem));
  for (const auto& paragraph : page.paragraphs) html += fmt::format("<p>{}</p>\n", escape_html(paragraph));
  if (!page.secret.empty()) {
    html +=
        fmt::format("<h2>{}</h2>\n<p><code id=\"secret\">{}</code></p>\n<p>{}</p>\n",
                    escape_html(page.secret_title), escape_html(page.secret), escape_html(page.secret_hint));
  }
  if (!page.links.empty()) {
    html += "<ul>\n";
    for (const auto& [address, label] : page.links) {
      html += fmt::format("<li><a href=\"{}\"><bdi>{}</bdi></a></li>\n", escape_html(address),
                          escape_html(label));
    }
    html += "</ul>\n";
  }
  if (!page.facts.empty()) {
    html += "<dl>\n";
    for (const auto& [label, value] : page.facts) {
      // bdi: a name that turns the reading direction turns its own only.
      html += fmt::format("<dt>{}</dt><dd><bdi>{}</bdi></dd>\n", escape_html(label), escape_html(value));
    }
    html += "</dl>\n";
  }
  if (!page.button.empty()) html += form_html(page);
  return html + "</main>\n</body>\n</html>\n";
}

std::string error_page(ErrorCode code, control::Language language) {
  const auto [title, advice] = texts_of(code);
  return to_html(
      {.language = language,
       .title = std::string(say(title, language)),
       .paragraphs = {std::string(say(advice, language)), say(PageText::nothing_changed, language)}});
}

control::Language language_of(const http::Request& request) {
  return control::accepted_language(request.only("Accept-Language").value_or(std::string_view()));
}

}  // namespace sallyport::api
