// The prefix of an item in Google's format, which JAFAR took over.
//
// Thread safety: pure.
#pragma once

#include "catalog/read/feed_json.h"
#include "net/prefix.h"

namespace sallyport::catalog {

// What the item has as ipv4Prefix or ipv6Prefix. Errors: malformed_feed, also where it has both, or neither.
Result<net::Prefix> google_prefix_of(const JsonAt& item);

}  // namespace sallyport::catalog
