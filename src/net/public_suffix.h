// The list of the names under which anybody can register one (publicsuffix.org), as libpsl brings it along.
// Internal to net.
//
// Thread safety: pure functions.
#pragma once

#include <string>

namespace sallyport::net {

// Whether the names with one more label belong to people who have nothing to do with each other: co.uk,
// github.io, every name of one label, and what the list has a wildcard for (kawasaki.jp). REQUIRES: a host
// name, lower case.
bool is_public_suffix(const std::string& name);

}  // namespace sallyport::net
