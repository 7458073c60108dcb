#include "catalog/read/proposal.h"

#include "catalog/read/proposal_changes.h"
#include "catalog/read/proposal_holds.h"

namespace sallyport::catalog {

std::string_view to_string(HoldReason reason) {
  switch (reason) {
    case HoldReason::emptied:
      return "emptied";
    case HoldReason::shrunk:
      return "shrunk";
    case HoldReason::too_wide:
      return "too_wide";
    case HoldReason::special_use:
      return "special_use";
    case HoldReason::older:
      return "older";
    case HoldReason::other_kind:
      return "other_kind";
    case HoldReason::truncated:
      return "truncated";
    case HoldReason::error_page:
      return "error_page";
    case HoldReason::disagreement:
      return "disagreement";
    case HoldReason::other_shape:
      return "other_shape";
  }
  return "unknown";
}

Proposal propose(const Feed& found, const Feed* last_good) {
  Feed none;
  none.names.emplace_back();
  const Feed& before = last_good != nullptr ? *last_good : none;
  const CommonNames names(before, found);
  Proposal proposal;
  find_changes(before, found, names, proposal);
  if (last_good != nullptr) hold_for_changes(before, found, names, proposal);
  hold_for_content(before, found, proposal);
  return proposal;
}

}  // namespace sallyport::catalog
