// resolve: from what a customer uses to the list that it needs, with the reason for each line.
//
// A dimension that the selection leaves out is not restricted. Cells that are not available are told beside;
// cells that are unknown make it fail, unless allowed. What counts on no day that was asked for, or for a
// feature that is not chosen, is left out.
//
// Thread safety: pure functions. A Resolved points into the Catalog that it was made of.
#pragma once

#include "catalog/model.h"

namespace sallyport::catalog {

struct Selection {
  std::vector<std::string> offerings;  // empty: all
  std::vector<std::string> sites;
  std::optional<Version> version;
  std::vector<std::string> features;  // empty: none; see all
  std::chrono::sys_days on{};
  bool all = false;  // what is left out above is everything: features, recommended and optional entries too
  bool allow_unknown = false;
};

struct Reason {
  const Offering* offering = nullptr;
  const Cell* cell = nullptr;
  const Entry* entry = nullptr;
  std::string site;  // empty: the offering has none
  const Offering* through =
      nullptr;  // that was asked for, and is the same as `offering` here; null: asked for itself
  std::optional<std::chrono::sys_days>
      until;  // the last day on which all of it counts: entry, cell, and cells between

  friend bool operator==(const Reason&, const Reason&) = default;
};

struct ResolvedLine {
  net::Destination destination;
  Direction direction = Direction::from_vendor;
  std::vector<Reason> reasons;  // at least one
};

struct Remark {  // of what gave no line
  enum class Kind : std::uint8_t {
    not_available,
    unknown,  // its reason has no cell where the catalog has none for that version, and no entry
    ended,
    not_yet,
    feature_not_chosen,
    not_required,  // recommended or optional
  } kind = Kind::unknown;
  Reason reason;
  std::string text;  // a sentence in English for standard error
};

struct Resolved {
  std::vector<ResolvedLine> lines;  // sorted by destination, then direction; without duplicates
  std::vector<Remark> remarks;      // in the order of the catalog
};

// Errors: not_found (an offering, site or feature that is not there: with the nearest that is, and the list);
// malformed_request (a selection that selects nothing: everything must be asked for); unknown_cell, naming
// all of them. Cost: O(what is selected), each cell at most once for each offering, site and end that lead to
// it.
Result<Resolved> resolve(const Catalog& catalog, const Selection& selection);

}  // namespace sallyport::catalog
