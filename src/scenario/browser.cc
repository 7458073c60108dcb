#include "scenario/browser.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "api/pages/page.h"
#include "api/problem.h"

namespace sallyport::scenario {
namespace {

// The value of an attribute of the tag `<...>`; empty where it has none.
std::optional<std::string> attribute(std::string_view tag, std::string_view name) {
  const auto found = tag.find(fmt::format(" {}=\"", name));
  if (found == std::string_view::npos) return std::nullopt;
  const auto start = found + name.size() + 3;
  const auto end = tag.find('"', start);
  if (end == std::string_view::npos) return std::nullopt;
  std::string value(tag.substr(start, end - start));
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEntities = {
      {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}};
  for (const auto& [entity, character] : kEntities) {
    for (auto at = value.find(entity); at != std::string::npos; at = value.find(entity, at + 1)) {
      value.replace(at, entity.size(), character);
    }
  }
  return value;
}

// The tags of that name, in order.
std::vector<std::string_view> tags(std::string_view html, std::string_view name) {
  std::vector<std::string_view> found;
  const std::string opening = fmt::format("<{}", name);
  for (auto at = html.find(opening); at != std::string_view::npos; at = html.find(opening, at + 1)) {
    found.push_back(html.substr(at, html.find('>', at) - at));
  }
  return found;
}

// As forms are sent (application/x-www-form-urlencoded).
std::string form_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       std::string_view("-._*").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// What a page that refuses means: several refusals have one status, and each has words of its own.
ErrorCode code_of(const http::Response& page) {
  static constexpr std::array<ErrorCode, 13> kRefusals = {
      ErrorCode::used_token,       ErrorCode::expired_token,   ErrorCode::enforced_by_parent,
      ErrorCode::lockout_risk,     ErrorCode::not_found,       ErrorCode::forbidden,
      ErrorCode::unknown_member,   ErrorCode::duplicate,       ErrorCode::too_many_entries,
      ErrorCode::invalid_setting,  ErrorCode::unauthenticated, ErrorCode::rate_limited,
      ErrorCode::malformed_request};
  for (const ErrorCode code : kRefusals) {
    if (api::status_of(code) == page.status && api::error_page(code, control::Language::english) == page.body)
      return code;
  }
  for (const ErrorCode code : kRefusals) {
    if (api::status_of(code) == page.status) return code;
  }
  return ErrorCode::internal;
}

// What the input gives to the form: its name and value, as they are sent. Empty: nothing.
std::string sent_by(std::string_view input, const std::string& password) {
  const auto name = attribute(input, "name");
  const auto type = attribute(input, "type");
  if (!name || !type) return {};
  std::string value = attribute(input, "value").value_or("");
  if (*type == "password") {
    value = password;
  } else if (*type == "radio") {
    if (!input.ends_with(" checked")) return {};
  } else if (*type != "hidden") {
    return {};
  }
  return fmt::format("{}={}", form_encode(*name), form_encode(value));
}

}  // namespace

Result<std::string> Browser::send(std::string_view method, const std::string& path, const std::string& body) {
  const std::array<http::Field, 2> fields = {
      {{"Host", "sallyport.example"}, {"Content-Type", "application/x-www-form-urlencoded"}}};
  const http::Request request{.method = method,
                              .target = path,
                              .fields = std::span(fields).first(body.empty() ? 1 : 2),
                              .body = body,
                              .peer = {}};
  http::Response response;
  handler_.handle(request, response);
  if (response.status >= 200 && response.status < 300) return std::move(response.body);
  return fail(code_of(response),
              fmt::format("{} of the mail's link was answered with status {}", method, response.status));
}

Result<std::string> Browser::get(const std::string& path) {
  SALLYPORT_TRY(send("HEAD", path, {}));
  return send("GET", path, {});
}

Result<std::string> Browser::press(const std::string& path, const std::string& password) {
  SALLYPORT_ASSIGN(const std::string page, get(path));
  const auto forms = tags(page, "form");
  if (forms.size() != 1 || attribute(forms.front(), "method") != "post") {
    return fail(ErrorCode::not_found, "the page has no form with a button");
  }
  std::string body;
  for (const std::string_view input : tags(page, "input")) {
    const std::string sent = sent_by(input, password);
    if (!sent.empty()) body += (body.empty() ? "" : "&") + sent;
  }
  return send("POST", attribute(forms.front(), "action").value_or(path), body);
}

}  // namespace sallyport::scenario
