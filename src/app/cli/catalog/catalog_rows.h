// The cells of a catalog as rows for people: one for each address or host. For programs:
// catalog/answer/answer_cells.h.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/array.hpp>

#include "catalog/answer/answer_texts.h"
#include "catalog/model.h"

namespace sallyport::cli {

using catalog::array_of;
using catalog::joined;
using catalog::texts_of;

// `site`, `address`, `ports`, `when` and `meaning` are texts in their language.
boost::json::array rows_for_people(const catalog::Catalog& catalog,
                                   const std::vector<const catalog::Offering*>& offerings,
                                   catalog::Language language);

}  // namespace sallyport::cli
