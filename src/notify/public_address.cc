// Which addresses are public: the special-purpose registries of IANA (RFC 6890 and what followed it).

#include <algorithm>
#include <array>
#include <span>

#include "notify/webhook_sender.h"

namespace sallyport::notify {
namespace {

bool any_contains(std::span<const std::string_view> prefixes, const net::Address& address) {
  return std::ranges::any_of(
      prefixes, [&address](std::string_view text) { return net::Prefix::parse(text)->contains(address); });
}

constexpr std::array<std::string_view, 15> kReservedIpv4 = {
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4"};

// Of 2000::/3; nothing outside that is public.
constexpr std::array<std::string_view, 4> kReservedIpv6 = {"2001::/23", "2001:db8::/32", "2002::/16",
                                                           "3fff::/20"};

}  // namespace

bool is_public(const net::Address& address) {
  if (address.is_ipv4()) return !any_contains(kReservedIpv4, address);
  constexpr std::array<std::string_view, 1> kNat64 = {"64:ff9b::/96"};
  constexpr std::array<std::string_view, 1> kGlobal = {"2000::/3"};
  if (any_contains(kNat64, address)) {
    return is_public(net::Address::ipv4(static_cast<std::uint32_t>(address.low())));
  }
  return any_contains(kGlobal, address) && !any_contains(kReservedIpv6, address);
}

}  // namespace sallyport::notify
