#include "control/names.h"

#include <algorithm>

#include "base/text.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestNote = 500;
constexpr std::size_t kLongestEmail = 254;
constexpr std::size_t kLongestLocalPart = 64;
constexpr std::size_t kLongestLabel = 63;

bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const auto [code_point, length] = first_character(text);
    if (length == 0 || deceives(code_point)) return false;
    text.remove_prefix(length);
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
                    name.find('/') == std::string_view::npos && name.front() != ' ' && name.back() != ' ' &&
                    name != "." && name != "..";
  if (fits) return {};
  return fail(
      ErrorCode::malformed_request,
      "this is not a name: give 1 to 100 bytes of text without '/' or control characters, and without spaces "
      "at its ends; '.' and '..' are none");
}

Result<void> check_email(std::string_view email) {
  const std::size_t at = email.find('@');
  const bool fits = email.size() <= kLongestEmail && at != std::string_view::npos &&
                    at <= kLongestLocalPart && all_parts(email.substr(0, at), is_local_atom) &&
                    all_parts(email.substr(at + 1), is_label);
  if (fits) return {};
  return fail(ErrorCode::malformed_request, "this is not an e-mail address: write it as name@example.org");
}

std::string folded_email(std::string_view email) {
  std::string folded(email);
  std::ranges::transform(folded, folded.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return folded;
}

Result<void> check_note(std::string_view note) {
  if (note.size() <= kLongestNote && is_plain_text(note)) return {};
  return fail(ErrorCode::malformed_request,
              "this is not a note: give at most 500 bytes of text without control characters");
}

}  // namespace sallyport::control
