// Which entries of a list contain a prefix, found by a few seeks in the order of the table instead of one for
// each length.
//
// Thread safety: no state.
#pragma once

#include <algorithm>
#include <vector>

#include "control/ports/store_rows.h"
#include "policy/policy.h"

namespace sallyport::store {

// How many bits of two addresses of one family are the same from the front; 0 where the families differ.
unsigned common_length(const net::Address& a, const net::Address& b) noexcept;

// The entries that are wider than `prefix` and contain it, the widest first. `last_up_to(key)` reads the
// greatest entry of the list that is not after `key`, in the order of addresses, then of lengths, as a Maybe.
//
// What contains the prefix is not after it. Where the greatest one that is not after it does not contain it,
// they part at some bit, where it has 0 and the prefix has 1: all that is longer than the bits before and
// contains the prefix would stand between the two.
template <class LastUpTo>
control::Rows<policy::Entry> covering(const net::Prefix& prefix, const LastUpTo& last_up_to) {
  std::vector<policy::Entry> found;
  for (unsigned length = prefix.length(); length > 0;) {  // they are shorter
    const auto key = net::Prefix::enclosing(prefix.address(), length - 1);
    SALLYPORT_ASSIGN(const std::optional<policy::Entry> last, last_up_to(key));
    if (!last || last->prefix.address().is_ipv4() != prefix.address().is_ipv4()) break;
    if (last->prefix.contains(key)) {
      length = last->prefix.length();
      found.push_back(*last);
    } else {
      length = common_length(last->prefix.address(), key.address()) + 1;
    }
  }
  std::ranges::reverse(found);
  return found;
}

}  // namespace sallyport::store
