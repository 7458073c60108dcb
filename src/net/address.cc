#include "net/address.h"

#include <random>

#include "net/hash_mix.h"

namespace sallyport::net {

Address Address::from_bytes(const Bytes& bytes) noexcept {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    high = high << 8 | bytes[i];
    low = low << 8 | bytes[i + 8];
  }
  return ipv6(high, low);
}

Address::Bytes Address::bytes() const noexcept {
  Bytes result{};
  for (std::size_t i = 0; i < 8; ++i) {
    result[i] = static_cast<std::uint8_t>(high_ >> (56 - 8 * i));
    result[i + 8] = static_cast<std::uint8_t>(low_ >> (56 - 8 * i));
  }
  return result;
}

const HashSeed& hash_seed() noexcept {
  static const HashSeed seed = [] {
    std::random_device device;
    const auto word = [&device] { return std::uint64_t{device()} << 32 | device(); };
    return HashSeed{word(), word(), word()};
  }();
  return seed;
}

}  // namespace sallyport::net

std::size_t std::hash<sallyport::net::Address>::operator()(
    const sallyport::net::Address& address) const noexcept {
  return sallyport::net::hash_mix(address.high(), address.low(), 0);
}
