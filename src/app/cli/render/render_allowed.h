// What Sallyport lets in, as a set: the rules R2 and R15, over lists as the daemon's API has them.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "net/prefix_set.h"
#include "policy/types.h"

namespace sallyport::cli {

// The lists that count for all credentials of an organization.
struct ListsThatCount {
  std::vector<policy::Entry> entries;                 // its own, and what ancestors share with it
  std::vector<std::vector<policy::Entry>> enforcing;  // the own lists of the ancestors that enforce something
};

// The addresses whose strongest entry (the longest prefix, and of two a denial) authorizes them now, but for
// those whose strongest entry in the list of one of the ancestors that enforce is a denial. What was removed
// does not count. Ensures: policy::decide() allows each of them, and no other that is known, to a credential
// without a list of its own, where protection is not `off` (the test compares the two). Cost: a pass over the
// set for each length of a prefix in use.
net::PrefixSet allowed_addresses(const ListsThatCount& lists, Timestamp now);

// When the first entry starts or ends to count; empty where none does.
std::optional<Timestamp> next_start_or_end(const ListsThatCount& lists, Timestamp now);

}  // namespace sallyport::cli
