#include "reach/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace sallyport::reach {
namespace {

std::vector<std::string> texts_of(const catalog::ResolvedLine& line, catalog::Text catalog::Entry::* which,
                                  catalog::Language language) {
  std::vector<std::string> texts;
  for (const catalog::Reason& reason : line.reasons) {
    if (reason.entry == nullptr || (reason.entry->*which).empty()) continue;
    std::string text((reason.entry->*which).in(language));
    if (std::ranges::find(texts, text) == texts.end()) texts.push_back(std::move(text));
  }
  return texts;
}

// The name was looked up; that is all that could be done.
void add_why(Finding& finding, Untried untried) {
  if (finding.verdict != Verdict::works) return;
  finding.verdict = Verdict::not_tried;
  finding.outcome = Outcome::not_tried;
  finding.reason = fmt::format("the name is known; {}", describe(untried));
}

}  // namespace

Result<std::vector<Checked>> check(std::vector<Planned> planned, const Options& options,
                                   std::chrono::steady_clock::time_point deadline, const Progress& progress) {
  std::vector<Target> targets;
  for (const Planned& each : planned) {
    if (each.target) targets.push_back(*each.target);
  }
  SALLYPORT_ASSIGN(auto findings, probe(targets, options, deadline, progress));
  std::vector<Checked> checked;
  std::size_t next = 0;
  for (Planned& each : planned) {
    Finding finding;
    if (each.target) finding = std::move(findings[next++]);
    if (!each.target) {
      finding.reason = describe(each.untried);
    } else if (each.untried != Untried::no) {
      add_why(finding, each.untried);
    }
    checked.push_back({std::move(each), std::move(finding)});
  }
  return checked;
}

bool all_work(const std::vector<Checked>& checked) {
  return std::ranges::all_of(checked, [](const Checked& each) {
    const Verdict verdict = each.finding.verdict;
    return verdict == Verdict::works ||
           (verdict == Verdict::not_tried && each.planned.untried != Untried::no);
  });
}

std::vector<std::string> purposes_of(const catalog::ResolvedLine& line, catalog::Language language) {
  return texts_of(line, &catalog::Entry::purpose, language);
}

std::vector<std::string> impacts_of(const catalog::ResolvedLine& line, catalog::Language language) {
  return texts_of(line, &catalog::Entry::impact, language);
}

}  // namespace sallyport::reach
