// How a std::string_view goes into boost::json, which has its own.
//
// Thread safety: values.
#pragma once

#include <boost/json/string_view.hpp>
#include <string_view>

namespace sallyport::control {

inline boost::json::string_view json_view(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace sallyport::control
