// The elements of X-Forwarded-For and of Forwarded (RFC 7239), read strictly.
//
// Thread safety: a value.
// Invariants: allocates nothing; never more than ForwardedElements::kMost elements.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "net/address.h"

namespace sallyport::http {

struct ForwardedElement {
  bool has_address = false;  // false: `unknown`, _obfuscated, or no `for` at all
  net::Address address;
};

class ForwardedElements {
 public:
  static constexpr std::size_t kMost = 32;

  // The elements of one more line of the header, in order; false where any is malformed or there are too
  // many.
  bool add_x_forwarded_for(std::string_view line) noexcept;
  bool add_forwarded(std::string_view line) noexcept;

  std::span<const ForwardedElement> all() const { return {elements_.data(), count_}; }

 private:
  bool add(const ForwardedElement& element) noexcept;

  std::array<ForwardedElement, kMost> elements_;
  std::size_t count_ = 0;
};

}  // namespace sallyport::http
