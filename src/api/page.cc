#include "api/page.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

#include "api/problem.h"
#include "base/text.h"

namespace sallyport::api {
namespace {

constexpr std::string_view kStyle =
    "body{font-family:sans-serif;line-height:1.5;max-width:40em;margin:2em auto;padding:0 1em;color:#111;"
    "background:#fff}dt{font-weight:bold}dd{margin:0 0 .5em;overflow-wrap:anywhere}"
    "button{font:inherit;padding:.6em 1.2em;border:2px solid "
    "#111;border-radius:.3em;background:#111;color:#fff}"
    "button:focus-visible{outline:3px solid #06c;outline-offset:3px}";

// The one style sheet is allowed by its hash, so that markup which somebody smuggled in would stay without
// style.
std::string make_policy() {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(kStyle.data()), kStyle.size());
  std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)>
      text{};
  sodium_bin2base64(text.data(), text.size(), hash.data(), hash.size(), sodium_base64_VARIANT_ORIGINAL);
  return fmt::format(
      "default-src 'none'; style-src 'sha256-{}'; form-action 'self'; frame-ancestors 'none'; base-uri "
      "'none'",
      text.data());
}

}  // namespace

std::string_view page_policy() {
  static const std::string policy = make_policy();
  return policy;
}

std::string to_html(const Page& page) {
  const std::string title = escape_html(page.title);
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"robots\" content=\"noindex\">\n<title>{} - "
      "Sallyport</title>\n<style>{}</style>\n</head>\n"
      "<body>\n<main>\n<h1>{}</h1>\n",
      title, kStyle, title);
  for (const auto& paragraph : page.paragraphs) html += fmt::format("<p>{}</p>\n", escape_html(paragraph));
  if (!page.facts.empty()) {
    html += "<dl>\n";
    for (const auto& [label, value] : page.facts) {
      // bdi: a name that turns the reading direction turns its own only.
      html += fmt::format("<dt>{}</dt><dd><bdi>{}</bdi></dd>\n", escape_html(label), escape_html(value));
    }
    html += "</dl>\n";
  }
  if (!page.button.empty()) {
    html += fmt::format(
        "<form method=\"post\">\n<input type=\"hidden\" name=\"confirm\" value=\"yes\">\n"
        "<button type=\"submit\">{}</button>\n</form>\n",
        escape_html(page.button));
  }
  return html + "</main>\n</body>\n</html>\n";
}

std::string error_page(const Error& error) {
  Page page{.title = std::string(title_of(error.code)), .paragraphs = {}, .facts = {}, .button = {}};
  switch (error.code) {
    case ErrorCode::not_found:
      page.title = "This link is not known here";
      page.paragraphs = {"Check that the whole link was copied from the mail. Nothing was changed."};
      break;
    case ErrorCode::expired_token:
      page.title = "This link has expired";
      page.paragraphs = {
          "Links work for a limited time. Answer the alert in the list of alerts instead, or wait for the "
          "next mail. Nothing was changed."};
      break;
    case ErrorCode::used_token:
      page.title = "This was answered already";
      page.paragraphs = {
          "Somebody has answered this alert, with this link or in another way. Nothing was changed now."};
      break;
    default:
      page.paragraphs = {"Nothing was changed: " + error.message + "."};
  }
  return to_html(page);
}

}  // namespace sallyport::api
