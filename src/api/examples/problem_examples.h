// For each error a detail as a server gives it: for the examples of the OpenAPI document and the reference.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "base/error.h"

namespace sallyport::api {

std::string_view example_detail(ErrorCode code);

}  // namespace sallyport::api
