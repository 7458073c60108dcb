#include "render/hosts.h"

namespace sallyport::render {

std::vector<HostName> by_name(const std::vector<net::HostPattern>& hosts) {
  std::vector<HostName> names;
  for (const net::HostPattern& host : hosts) {
    if (names.empty() || names.back().name != host.name()) names.push_back({.name = host.name()});
    switch (host.depth()) {
      case net::Depth::exact:
        names.back().exact = true;
        break;
      case net::Depth::one:
        names.back().one = true;
        break;
      case net::Depth::any:
        names.back().any = true;
        break;
    }
  }
  return names;
}

}  // namespace sallyport::render
