#include "control/names.h"

#include <algorithm>
#include <cstdint>

namespace sallyport::control {
namespace {

constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestNote = 500;
constexpr std::size_t kLongestEmail = 254;
constexpr std::size_t kLongestLocalPart = 64;
constexpr std::size_t kLongestLabel = 63;

struct Step {
  char32_t character = 0;
  std::size_t length = 0;  // 0: not UTF-8
};

// The first character of the text. REQUIRES: it is not empty
Step decode_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xf0 && lead < 0xf5   ? 4
                             : lead >= 0xe0 && lead < 0xf0 ? 3
                             : lead >= 0xc2 && lead < 0xe0 ? 2
                                                           : 0;
  if (length == 0 || text.size() < length) return {};
  char32_t character = lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    character = character << 6 | (byte(i) & 0x3fU);
  }
  constexpr char32_t kShortest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = character >= 0xd800 && character <= 0xdfff;
  if (character < kShortest[length] || character > 0x10ffff || surrogate) return {};
  return {character, length};
}

// Controls, and the characters that reorder or break lines of text: they make a text look like another one.
bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const Step step = decode_utf8(text);
    if (step.length == 0 || is_control(step.character)) return false;
    text.remove_prefix(step.length);
  }
  return true;
}

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Parts between dots, none of them empty, all accepted by `fits`.
template <class Fits>
bool all_parts(std::string_view text, const Fits& fits) {
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view part = text.substr(0, dot);
    if (part.empty() || !fits(part)) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_local_atom(std::string_view part) {
  constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~";
  return std::ranges::all_of(
      part, [&](char c) { return is_letter_or_digit(c) || kOthers.find(c) != std::string_view::npos; });
}

bool is_label(std::string_view part) {
  return part.size() <= kLongestLabel && part.front() != '-' && part.back() != '-' &&
         std::ranges::all_of(part, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

}  // namespace

Result<void> check_name(std::string_view name) {
  const bool fits = !name.empty() && name.size() <= kLongestName && is_plain_text(name) &&
                    name.find('/') == std::string_view::npos && name.front() != ' ' && name.back() != ' ';
  if (fits) return {};
  return fail(
      ErrorCode::malformed_request,
      "this is not a name: give 1 to 100 bytes of text without '/' or control characters, and without spaces "
      "at its ends");
}

Result<void> check_email(std::string_view email) {
  const std::size_t at = email.find('@');
  const bool fits = email.size() <= kLongestEmail && at != std::string_view::npos &&
                    at <= kLongestLocalPart && all_parts(email.substr(0, at), is_local_atom) &&
                    all_parts(email.substr(at + 1), is_label);
  if (fits) return {};
  return fail(ErrorCode::malformed_request, "this is not an e-mail address: write it as name@example.org");
}

Result<void> check_note(std::string_view note) {
  if (note.size() <= kLongestNote && is_plain_text(note)) return {};
  return fail(ErrorCode::malformed_request,
              "this is not a note: give at most 500 bytes of text without control characters");
}

}  // namespace sallyport::control
