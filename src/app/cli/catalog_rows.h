// The cells of a catalog as rows: one for each address or host.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/array.hpp>

#include "catalog/model.h"

namespace sallyport::cli {

// For people, `site`, `address`, `ports`, `when` and `meaning` are texts in their language; for programs each
// fact is a field of its own.
boost::json::array rows_of(const catalog::Catalog& catalog,
                           const std::vector<const catalog::Offering*>& offerings, catalog::Language language,
                           bool for_people);

std::vector<std::string> texts_of(const std::vector<net::Destination>& destinations);
std::string joined(const std::vector<std::string>& parts, std::string_view between = ", ");
boost::json::array array_of(const std::vector<std::string>& values);

}  // namespace sallyport::cli
