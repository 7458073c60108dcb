// Percent-decoding of request targets (RFC 3986), strict: what is not an escape, not UTF-8 or NUL is refused.
//
// Thread safety: pure functions. Errors of all: malformed_request.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace sallyport::api {

// One segment of a path; an escaped slash (%2F) is part of it.
Result<std::string> decode_segment(std::string_view segment);

using NamedValues = std::vector<std::pair<std::string, std::string>>;

// "a=1&b=x%20y" as browsers and forms write it: '+' is a space. A name stands once; at most 20 of them.
Result<NamedValues> decode_query(std::string_view query);

}  // namespace sallyport::api
