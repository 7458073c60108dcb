// What catalog read prints of a proposal, whatever it was made of.
//
// Thread safety: none (it prints).
#pragma once

#include <boost/json.hpp>
#include <string_view>

#include "app/cli/commands.h"
#include "catalog/read/proposal.h"

namespace sallyport::cli {

// Changes on standard output, reasons on standard error. `format`: what it was read as. `cells`: for JSON;
// null: there are none. The exit code: done, or held.
int print_proposal(Session& session, std::string_view format, const catalog::Feed& before,
                   const catalog::Feed& found, const catalog::Proposal& proposal,
                   const boost::json::array* cells = nullptr);

// catalog read --as document.
int catalog_read_document(Session& session, const Arguments& arguments);

}  // namespace sallyport::cli
