// JSON for a file that people read and compare: two spaces an indent, an entry a line.
//
// Thread safety: pure.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace sallyport::render {

// Ends with a newline. An object of plain values within an array stands on one line. Cost: linear in the
// text; as deep as the value is, which no input decides.
std::string json_text(const boost::json::value& value);

}  // namespace sallyport::render
