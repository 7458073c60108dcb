// What checking gave, for programs.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/object.hpp>

#include "reach/check.h"

namespace sallyport::reach {

// Each fact of one line in a field of its own.
boost::json::object check_fields(const Checked& checked, catalog::Language language);

boost::json::object check_answer(const catalog::Catalog& catalog, const catalog::Selection& selection,
                                 const std::vector<Checked>& checked, catalog::Language language);

}  // namespace sallyport::reach
