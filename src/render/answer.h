// What is answered about targets and of a rendered list, as JSON: the command line and REST say the same
// because both take it from here.
//
// Thread safety: pure.
#pragma once

#include <boost/json/object.hpp>

#include "render/target.h"

namespace sallyport::render {

// {"items": [{"target": "nftables", "addresses": "yes", ..., "title": ...}]}, in the order of targets().
boost::json::object answer_targets();

// {"files": [{"name": ..., "text": ...}], "notes": [...]}. Cost: a copy of the files.
boost::json::object answer_rendered(const Rendered& rendered);

}  // namespace sallyport::render
