// Field names that somebody else may take for another: many servers hand X-Forwarded-For and X_Forwarded_For
// to the application as the same variable, so a proxy that guards one lets the other through.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "http/message.h"

namespace sallyport::http {

// Whether `name` is not `known` but may be taken for it: equal but for case and for what is no letter or
// digit.
inline bool is_alias(std::string_view name, std::string_view known) noexcept {
  if (name.size() != known.size()) return false;
  const auto fold = [](char c) {
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c | 0x20);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != known[i] && fold(name[i]) != fold(known[i])) return false;
  }
  return !same_name(name, known);
}

}  // namespace sallyport::http
