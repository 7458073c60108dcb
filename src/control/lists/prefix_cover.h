// PrefixCover: many prefixes, and which of them contain an address.
//
// Thread safety: one thread at a time to change it; any number to ask.
#pragma once

#include <array>
#include <optional>
#include <unordered_set>

#include "net/prefix.h"

namespace sallyport::control {

class PrefixCover {
 public:
  void insert(const net::Prefix& prefix);

  // The most specific one that contains the address. Cost: a lookup for each length that occurs.
  std::optional<net::Prefix> find(const net::Address& address) const;
  bool contains(const net::Address& address) const { return find(address).has_value(); }

 private:
  std::unordered_set<net::Prefix> prefixes_;
  std::array<std::array<bool, 129>, 2> lengths_{};  // that occur; by family
};

}  // namespace sallyport::control
