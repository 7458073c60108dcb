// Where the list comes from that `sallyport render` writes: a text, an organization's lists as the daemon has
// them, or a vendor's catalog.
//
// Thread safety: one thread.
// Invariants: a list is never empty; what there is to say about it, and what is wrong, was printed.
#pragma once

#include <expected>

#include "app/cli/commands.h"
#include "render/target.h"

namespace sallyport::cli {

// A list, or the exit code after the reason was printed.
using ListOrCode = std::expected<render::List, int>;

// The file of the arguments, or standard input.
ListOrCode list_of_text(Session& session, const Arguments& arguments);

// What the daemon lets in for the organization now; see allowed_addresses(). Refused where the token does not
// reach the list of an ancestor that enforces its denials: an address of them would be let in.
ListOrCode list_of_organization(Session& session, const Arguments& arguments);

// What the selection needs. Ensures: all of it is of one direction, which is `direction`. Refused where it is
// of two and none is asked for, and where a cell is unknown.
ListOrCode list_of_catalog(Session& session, const Arguments& arguments, render::Direction& direction);

// The list with the ports, "443/tcp,80/tcp", on what had none. Errors: malformed_request.
Result<render::List> with_ports(render::List list, std::string_view ports);

// Prints each line of the reason, and returns the exit code: refused for what cannot be rendered, usage for
// the rest.
int tell_no_list(Session& session, const Error& error);

}  // namespace sallyport::cli
