// What stands in the organizations of a document, and not in the document: what applying it leaves standing.
// So the answer to "is all as the document says" does not depend on whether there is something to do.
//
// Thread safety: as the reader's.
#pragma once

#include <map>
#include <string_view>

#include "control/policies/policy_document.h"
#include "control/ports/store.h"

namespace sallyport::control {

// Of the lists that the document names, as they are after it was applied: what pruning would take, and the
// credentials. Where the document covers more than it names, other organizations, too. Adds to
// `outcome.unlisted`. REQUIRES: `organizations` are those of the document. Cost: a read of each named list.
Result<void> tell_unlisted(Reader& reader, const PolicyDocument& document,
                           const std::map<std::string_view, Organization>& organizations,
                           PolicyOutcome& outcome);

}  // namespace sallyport::control
