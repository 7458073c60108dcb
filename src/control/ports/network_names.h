// NetworkNames: the port through which control knows whose network an address is in, and in which country.
//
// Thread safety: any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "net/address.h"

namespace sallyport::control {

struct NetworkName {
  std::string owner;    // such as "Example Hosting"; empty: unknown
  std::string country;  // ISO 3166 code; empty: unknown
  std::optional<std::uint32_t> as_number;

  friend bool operator==(const NetworkName&, const NetworkName&) = default;
};

class NetworkNames {
 public:
  virtual ~NetworkNames() = default;
  virtual NetworkName name_of(const net::Address& address) const = 0;
};

}  // namespace sallyport::control
