// Document: what a page says, cell by cell: the offerings at the sites, or in the versions, of a profile.
//
// A cell whose list is missing on the page is unknown, never empty. What the profile does not know is never
// skipped: it stands in `problems`, and the cell that it may belong to is unknown.
//
// Thread safety: values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalog/model.h"
#include "catalog/read/document/page.h"
#include "catalog/read/document/profile.h"
#include "catalog/read/feed.h"

namespace sallyport::catalog {

struct DocumentSame {
  std::vector<std::string> offerings;  // sorted
  bool chosen = false;

  friend bool operator==(const DocumentSame&, const DocumentSame&) = default;
};

struct DocumentUnknown {
  std::string why;

  friend bool operator==(const DocumentUnknown&, const DocumentUnknown&) { return true; }
};

struct DocumentAddresses {
  std::vector<net::Destination> destinations;  // sorted, without duplicates
  std::optional<DocumentSame> same_as;         // at least one of the two

  friend bool operator==(const DocumentAddresses&, const DocumentAddresses&) = default;
};

struct DocumentCell {
  std::string offering;
  std::string place;  // the site, or the versions (empty: all of them)
  int line = 0;       // of the page; 0: of no page
  std::variant<DocumentUnknown, NotAvailable, DocumentAddresses> content;

  bool is_unknown() const { return std::holds_alternative<DocumentUnknown>(content); }
};

// What a page says beside its addresses, in its own words: until when they count, what comes in place of
// them, for whom they are. Nothing here understands it; that it changed is told (Proposal::restated).
struct DocumentText {
  std::string offering;
  std::string place;                 // empty too where it is about all of the offering
  std::vector<net::Destination> of;  // without ports; those it stands behind; none: all of the place
  std::string text;
};

struct Document {
  std::string vendor;
  std::vector<DocumentCell> cells;    // sorted by offering, place; each once
  std::vector<DocumentText> texts;    // in the order of the page; of a catalog none
  std::vector<std::string> problems;  // where the page is not what the profile says: a sentence each
  std::string ends_in;   // the title of the cell in which the page ends; empty: it ends behind all of them
  std::string cut;       // how it shows that it is not all there; empty: it does not
  bool is_page = false;  // and not what a catalog says in the same form

  const DocumentCell* find(std::string_view offering, std::string_view place) const;
};

// "push at DC-01", "atlant, versions from 16"
std::string cell_title(const DocumentCell& cell);
// "1.2.3.4, 5.6.7.8", "not available", "the same as push", ...
std::string content_text(const DocumentCell& cell);

// Errors: malformed_feed: what is no address but was surely meant as one, with its line; a page on which
// nothing is where the profile says (an error page, another page, one without such a list). Cost: linear in
// the page, times the labels of the profile.
Result<Document> read_document(const Profile& profile, const Page& page);

// What a catalog says, in the same form.
Result<Document> document_of(const Catalog& catalog);

// The addresses of its cells. Errors: too_many_entries; malformed_feed (a name that is none).
Result<Feed> feed_of(const Document& document);

}  // namespace sallyport::catalog
