// Hosts as targets want them: a name, and whether it is meant itself, with one label in front, or with any.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "net/host_pattern.h"

namespace sallyport::render {

struct HostName {
  std::string name;
  bool exact = false, one = false, any = false;

  bool whole() const { return exact && any; }  // the name and everything under it
};

// One for each name. REQUIRES: sorted.
std::vector<HostName> by_name(const std::vector<net::HostPattern>& hosts);

}  // namespace sallyport::render
