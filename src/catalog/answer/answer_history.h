// What is, was or will be different from some day on, for programs.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/array.hpp>

#include "catalog/model.h"

namespace sallyport::catalog {

// A row for each page, change, begin and end that bears a date, in the order of the days.
boost::json::array history_rows(const Catalog& catalog, Language language);

}  // namespace sallyport::catalog
