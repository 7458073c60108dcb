// Which row of the table a request is for.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/pages/percent.h"
#include "api/routes/routes.h"

namespace sallyport::api {

struct Match {
  const Route* route = nullptr;  // null: no row has this path and method
  NamedValues parameters;
  std::string allow;  // where the path has rows, but not for this method: the methods it has
};

// HEAD is for a GET's row. Errors: malformed_request (escapes of a parameter).
Result<Match> match(std::string_view method, std::string_view path);

}  // namespace sallyport::api
