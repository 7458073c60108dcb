// check: tries what a resolved list needs, and says it line by line.
//
// Thread safety: as probe(). What it returns points into the lines that it was given.
#pragma once

#include "reach/plan.h"
#include "reach/probe.h"

namespace sallyport::reach {

struct Checked {
  Planned planned;
  // Of a line that cannot be tried: not_tried, with the reason; it fails all the same where its name does.
  Finding finding;
};

// One for each that was planned, in that order. Errors and cost: those of probe().
Result<std::vector<Checked>> check(std::vector<Planned> planned, const Options& options,
                                   std::chrono::steady_clock::time_point deadline,
                                   const Progress& progress = {});

// Whether everything that could be tried works: nothing fails, in full or in part, and nothing was given up.
bool all_work(const std::vector<Checked>& checked);

// What the vendor says of the line: what it is for, and what stops if it stays blocked. Each text once.
std::vector<std::string> purposes_of(const catalog::ResolvedLine& line, catalog::Language language);
std::vector<std::string> impacts_of(const catalog::ResolvedLine& line, catalog::Language language);

}  // namespace sallyport::reach
