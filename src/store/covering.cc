#include "store/covering.h"

#include <bit>

namespace sallyport::store {

unsigned common_length(const net::Address& a, const net::Address& b) noexcept {
  if (a.is_ipv4() != b.is_ipv4()) return 0;
  const auto left = a.bytes();
  const auto right = b.bytes();
  const std::size_t first = a.is_ipv4() ? 12 : 0;
  for (std::size_t i = first; i < left.size(); ++i) {
    if (left[i] == right[i]) continue;
    const auto differing = static_cast<std::uint8_t>(left[i] ^ right[i]);
    return static_cast<unsigned>(8 * (i - first)) + static_cast<unsigned>(std::countl_zero(differing));
  }
  return static_cast<unsigned>(8 * (left.size() - first));
}

}  // namespace sallyport::store
