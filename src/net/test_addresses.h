// Addresses and prefixes as tests write them.
//
// Thread safety: pure functions; they throw where the text is none.
#pragma once

#include <string_view>

#include "net/prefix.h"

namespace sallyport::net::test {

inline Address address(std::string_view text) { return Address::parse(text).value(); }
inline Prefix prefix(std::string_view text) { return Prefix::parse(text).value(); }

}  // namespace sallyport::net::test
