#include <algorithm>

#include "control/lockout.h"
#include "control/policy_applier.h"

namespace sallyport::control {
namespace {

// What the change has written so far, as its audit has it.
Result<std::vector<PlannedStep>> steps_after(Reader& reader, std::int64_t number) {
  std::vector<PlannedStep> steps;
  while (true) {
    SALLYPORT_ASSIGN(auto rows, reader.audit_after(number, kRowsAtOnce));
    for (AuditRow& row : rows) {
      AuditRecord& record = row.record;
      number = record.number;
      steps.push_back({std::move(record.organization), std::move(record.action), std::move(record.before),
                       std::move(record.after)});
    }
    if (rows.size() < kRowsAtOnce) return steps;
  }
}

}  // namespace

Result<std::vector<PlannedStep>> Policies::plan(const PolicyDocument& document, bool prune) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto head, change.read().audit_head());
  SALLYPORT_TRY(PolicyApplier(change, {.name = "plan", .from = {}}, prune).run(document));
  return steps_after(change.read(), head.number);
}

Result<std::vector<PlannedStep>> Policies::apply(const Actor& actor, const PolicyDocument& document,
                                                 bool prune, bool force) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto head, change.read().audit_head());
  PolicyApplier applier(change, actor, prune);
  SALLYPORT_TRY(applier.run(document));
  SALLYPORT_ASSIGN(auto steps, steps_after(change.read(), head.number));
  if (steps.empty()) return steps;
  // Turning blocking on, alone, is not refused.
  const bool lists_change =
      std::ranges::any_of(steps, [](const PlannedStep& step) { return step.action.starts_with("entry."); });
  if (lists_change && !force) {
    SALLYPORT_ASSIGN(const auto reaches, applier.reaches());
    for (const Reach& reach : reaches) SALLYPORT_TRY(refuse_lockout(change, actor, reach));
  }
  SALLYPORT_TRY(change.commit());
  return steps;
}

}  // namespace sallyport::control
