// Listing: a list, and what is known of where each line of it comes from: what compare() compares.
//
// Thread safety: pure functions.
#pragma once

#include <map>

#include "catalog/resolve.h"

namespace sallyport::catalog {

struct Listing {
  struct Line {
    net::Destination destination;
    std::vector<std::string> places;  // "push at DC-02"; sorted; empty where nothing is known of it
    std::optional<std::chrono::sys_days> until;  // the last day on which any of them counts; empty: no end
    std::vector<net::Destination> replaced_by;
  };
  std::vector<Line> lines;                   // sorted by destination, without duplicates
  std::map<std::string, std::string> cells;  // by place: "addresses", "not available", "unknown", "ended"
};

Listing listing_of(std::vector<net::Destination> destinations);
// All that counts on that day, of every offering, site, version and feature.
Result<Listing> listing_of(const Catalog& catalog, std::chrono::sys_days on);

// "push at DC-02", "email-and-server-security as business-suite versions from 16", "atlant with license-key".
// Of ids only.
std::string place_of(const Reason& reason);

}  // namespace sallyport::catalog
