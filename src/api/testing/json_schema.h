// Checks values against the part of JSON Schema that schemas.cc uses. Stricter in one way: a property that
// the schema does not name is an error, so that an answer cannot say more than the document.
#pragma once

#include <boost/json.hpp>
#include <string>

namespace sallyport::api::testing {

// Empty where it fits; otherwise what does not. `document` holds what "$ref" points at.
std::string check_schema(const boost::json::value& value, const boost::json::value& schema,
                         const boost::json::value& document, const std::string& where = "$");

}  // namespace sallyport::api::testing
