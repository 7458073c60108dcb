#include "control/webhooks/webhook_url.h"

#include <algorithm>
#include <charconv>

#include "net/address.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kLongest = 2000;
constexpr std::string_view kPlain = "http://";
constexpr std::string_view kTls = "https://";

std::size_t scheme_size(std::string_view url) {
  if (url.starts_with(kTls)) return kTls.size();
  return url.starts_with(kPlain) ? kPlain.size() : 0;
}

bool may_stand(char c) {
  return c > ' ' && c < '\x7f' && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
}

bool is_host_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
         c == '_';
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() && port >= 1 && port <= 65535;
}

// host, host:port, [IPv6] or [IPv6]:port.
bool is_authority(std::string_view text) {
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    const std::string_view literal = text.substr(1, end - 1);
    if (literal.find(':') == std::string_view::npos || !net::Address::parse(literal)) return false;
    rest = text.substr(end + 1);
  } else {
    const std::string_view host = text.substr(0, text.find(':'));
    if (host.empty() || host.size() > 253 || !std::ranges::all_of(host, is_host_character)) return false;
    rest = text.substr(host.size());
  }
  return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
}

std::string_view authority_of(std::string_view url) {
  url.remove_prefix(scheme_size(url));
  return url.substr(0, url.find_first_of("/?#"));
}

}  // namespace

Result<void> check_webhook_url(std::string_view url) {
  const auto refuse = [](std::string message) {
    return fail(ErrorCode::invalid_setting, std::move(message));
  };
  if (scheme_size(url) == 0) return refuse("the url starts with https:// or http://");
  if (url.size() > kLongest) return refuse("the url has at most 2000 characters");
  if (!std::ranges::all_of(url, may_stand)) {
    return refuse("the url has a character that cannot stand there: percent-encode it");
  }
  const std::string_view authority = authority_of(url);
  if (authority.find('@') != std::string_view::npos) {
    return refuse("the url has a user or password: leave it out, events are signed");
  }
  if (!is_authority(authority)) return refuse("the url's host or port is malformed");
  if (url.find('#') != std::string_view::npos) return refuse("the url has a fragment, which is never sent");
  return {};
}

std::string origin_of(std::string_view url) {
  return std::string(url.substr(0, scheme_size(url) + authority_of(url).size()));
}

}  // namespace sallyport::control
