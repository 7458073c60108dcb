#include "app/daemon/config_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"

namespace sallyport::daemon {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kShortestLine = 3;  // CLI11 passes over what is shorter

std::string_view trim_line(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// What stands before the sign of equality or a remark, without dashes and quotes.
std::string_view setting_name(std::string_view line) {
  auto name = trim_line(line.substr(0, line.find_first_of("=#")));
  if (name.size() > 1 && name.front() == name.back() && (name.front() == '"' || name.front() == '\'')) {
    name = name.substr(1, name.size() - 2);
  }
  return name.starts_with("--") ? name.substr(2) : name;
}

// Whether the line's value is a list in brackets that goes on in the next.
bool opens_list(std::string_view line) {
  const auto equals = line.find('=');
  return equals != std::string_view::npos && trim_line(line.substr(equals + 1)).starts_with('[') &&
         !line.ends_with(']');
}

}  // namespace

std::string find_unknown_setting(std::istream& lines, std::string_view file,
                                 std::span<const std::string_view> known) {
  std::string text;
  bool in_list = false;
  for (unsigned number = 1; std::getline(lines, text); ++number) {
    if (number == 1 && text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
    const auto line = trim_line(text);
    if (in_list) {
      in_list = !line.ends_with(']');
      continue;
    }
    if (line.size() < kShortestLine || line.starts_with('#') || line.starts_with(';')) continue;
    if (line.starts_with('[')) {
      return fmt::format("{}:{}: settings stand one a line, without sections: take {} away", file, number,
                         printable_excerpt(line));
    }
    const auto name = setting_name(line);
    if (std::ranges::find(known, name) == known.end()) {
      return fmt::format("{}:{}: {}", file, number, no_such("setting", name, known));
    }
    in_list = opens_list(line);
  }
  return {};
}

bool skip_byte_order_mark(std::istream& text) {
  for (const char expected : kByteOrderMark) {
    if (text.peek() != std::istream::traits_type::to_int_type(expected)) {
      return expected == kByteOrderMark.front();
    }
    text.get();
  }
  return true;
}

}  // namespace sallyport::daemon
