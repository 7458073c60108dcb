#include "api/pages/percent.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace sallyport::api {
namespace {

std::optional<unsigned> hexadecimal(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
  return std::nullopt;
}

// Unreserved, a sub-delimiter, ':' or '@'.
bool may_stand_alone(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("-._~!$&'()*+,;=:@").find(c) != std::string_view::npos;
}

Result<std::string> decode(std::string_view text, std::string_view also_allowed, bool plus_is_space) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      const auto high = i + 1 < text.size() ? hexadecimal(text[i + 1]) : std::nullopt;
      const auto low = i + 2 < text.size() ? hexadecimal(text[i + 2]) : std::nullopt;
      if (!high || !low) {
        return fail(
            ErrorCode::malformed_request,
            "the URL has a '%' that is not followed by two hexadecimal digits: write a percent sign as %25");
      }
      decoded += static_cast<char>(*high << 4 | *low);
      i += 2;
    } else if (plus_is_space && c == '+') {
      decoded += ' ';
    } else if (may_stand_alone(c) || also_allowed.find(c) != std::string_view::npos) {
      decoded += c;
    } else {
      return fail(ErrorCode::malformed_request, "the URL has a character that must be percent-encoded");
    }
  }
  if (decoded.find('\0') != std::string::npos)
    return fail(ErrorCode::malformed_request, "the URL has an escaped NUL");
  if (!is_utf8(decoded)) {
    return fail(ErrorCode::malformed_request,
                "the URL's escapes are not UTF-8: encode its text as UTF-8 first");
  }
  return decoded;
}

}  // namespace

Result<std::string> decode_segment(std::string_view segment) { return decode(segment, "", false); }

Result<NamedValues> decode_query(std::string_view query) {
  constexpr std::size_t kMost = 20;
  NamedValues values;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    SALLYPORT_ASSIGN(std::string name, decode(pair.substr(0, equals), "/?", true));
    SALLYPORT_ASSIGN(std::string value,
                     decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), "/?", true));
    if (name.empty()) return fail(ErrorCode::malformed_request, "the query has a value without a name");
    if (std::ranges::any_of(values, [&name](const auto& other) { return other.first == name; })) {
      return fail(ErrorCode::malformed_request, "the query names " + name + " twice: say it once");
    }
    if (values.size() == kMost)
      return fail(ErrorCode::malformed_request, "the query has more than 20 parameters");
    values.emplace_back(std::move(name), std::move(value));
  }
  return values;
}

}  // namespace sallyport::api
