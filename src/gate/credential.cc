#include "gate/credential.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "http/field_names.h"

namespace sallyport::gate {
namespace {

constexpr std::string_view kAuthorization = "Authorization";

bool is_visible(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

// -1 where it is no digit of RFC 4648's Base64.
int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

// With padding, and with zero bits below it: of every text there is one encoding only.
std::optional<std::string_view> decode_base64(std::string_view text, CredentialReader::Buffer& buffer) {
  if (text.empty() || text.size() % 4 != 0 || text.size() / 4 * 3 > buffer.size()) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  std::size_t size = 0;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.size() - padding)) {
    const int digit = base64_digit(c);
    if (digit < 0) return std::nullopt;
    bits = bits << 6 | static_cast<unsigned>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      buffer[size++] = static_cast<char>(bits >> count & 0xff);
    }
  }
  if ((bits & ((1U << count) - 1)) != 0) return std::nullopt;
  return std::string_view(buffer.data(), size);
}

// What follows "SCHEME ", if the value has that scheme.
std::optional<std::string_view> after_scheme(std::string_view value, std::string_view scheme) {
  if (!http::same_name(value.substr(0, value.find(' ')), scheme)) return std::nullopt;
  return value.substr(std::min(value.size(), scheme.size() + 1));
}

std::optional<std::string_view> password_of(std::string_view encoded, CredentialReader::Buffer& buffer) {
  const auto decoded = decode_base64(encoded, buffer);
  if (!decoded) return std::nullopt;
  const auto colon = decoded->find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return decoded->substr(colon + 1);
}

}  // namespace

Result<CredentialReader> CredentialReader::create(CredentialSettings settings) {
  for (const auto& header : settings.headers) {
    const bool word = !header.empty() && std::ranges::all_of(header, [](char c) {
      return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
    if (!word || http::same_name(header, kAuthorization)) {
      return fail(
          ErrorCode::invalid_setting,
          fmt::format("'{}' cannot be a credential's header: use letters, digits and hyphens; Authorization "
                      "is set by bearer and basic",
                      header.substr(0, 64)));
    }
  }
  if (settings.headers.empty() && !settings.bearer && !settings.basic) {
    return fail(ErrorCode::invalid_setting,
                "name at least one place in which requests show their credential");
  }
  return CredentialReader(std::move(settings));
}

std::expected<std::string_view, CredentialFault> CredentialReader::read(std::span<const http::Field> fields,
                                                                        Buffer& buffer) const noexcept {
  const auto ambiguous = std::unexpected(CredentialFault::ambiguous);
  std::optional<std::string_view> shown;  // as it stands in the header
  bool encoded = false;
  bool authorized = false;  // whether there was an Authorization header
  for (const auto& [name, value] : fields) {
    bool here = false;
    for (const auto& header : settings_.headers) {
      if (http::is_alias(name, header)) return ambiguous;
      here = here || http::same_name(name, header);
    }
    std::string_view text = value;
    if (http::same_name(name, kAuthorization)) {
      if (std::exchange(authorized, true)) return ambiguous;
      const auto token = settings_.bearer ? after_scheme(value, "Bearer") : std::nullopt;
      const auto basic = settings_.basic ? after_scheme(value, "Basic") : std::nullopt;
      if (!token && !basic) continue;
      here = true;
      encoded = basic.has_value();
      text = encoded ? *basic : *token;
    }
    if (!here) continue;
    if (shown) return ambiguous;
    shown = text;
  }
  if (!shown) return std::unexpected(CredentialFault::missing);
  if (encoded) shown = password_of(*shown, buffer);
  if (!shown || shown->size() < kShortest || shown->size() > kLongest || !is_visible(*shown)) {
    return std::unexpected(CredentialFault::malformed);
  }
  return *shown;
}

}  // namespace sallyport::gate
