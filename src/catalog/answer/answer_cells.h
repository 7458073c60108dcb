// The cells of a catalog as rows for programs: one for each address or host, each fact in a field of its own.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/array.hpp>
#include <vector>

#include "catalog/model.h"

namespace sallyport::catalog {

// `says` is what the cell says: "addresses", "same-as", "not-available" or "unknown".
boost::json::array cell_rows(const std::vector<const Offering*>& offerings, Language language);

// What an entry says besides its addresses: of the need, days, purpose, impact and note, those that it has.
void add_entry_fields(boost::json::object& row, const Entry& entry, Language language);

}  // namespace sallyport::catalog
