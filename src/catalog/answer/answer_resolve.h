// What resolving gave, for programs.
//
// Thread safety: pure functions.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <vector>

#include "catalog/resolve.h"

namespace sallyport::catalog {

// The lines of one direction; all of them, where none is asked for. They point into `resolved`.
std::vector<const ResolvedLine*> lines_of(const Resolved& resolved, std::optional<Direction> direction);

// Why a line is there, each fact in a field of its own.
boost::json::object reason_fields(const Reason& reason, Language language);

boost::json::object resolve_answer(const Catalog& catalog, const Selection& selection,
                                   const std::vector<const ResolvedLine*>& lines, const Resolved& resolved,
                                   Language language);

}  // namespace sallyport::catalog
