#include "catalog/read/document/document_proposal.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "catalog/read/document/document_restated.h"
#include "catalog/read/proposal_holds.h"

namespace sallyport::catalog {
namespace {

const DocumentSame* same_as_of(const DocumentCell& cell) {
  const auto* const addresses = std::get_if<DocumentAddresses>(&cell.content);
  return addresses != nullptr && addresses->same_as ? &*addresses->same_as : nullptr;
}

void hold_for_unknown(const Document& found, const Document* last_good, std::vector<Hold>& holds) {
  std::vector<std::string> texts;
  for (const DocumentCell& cell : found.cells) {
    const auto* const unknown = std::get_if<DocumentUnknown>(&cell.content);
    if (unknown == nullptr) continue;
    const DocumentCell* const before =
        last_good == nullptr ? nullptr : last_good->find(cell.offering, cell.place);
    if (before != nullptr && before->is_unknown()) continue;
    texts.push_back(fmt::format("{} (line {}: {})", cell_title(cell), cell.line, unknown->why));
  }
  if (texts.empty()) return;
  holds.push_back({HoldReason::emptied,
                   fmt::format("{} unknown: {}",
                               texts.size() == 1 ? "a cell is" : fmt::format("{} cells are", texts.size()),
                               some_of(texts))});
}

// What no address shows: propose() sees addresses only.
void hold_for_kinds(const Document& found, const Document& last_good, std::vector<Hold>& holds) {
  std::vector<std::string> texts;
  for (const DocumentCell& before : last_good.cells) {
    const DocumentCell* const after = found.find(before.offering, before.place);
    if (before.is_unknown() || (after != nullptr && after->is_unknown())) continue;
    const DocumentSame* const old_same = same_as_of(before);
    const DocumentSame* const new_same = after == nullptr ? nullptr : same_as_of(*after);
    const bool differs =
        (old_same == nullptr) != (new_same == nullptr) || (old_same != nullptr && *old_same != *new_same);
    if (after == nullptr) texts.push_back(fmt::format("{} is no longer there", cell_title(before)));
    if (after != nullptr && differs) {
      texts.push_back(fmt::format("{} was {}, and is {}", cell_title(before), content_text(before),
                                  content_text(*after)));
    }
  }
  if (!texts.empty())
    holds.push_back({HoldReason::other_shape, "cells changed what they are: " + some_of(texts)});
}

// A page that is cut between two lists shows it nowhere else.
void hold_for_end(const Document& found, const Document& last_good, std::vector<Hold>& holds) {
  if (found.ends_in.empty()) return;
  for (const DocumentCell& before : last_good.cells) {
    const DocumentCell* const after = found.find(before.offering, before.place);
    const auto* const had = std::get_if<DocumentAddresses>(&before.content);
    const auto* const has = after == nullptr ? nullptr : std::get_if<DocumentAddresses>(&after->content);
    if (cell_title(before) != found.ends_in || had == nullptr || has == nullptr) continue;
    const bool all = std::ranges::includes(has->destinations, had->destinations);
    if (all) continue;
    holds.push_back(
        {HoldReason::truncated,
         fmt::format("the page ends with {}, and some of what that had is missing", found.ends_in)});
  }
}

void hold_for_shape(std::string_view name, const Document& document, std::vector<Hold>& holds) {
  const std::string in = name.empty() ? std::string() : fmt::format("{}: ", printable(name));
  for (const std::string& problem : document.problems)
    holds.push_back({HoldReason::other_shape, in + problem});
  if (!document.cut.empty()) holds.push_back({HoldReason::truncated, in + document.cut});
}

void hold_for_disagreement(const Document& found, const Translation& other, std::vector<Hold>& holds) {
  for (const DocumentCell& cell : found.cells) {
    const DocumentCell* const there = other.document.find(cell.offering, cell.place);
    if (there == nullptr || cell.is_unknown() || there->is_unknown() || cell.content == there->content)
      continue;
    holds.push_back(
        {HoldReason::disagreement,
         fmt::format("{}: {} on line {}, but in {} on line {}: {}", cell_title(cell), content_text(cell),
                     cell.line, printable(other.name), there->line, content_text(*there))});
  }
}

}  // namespace

Result<DocumentProposal> propose_document(const Document& found, const Document* last_good,
                                          std::span<const Translation> translations) {
  DocumentProposal made;
  SALLYPORT_ASSIGN(made.found, feed_of(found));
  if (last_good != nullptr) {
    SALLYPORT_ASSIGN(made.before, feed_of(*last_good));
  }
  made.proposal = propose(made.found, last_good == nullptr ? nullptr : &made.before);
  std::vector<Hold>& holds = made.proposal.holds;
  hold_for_unknown(found, last_good, holds);
  if (last_good != nullptr) {
    hold_for_kinds(found, *last_good, holds);
    hold_for_end(found, *last_good, holds);
    made.proposal.restated = find_restated(found, *last_good);
    if (!last_good->is_page && !found.texts.empty()) {
      made.proposal.remarks.emplace_back(
          "what the page says beside its addresses (end dates, replacements, conditions) is not compared "
          "with "
          "a catalog: compare it with the page that was good, too");
    }
  }
  hold_for_shape({}, found, holds);
  for (const Translation& each : translations) {
    hold_for_shape(each.name, each.document, holds);
    hold_for_disagreement(found, each, holds);
  }
  return made;
}

}  // namespace sallyport::catalog
