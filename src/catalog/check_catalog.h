// check_catalog: what can only be seen when all of a catalog was read. Internal to catalog.
//
// Thread safety: none of its own.
#pragma once

#include "catalog/yaml_destinations.h"

namespace sallyport::catalog {

// Faults: sites that an offering leaves out, version ranges that overlap, same-as that leads nowhere,
// elsewhere or around, and addresses that are too many together. REQUIRES: all references are right. Cost:
// O(cells^2) at worst.
void check_catalog(YamlReading& reading);

// Its part on same-as.
void check_same_as(YamlReading& reading);

}  // namespace sallyport::catalog
