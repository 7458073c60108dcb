#include "http/message.h"

#include <algorithm>

namespace sallyport::http {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// A token of RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").contains(c);
  });
}

bool is_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; });
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

std::optional<std::string_view> Request::only(std::string_view name) const noexcept {
  std::optional<std::string_view> found;
  for (const auto& field : fields) {
    if (!same_name(field.name, name)) continue;
    if (found) return std::nullopt;
    found = field.value;
  }
  return found;
}

std::size_t Request::count(std::string_view name) const noexcept {
  return static_cast<std::size_t>(
      std::ranges::count_if(fields, [name](const Field& field) { return same_name(field.name, name); }));
}

void Response::set(std::string_view name, std::string_view value) {
  if (!is_token(name) || !is_value(value)) {
    valid_ = false;
    return;
  }
  for (std::size_t i = 0; i < used_; ++i) {
    if (same_name(fields_[i].first, name)) {
      fields_[i].second = value;
      return;
    }
  }
  if (used_ == fields_.size()) fields_.emplace_back();
  fields_[used_].first = name;
  fields_[used_].second = value;
  ++used_;
}

void Response::clear() {
  status = 500;
  body.clear();
  used_ = 0;
  valid_ = true;
}

}  // namespace sallyport::http
