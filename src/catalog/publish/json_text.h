// json_text: JSON as people can read and compare it: a member on each line, two blanks deep for each level,
// short lists on one. In the order in which the members were added.
//
// Thread safety: pure.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace sallyport::catalog {

std::string json_text(const boost::json::value& value);  // ends with a line end

}  // namespace sallyport::catalog
