// Parts of a list, for targets whose objects hold one family and so many entries, and names in their
// spelling.
//
// Thread safety: pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "render/target.h"

namespace sallyport::render {

using Part = std::span<const net::Prefix>;

// The prefixes in their order, each part of one family and of 1 to `most` of them; they point into `sorted`.
// REQUIRES: most > 0.
std::vector<Part> parts(Part sorted, std::size_t most);

inline bool is_ipv4(Part part) { return part.front().family() == net::Family::ipv4; }  // REQUIRES: not empty

// "192.0.2.1/32": with its length, for readers that refuse a bare address.
std::string cidr(const net::Prefix& prefix);

// For targets that have no underscore in names: "a_b" is "a-b". As a name may end with one, something must
// follow it.
std::string dashed(std::string_view name);

// The same, fit for a name and a label's value by itself (RFC 1123). Errors: invalid_setting where it ends
// with a dash.
Result<std::string> kubernetes_label(std::string_view name);

// "in" or "out".
std::string_view word(Direction direction);

}  // namespace sallyport::render
