// Any page, read with a profile of tables and one of sections: its texts are normal, no cell is empty, a cell
// stands once, and what was read is the same as itself.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "catalog/read/document/cells.h"
#include "catalog/read/document/page_text.h"
#include "catalog/read/document/test_pages.h"

namespace {

using namespace sallyport::catalog;

void demand(bool truth) {
  if (!truth) std::abort();
}

void check_page(const Page& page) {
  std::size_t fields = 0;
  for (const Block& block : page.blocks) {
    fields += block.fields.size();
    for (const PageField& field : block.fields) {
      for (const Piece& piece : *field.pieces)
        demand(!piece.text.empty() && piece.text == page_text(piece.text));
    }
  }
  demand(fields <= 2 * kMostPageFields);
}

void check_cell(const DocumentCell& cell) {
  demand(!cell.offering.empty() && cell.line > 0 && !content_text(cell).empty());
  const auto* const addresses = std::get_if<DocumentAddresses>(&cell.content);
  demand(addresses == nullptr || !addresses->destinations.empty() || addresses->same_as);
}

void check_document(const Profile& profile, const Page& page) {
  const auto document = read_document(profile, page);
  if (!document) return demand(!document.error().message.empty());
  demand(!document->cells.empty() && document->problems.size() <= kMostProblems + 1);
  for (const DocumentCell& cell : document->cells) {
    check_cell(cell);
    demand(document->find(cell.offering, cell.place) == &cell);
  }
  const auto again = propose_document(*document, &*document, {});
  demand(again && again->proposal.added.empty() && again->proposal.removed.empty() &&
         again->proposal.moved.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Profile tables = testing::profile(testing::kTableProfile);
  static const Profile sections = testing::profile(testing::kSectionProfile);
  const auto page = read_page({reinterpret_cast<const char*>(data), size});
  if (!page) return 0;
  check_page(*page);
  check_document(tables, *page);
  check_document(sections, *page);
  return 0;
}
