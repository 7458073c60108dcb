// What `catalog check` prints.
//
// Thread safety: one thread.
#pragma once

#include "app/cli/session.h"
#include "reach/answer_check.h"

namespace sallyport::cli {

// A line for each, in their order; for people, behind them what stops while what does not work stays blocked,
// and how many there are, as a note.
void print_checked(Session& session, const catalog::Catalog& catalog, const catalog::Selection& selection,
                   const std::vector<reach::Checked>& checked, catalog::Language language);

}  // namespace sallyport::cli
