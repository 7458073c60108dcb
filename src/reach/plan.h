// plan: what of a resolved list can be tried, and why the rest cannot.
//
// Thread safety: pure functions.
#pragma once

#include <vector>

#include "catalog/resolve.h"
#include "reach/target.h"

namespace sallyport::reach {

// Why a line cannot be tried as it stands.
enum class Untried : std::uint8_t {
  no,             // it can
  wildcard,       // many hosts: see `hosts` of plan()
  network,        // many addresses: nobody says which of them answer
  no_ports,       // all ports are meant
  several_ports,  // a range: nobody says which of them answer
  udp,            // one who keeps silent got it, or did not
};
std::string_view to_string(Untried why);  // "several_ports"
std::string_view describe(Untried why);   // a sentence in English

struct Planned {
  const catalog::ResolvedLine* line = nullptr;
  // Empty: nothing is tried. Of a host whose ports cannot be tried, the name alone is looked up.
  std::optional<Target> target;
  Untried untried = Untried::no;
  bool named = false;  // a host of `hosts`, for a wildcard
};

// One for each line, in its order; of a wildcard, one for each of `hosts` that it contains, in their order.
// Errors: malformed_host (a wildcard among `hosts`), not_found (a host that no wildcard of the lines
// contains).
Result<std::vector<Planned>> plan(const std::vector<const catalog::ResolvedLine*>& lines,
                                  const std::vector<net::HostPattern>& hosts);

}  // namespace sallyport::reach
