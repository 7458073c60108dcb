// A message after RFC 5322, 2045, 2046 and 2047. Bodies of plain ASCII go as they are, others as
// quoted-printable: no long lines, no bare CR or LF, so that no mail server has a reason to change (or to
// misread) them.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"
#include "notify/mail.h"
#include "notify/text.h"

namespace sallyport::notify {
namespace {

// "=_" never appears in quoted-printable text (RFC 2045 section 6.7), and a plain body that holds it is sent
// as such.
constexpr std::string_view kBoundary = "=_sallyport_alternative";

std::string base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view group = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      bits = (bits << 8) | (j < group.size() ? static_cast<std::uint8_t>(group[j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      text += j <= group.size() ? kAlphabet[(bits >> (18 - 6 * j)) & 0x3fU] : '=';
    }
  }
  return text;
}

// A header's unstructured value: as it is where it is short printable ASCII, else as encoded words, one a
// line.
std::string unstructured(std::string_view value) {
  bool plain = value.size() <= 60 && value.find("=?") == std::string_view::npos;
  for (const char c : value) plain = plain && c >= 0x20 && c < 0x7f;
  if (plain) return std::string(value);

  constexpr std::size_t kBytesInAWord =
      42;  // 56 of base64; with "Subject: =?UTF-8?B?" and "?=" 77, and lines have at most 78
  std::string encoded;
  std::string word;
  const auto end_word = [&] {
    if (!encoded.empty()) encoded += "\r\n ";
    encoded += fmt::format("=?UTF-8?B?{}?=", base64(word));
    word.clear();
  };
  while (!value.empty()) {
    const std::size_t length =
        std::max<std::size_t>(first_character(value).length, 1);  // no word ends inside a character
    if (word.size() + length > kBytesInAWord) end_word();
    word.append(value.substr(0, length));
    value.remove_prefix(length);
  }
  end_word();
  return encoded;
}

std::string quoted_printable(std::string_view text) {
  constexpr std::size_t kLine = 75;  // and the "=" of a soft line break
  std::string encoded;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      encoded += "\r\n";
      column = 0;
      continue;
    }
    if (column + 3 > kLine) {
      encoded += "=\r\n";
      column = 0;
    }
    // White space at a line's end may be lost on the way, and a line that starts with a dot has a meaning in
    // SMTP.
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    const bool literal = c == ' ' ? !ends_line : c > 0x20 && c < 0x7f && c != '=' && (c != '.' || column > 0);
    encoded += literal ? std::string(1, c) : fmt::format("={:02X}", static_cast<std::uint8_t>(c));
    column += literal ? 1 : 3;
  }
  return encoded;
}

std::string date(Timestamp time) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day calendar(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                     kDays.at(std::chrono::weekday(day).c_encoding()), static_cast<unsigned>(calendar.day()),
                     kMonths.at(static_cast<unsigned>(calendar.month()) - 1),
                     static_cast<int>(calendar.year()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

bool is_address_character(char c) noexcept {
  return c > 0x20 && c < 0x7f && std::string_view("<>()\\\",;:").find(c) == std::string_view::npos;
}

// What cannot stand in an address is left out; transports refuse such an address before it comes to that.
std::string clean_address(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (is_address_character(c)) kept += c;
  }
  return kept;
}

// Whether every mail server passes the text on as it is: plain lines of ASCII (RFC 5322 section 2.3), of
// which none starts with a dot, which has a meaning in SMTP, or ends in white space, which may get lost.
bool is_seven_bit(std::string_view text) {
  constexpr std::size_t kLongestLine = 998;
  if (text.find(kBoundary) != std::string_view::npos) return false;  // a name that would end the part
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    column = c == '\n' ? 0 : column + 1;
    const bool plain =
        c == '\n' || (c == ' ' ? !ends_line : c > 0x20 && c < 0x7f && (c != '.' || column > 1));
    if (!plain || column > kLongestLine) return false;
  }
  return true;
}

std::string with_line_ends(std::string_view text) {
  std::string lines;
  for (const char c : text) {
    if (c == '\n') lines += '\r';
    lines += c;
  }
  return lines;
}

std::string part(std::string_view type, std::string_view body) {
  const bool plain = is_seven_bit(body);
  return fmt::format("--{}\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n{}\r\n",
                     kBoundary, type, plain ? "7bit" : "quoted-printable",
                     plain ? with_line_ends(body) : quoted_printable(body));
}

}  // namespace

Result<void> check_addresses(const Mail& mail) {
  for (const std::string* candidate : {&mail.from, &mail.to}) {
    const std::size_t at = candidate->rfind('@');
    bool valid = at != std::string::npos && at > 0 && at + 1 < candidate->size() && candidate->size() <= 254;
    for (const char c : *candidate) valid = valid && is_address_character(c);
    if (!valid) {
      return fail(
          ErrorCode::invalid_setting,
          fmt::format("{} is not an address that mail can be sent with: write it as name@host.example",
                      one_line(*candidate)));
    }
  }
  return {};
}

std::string compose(const Mail& mail) {
  return fmt::format(
             "Date: {}\r\nFrom: Sallyport <{}>\r\nTo: <{}>\r\nMessage-ID: <{}>\r\nSubject: {}\r\n"
             "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Language: {}\r\n"
             "Content-Type: multipart/alternative; boundary=\"{}\"\r\n\r\n",
             date(mail.date), clean_address(mail.from), clean_address(mail.to),
             clean_address(mail.message_id), unstructured(one_line(mail.subject, 200)),
             control::to_string(mail.language), kBoundary) +
         part("text/plain", mail.text) + part("text/html", mail.html) + fmt::format("--{}--\r\n", kBoundary);
}

}  // namespace sallyport::notify
