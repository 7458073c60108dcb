// What differs between two lists, for programs; and lists as people write them.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/compare.h"

namespace sallyport::catalog {

// The differences, and after them what ends when of what is in the second list.
boost::json::array compare_rows(const std::vector<Difference>& differences, const Listing& after);

// Lines as `catalog resolve` prints them; what follows a # is no part of them. `name` is the list's in
// messages. Errors: malformed_list, with the number of each bad line, up to 20. Cost: linear.
Result<std::vector<net::Destination>> read_lines(const std::string& name, std::string_view text);

}  // namespace sallyport::catalog
