// In what form a body comes.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "http/message.h"

namespace sallyport::api {

bool same_without_case(std::string_view a, std::string_view b);

// The media type without its parameters; empty where there is not exactly one field.
std::string_view media_type(const http::Request& request);

}  // namespace sallyport::api
