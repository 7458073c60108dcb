// looks_like: what came instead of a feed, told in words, as whoever fetched it sees only that it failed.
//
// Thread safety: pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/read/feed.h"

namespace sallyport::catalog {

// "this is an HTML page with the title ...", fit for a terminal; nothing where it looks like what it should
// be.
std::optional<std::string> looks_like(Format wanted, std::string_view body);

}  // namespace sallyport::catalog
