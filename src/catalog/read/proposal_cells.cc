// Cells, an offering at a site each: what went from them since the last good one.

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <tuple>

#include "catalog/read/proposal_holds.h"
#include "net/prefix_set.h"

namespace sallyport::catalog {
namespace {

struct CellRow {
  CellNumbers cell;
  const FeedEntry* entry = nullptr;
};
using CellRows = std::span<const CellRow>;

// By cell, and in each cell by destination.
template <class CellOf>
std::vector<CellRow> rows_by_cell(const std::vector<FeedEntry>& entries, CellOf cell_of) {
  std::vector<CellRow> rows;
  rows.reserve(entries.size());
  for (const FeedEntry& entry : entries) rows.push_back({cell_of(entry), &entry});
  // The entries are sorted by destination, and so are their places.
  std::ranges::sort(rows, {}, [](const CellRow& row) { return std::tie(row.cell, row.entry); });
  return rows;
}

// Takes the rows of the first cell off the front. REQUIRES: there is one.
CellRows take_cell(CellRows& rows) {
  std::size_t size = 1;
  while (size < rows.size() && rows[size].cell == rows.front().cell) ++size;
  const CellRows taken = rows.first(size);
  rows = rows.subspan(size);
  return taken;
}

std::string cell_name(const Feed& feed, const FeedEntry& entry) {
  const std::string& offering = feed.offering_of(entry);
  const std::string& site = feed.site_of(entry);
  if (site.empty()) return offering.empty() ? "the list" : offering;
  return offering.empty() ? site : fmt::format("{} at {}", offering, site);
}

// The entries of which some address went. Prefixes that were only cut differently have lost none.
std::vector<const FeedEntry*> lost_entries(CellRows before, CellRows now) {
  std::vector<net::Prefix> prefixes;
  std::vector<net::Destination> hosts;
  for (const CellRow& row : now) {
    const net::Destination& destination = row.entry->destination;
    if (destination.prefix() != nullptr) {
      prefixes.push_back(*destination.prefix());
    } else {
      hosts.push_back(destination);
    }
  }
  const auto covered = net::PrefixSet::of(std::move(prefixes));
  std::vector<const FeedEntry*> lost;
  for (const CellRow& row : before) {
    const net::Destination& destination = row.entry->destination;
    const bool kept = destination.prefix() != nullptr ? covered.contains(*destination.prefix())
                                                      : std::ranges::binary_search(hosts, destination);
    if (!kept) lost.push_back(row.entry);
  }
  return lost;
}

// Takes the rows of that cell off the front, and those of all before it.
CellRows take_cell(CellRows& rows, const CellNumbers& cell) {
  while (!rows.empty() && rows.front().cell < cell) take_cell(rows);
  return !rows.empty() && rows.front().cell == cell ? take_cell(rows) : CellRows();
}

void hold_for_emptied_cells(const Feed& before, CellRows old_rest, CellRows new_rest,
                            std::vector<Hold>& holds) {
  std::vector<std::string> emptied;
  while (!old_rest.empty()) {
    const CellRow first = take_cell(old_rest).front();
    if (take_cell(new_rest, first.cell).empty()) emptied.push_back(cell_name(before, *first.entry));
  }
  if (emptied.empty()) return;
  const bool one = emptied.size() == 1;
  holds.push_back({HoldReason::emptied, fmt::format("{} that had entries {} none: {}",
                                                    one ? "a cell" : fmt::format("{} cells", emptied.size()),
                                                    one ? "has" : "have", some_of(emptied))});
}

void hold_for_lost_entries(const Feed& before, CellRows removed, CellRows new_rest,
                           std::vector<Hold>& holds) {
  std::size_t lost = 0;
  std::string first;
  while (!removed.empty()) {
    const CellRows cell = take_cell(removed);
    const auto gone = lost_entries(cell, take_cell(new_rest, cell.front().cell));
    if (lost == 0 && !gone.empty()) {
      first = fmt::format("{} of {}", net::to_string(gone.front()->destination),
                          cell_name(before, *gone.front()));
    }
    lost += gone.size();
  }
  hold_for_share(static_cast<double>(lost), static_cast<double>(before.entries.size()), "entries", first,
                 holds);
}

}  // namespace

void hold_for_cells(const Feed& before, const Feed& found, const CommonNames& names, Proposal& proposal) {
  const auto cell_before = [&](const FeedEntry& entry) { return names.before(entry); };
  const auto cell_after = [&](const FeedEntry& entry) { return names.after(entry); };
  const auto new_rows = rows_by_cell(found.entries, cell_after);
  hold_for_emptied_cells(before, rows_by_cell(before.entries, cell_before), new_rows, proposal.holds);
  if (std::ranges::find(proposal.holds, HoldReason::shrunk, &Hold::reason) != proposal.holds.end()) return;
  hold_for_lost_entries(before, rows_by_cell(proposal.removed, cell_before), new_rows, proposal.holds);
}

}  // namespace sallyport::catalog
