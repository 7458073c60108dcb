// What reading found new, for programs.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string_view>

#include "catalog/read/proposal.h"

namespace sallyport::catalog {

// `format`: what it was read as. `before`: the last good one; where there is none, `found` again: nothing
// refers to it. `held` says why a person has to look at it; empty: it may be taken as it is.
boost::json::object proposal_answer(std::string_view format, const Feed& before, const Feed& found,
                                    const Proposal& proposal);

// A row for each change, at most so many of each kind.
boost::json::array change_rows(const Feed& before, const Feed& found, const Proposal& proposal,
                               std::size_t most);

}  // namespace sallyport::catalog
