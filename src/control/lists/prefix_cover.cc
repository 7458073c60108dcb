#include "control/lists/prefix_cover.h"

namespace sallyport::control {

void PrefixCover::insert(const net::Prefix& prefix) {
  prefixes_.insert(prefix);
  lengths_[prefix.address().is_ipv4()][prefix.length()] = true;
}

std::optional<net::Prefix> PrefixCover::find(const net::Address& address) const {
  const auto& lengths = lengths_[address.is_ipv4()];
  for (unsigned length = address.is_ipv4() ? 33 : 129; length-- > 0;) {
    if (!lengths[length]) continue;
    const auto prefix = net::Prefix::enclosing(address, length);
    if (prefixes_.contains(prefix)) return prefix;
  }
  return std::nullopt;
}

}  // namespace sallyport::control
