// change_text: what a change did, in short, out of an object before and after it.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace sallyport::cli {

// A value as people read it: yes and no, lists with commas, the fields of objects as "mode blocking, dry run
// no".
std::string short_form(const boost::json::value& value);

// "mode: learning -> blocking; dry run: yes"; without a before (or without an after), all fields of the
// other; fields that stayed are left out, on every level.
std::string change_text(const boost::json::value& before, const boost::json::value& after);

}  // namespace sallyport::cli
