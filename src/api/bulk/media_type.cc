#include "api/bulk/media_type.h"

#include <algorithm>

namespace sallyport::api {

bool same_without_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    return lower(x) == lower(y);
  });
}

std::string_view media_type(const http::Request& request) {
  std::string_view type = request.only("Content-Type").value_or(std::string_view());
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  return type;
}

}  // namespace sallyport::api
