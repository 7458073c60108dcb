// PageCells: the cells of a document while it is read.
//
// Thread safety: none.
// Invariants: each cell is there once; at most kMostProblems problems are kept, the rest is counted.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalog/read/document/document.h"

namespace sallyport::catalog {

inline constexpr std::size_t kMostProblems = 20;

struct OpenCell {
  std::size_t offering = 0;
  std::size_t place = 0;  // index of the site or the versions
  int line = 0;
  std::vector<net::Destination> destinations;
  bool not_available = false;
  bool same_as = false;
  bool strange = false;  // something stands there that nobody understood
  bool listed = false;   // what follows each destination in a page with sections did follow
};

class PageCells {
 public:
  explicit PageCells(const Profile& profile) : profile_(profile) {}

  void add_problem(int line, std::string_view text, std::string_view why);
  void add_problem(std::string why);

  void see_offering(std::size_t offering) { seen_.insert(offering); }
  void see_same_as(std::size_t offering) { same_as_.insert(offering); }

  // What is said of the destinations, or of all of the place, or of all of the offering. REQUIRES for
  // add_text(): one is open; the last one is meant.
  void open_text(std::size_t offering, std::optional<std::size_t> place, std::vector<net::Destination> of);
  void add_text(std::string_view text);

  // The cell, to be filled. `again`: the same row goes on; otherwise a second one is a problem. Null: it was
  // there before.
  OpenCell* open(std::size_t offering, std::size_t place, int line, bool again);
  OpenCell* at(std::size_t offering, std::size_t place);

  std::string title(std::size_t offering, std::size_t place) const;  // that of the DocumentCell
  bool empty() const { return cells_.empty(); }
  bool seen_any() const { return !seen_.empty(); }

  // With what is missing against the profile. The cells that a sentence means that stands once get it.
  Document take();

 private:
  void find_missing();
  DocumentCell finish(const OpenCell& cell) const;
  std::size_t places_of(std::size_t offering) const;
  std::string place_id(std::size_t offering, std::size_t place) const;

  const Profile& profile_;
  std::map<std::pair<std::size_t, std::size_t>, OpenCell> cells_;
  std::set<std::size_t> seen_, same_as_;
  std::vector<DocumentText> texts_;
  std::vector<std::string> problems_;
  std::size_t problem_count_ = 0;
};

}  // namespace sallyport::catalog
