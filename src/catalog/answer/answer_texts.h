// What several answers are made of.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "net/destination.h"

namespace sallyport::catalog {

std::vector<std::string> texts_of(const std::vector<net::Destination>& destinations);
std::string joined(const std::vector<std::string>& parts, std::string_view between = ", ");
boost::json::array array_of(const std::vector<std::string>& values);

}  // namespace sallyport::catalog
