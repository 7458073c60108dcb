// What a page says new, against the last good one and against itself in other languages.
//
// Thread safety: pure.
#pragma once

#include <span>
#include <string>

#include "catalog/read/document/document.h"
#include "catalog/read/proposal.h"

namespace sallyport::catalog {

struct Translation {
  std::string name;  // of the file, for messages
  Document document;
};

struct DocumentProposal {
  Feed found;
  Feed before;  // without last good one: nothing
  Proposal proposal;
};

// `last_good` may be null. Held besides what propose() holds: cells that became unknown or changed their
// kind, where the page is not what the profile says, where it is cut, and what two languages say differently
// (a cell that one of them lost is no difference). What the page says of its addresses in other words than
// the last good one is told as restated; that a catalog has no such words to compare, as a remark. Errors:
// those of feed_of(). Cost: as propose().
Result<DocumentProposal> propose_document(const Document& found, const Document* last_good,
                                          std::span<const Translation> translations);

}  // namespace sallyport::catalog
