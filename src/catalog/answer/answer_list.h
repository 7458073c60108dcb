// Which catalogs there are, and what one of them says as a whole, for programs.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include "catalog/model.h"

namespace sallyport::catalog {

// A row of the list of catalogs.
boost::json::object list_item(const Catalog& catalog, Language language);

// The only offering of that name, or all of them where there is none. Errors: not_found, with the nearest and
// the list.
Result<std::vector<const Offering*>> offerings_of(const Catalog& catalog, const std::string& only);

// All that it says of these offerings: each fact in a field of its own. REQUIRES: they are the catalog's.
boost::json::object show_answer(const Catalog& catalog, const std::vector<const Offering*>& offerings,
                                Language language);

}  // namespace sallyport::catalog
