#include "catalog/read/document/cells.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace sallyport::catalog {

void PageCells::add_problem(std::string why) {
  ++problem_count_;
  if (problems_.size() < kMostProblems) problems_.push_back(std::move(why));
}

void PageCells::add_problem(int line, std::string_view text, std::string_view why) {
  add_problem(fmt::format("line {}: '{}' {}", line, printable_excerpt(text), why));
}

void PageCells::open_text(std::size_t offering, std::optional<std::size_t> place,
                          std::vector<net::Destination> of) {
  texts_.push_back({.offering = profile_.offerings[offering].id,
                    .place = place ? place_id(offering, *place) : std::string(),
                    .of = std::move(of),
                    .text = {}});
}

void PageCells::add_text(std::string_view text) {
  std::string& all = texts_.back().text;
  if (!all.empty()) all += " / ";
  all += text;
}

OpenCell* PageCells::at(std::size_t offering, std::size_t place) {
  const auto found = cells_.find({offering, place});
  return found == cells_.end() ? nullptr : &found->second;
}

OpenCell* PageCells::open(std::size_t offering, std::size_t place, int line, bool again) {
  if (OpenCell* const before = at(offering, place)) {
    if (again) return before;
    add_problem(line, place_id(offering, place),
                fmt::format("stands twice under {}, first on line {}", profile_.offerings[offering].id,
                            before->line));
    before->strange = true;
    return nullptr;
  }
  OpenCell cell;
  cell.offering = offering;
  cell.place = place;
  cell.line = line;
  return &cells_.emplace(std::pair(offering, place), std::move(cell)).first->second;
}

std::size_t PageCells::places_of(std::size_t offering) const {
  return profile_.has_sections() ? profile_.offerings[offering].versions.size() : profile_.sites.size();
}

std::string PageCells::place_id(std::size_t offering, std::size_t place) const {
  if (!profile_.has_sections()) return profile_.sites[place].id;
  const VersionRange& range = profile_.offerings[offering].versions[place].range;
  return range.is_everything() ? std::string() : range.to_string();
}

std::string PageCells::title(std::size_t offering, std::size_t place) const {
  return cell_title({.offering = profile_.offerings[offering].id,
                     .place = place_id(offering, place),
                     .line = 0,
                     .content = {}});
}

void PageCells::find_missing() {
  for (std::size_t i = 0; i < profile_.offerings.size(); ++i) {
    const ProfileOffering& offering = profile_.offerings[i];
    if (!seen_.contains(i)) {
      add_problem(offering.labels.empty()
                      ? fmt::format("the page has no table of {} any more", offering.id)
                      : fmt::format("the page has no '{}' any more", offering.labels.front()));
      continue;
    }
    for (std::size_t place = 0; place < places_of(i); ++place) {
      if (at(i, place) != nullptr) continue;
      const std::string title = place_id(i, place);
      add_problem(fmt::format("the page does not have {}{}{} any more", offering.id,
                              title.empty() ? "" : ": ", title));
    }
    if (offering.same_as && profile_.has_sections() && !same_as_.contains(i)) {
      add_problem(fmt::format("the page does not say of {} any more: '{}'", offering.id,
                              printable_excerpt(offering.same_as->texts.front())));
    }
  }
}

DocumentCell PageCells::finish(const OpenCell& cell) const {
  const ProfileOffering& offering = profile_.offerings[cell.offering];
  DocumentCell made{.offering = offering.id,
                    .place = place_id(cell.offering, cell.place),
                    .line = cell.line,
                    .content = {}};
  const bool whole_offering = profile_.has_sections() && same_as_.contains(cell.offering);
  const bool nothing = cell.destinations.empty() && !cell.same_as && !cell.not_available;
  if (cell.strange) {
    made.content = DocumentUnknown{"what stands there is not understood"};
  } else if (nothing) {
    made.content = DocumentUnknown{"its list is missing"};
  } else if (cell.not_available) {
    made.content = NotAvailable();
  } else {
    DocumentAddresses addresses{cell.destinations, std::nullopt};
    std::ranges::sort(addresses.destinations);
    const auto same = std::ranges::unique(addresses.destinations);
    addresses.destinations.erase(same.begin(), same.end());
    if (cell.same_as || whole_offering) {
      addresses.same_as = DocumentSame{offering.same_as->offerings, offering.same_as->chosen};
    }
    made.content = std::move(addresses);
  }
  return made;
}

Document PageCells::take() {
  find_missing();
  Document document{.vendor = profile_.vendor,
                    .cells = {},
                    .texts = std::move(texts_),
                    .problems = {},
                    .ends_in = {},
                    .cut = {},
                    .is_page = true};
  std::optional<std::size_t> once;  // the offering in which such a sentence stands above
  for (auto& [key, cell] : cells_) {
    const bool nothing = cell.destinations.empty() && !cell.not_available && !cell.strange;
    const auto& same_as = profile_.offerings[cell.offering].same_as;
    if (cell.same_as && same_as->once) once = cell.offering;
    if (nothing && once == cell.offering) cell.same_as = true;
    if (cell.not_available && (!cell.destinations.empty() || cell.same_as)) {
      cell.strange = true;
      add_problem(
          cell.line, place_id(cell.offering, cell.place),
          fmt::format("of {} is not available, and has addresses too", profile_.offerings[cell.offering].id));
    }
    document.cells.push_back(finish(cell));
  }
  std::ranges::sort(document.cells, {}, [](const auto& cell) { return std::tie(cell.offering, cell.place); });
  document.problems = std::move(problems_);
  if (problem_count_ > document.problems.size()) {
    document.problems.push_back(fmt::format("and {} more", problem_count_ - document.problems.size()));
  }
  return document;
}

}  // namespace sallyport::catalog
