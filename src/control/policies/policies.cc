#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "catalog/shelf/digest.h"
#include "control/lists/lockout.h"
#include "control/policies/policy_applier.h"
#include "control/policies/policy_unlisted.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kMostNamedUses = 100;  // as of any preview
constexpr std::array<std::pair<Covers, std::string_view>, 3> kCoversWords = {
    {{Covers::named, "named"}, {Covers::below, "below"}, {Covers::all, "all"}}};

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

// Each field with its length before it, so that no two plans have one text.
std::string digest_of(const std::vector<PlannedStep>& steps) {
  std::string text;
  for (const PlannedStep& step : steps) {
    for (const std::string* field : {&step.organization, &step.action, &step.before, &step.after}) {
      text += std::to_string(field->size()) + ' ' + *field;
    }
  }
  return catalog::digest_of(text);
}

// Turning blocking on, alone, is not refused.
bool lists_change(const std::vector<PlannedStep>& steps) {
  return std::ranges::any_of(steps,
                             [](const PlannedStep& step) { return step.action.starts_with("entry."); });
}

// Whether a gate may answer otherwise: only then is the traffic of 7 days replayed, while nothing else can
// change.
bool decisions_change(const std::vector<PlannedStep>& steps) {
  return std::ranges::any_of(steps, [](const PlannedStep& step) {
    return step.action.starts_with("entry.") || step.action.starts_with("protection.") ||
           step.action.starts_with("credential.");
  });
}

Result<Preview> would_block(Change& change, const std::vector<Reach>& reaches) {
  Preview all;
  for (const Reach& reach : reaches) {
    SALLYPORT_ASSIGN(auto preview, control::would_block(change, reach));
    all.total += preview.total;
    std::ranges::move(preview.blocked, std::back_inserter(all.blocked));
    std::ranges::sort(all.blocked, [](const WouldBlock& a, const WouldBlock& b) {
      return std::tie(b.last_seen, a.organization, a.credential, a.address) <
             std::tie(a.last_seen, b.organization, b.credential, b.address);
    });
    if (all.blocked.size() > kMostNamedUses) all.blocked.resize(kMostNamedUses);
  }
  return all;
}

// REQUIRES: the change is new. Ensures: all of the outcome but lockout_risk is there.
Result<PolicyOutcome> make(Change& change, PolicyApplier& applier, const PolicyDocument& document) {
  SALLYPORT_ASSIGN(const auto head, change.read().audit_head());
  SALLYPORT_TRY(applier.run(document));
  PolicyOutcome outcome;
  SALLYPORT_ASSIGN(outcome.steps, steps_after(change.read(), head.number));
  outcome.digest = digest_of(outcome.steps);
  SALLYPORT_TRY(tell_unlisted(change.read(), document, applier.organizations(), outcome));
  if (!decisions_change(outcome.steps)) return outcome;
  SALLYPORT_ASSIGN(const auto reaches, applier.reaches());
  SALLYPORT_ASSIGN(outcome.would_have_blocked, would_block(change, reaches));
  return outcome;
}

// Errors: lockout_risk, where the outcome needs to be forced.
Result<void> refuse_lockouts(Change& change, PolicyApplier& applier, const Actor& actor,
                             const PolicyOutcome& outcome, bool force) {
  if (force || !lists_change(outcome.steps)) return {};
  SALLYPORT_ASSIGN(const auto reaches, applier.reaches());
  for (const Reach& reach : reaches) SALLYPORT_TRY(refuse_lockout(change, actor, reach));
  return {};
}

}  // namespace

std::string_view to_string(Covers covers) {
  return std::ranges::find(kCoversWords, covers, &std::pair<Covers, std::string_view>::first)->second;
}

std::optional<Covers> parse_covers(std::string_view word) {
  for (const auto& [covers, name] : kCoversWords) {
    if (word == name) return covers;
  }
  return std::nullopt;
}

Result<PolicyOutcome> Policies::plan(const Actor& actor, const PolicyOrder& order, std::string* refused_at) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  const Actor planner{.name = actor.name, .from = actor.from};  // whose request keeps its terms
  PolicyApplier applier(change, planner, order.prune);
  auto outcome = make(change, applier, order.document);
  if (refused_at != nullptr) *refused_at = applier.refused_at();
  if (!outcome) return outcome;
  const auto refused = refuse_lockouts(change, applier, planner, *outcome, order.force);
  if (refused) return outcome;
  if (refused.error().code != ErrorCode::lockout_risk) return std::unexpected(refused.error());
  outcome->lockout_risk = refused.error().message;
  return outcome;
}

Result<PolicyOutcome> Policies::apply(const Actor& actor, const PolicyOrder& order, std::string* refused_at) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  PolicyApplier applier(change, actor, order.prune);
  auto outcome = make(change, applier, order.document);
  if (refused_at != nullptr) *refused_at = applier.refused_at();
  if (!outcome) return outcome;
  if (!order.expect.empty() && order.expect != outcome->digest) {
    return fail(ErrorCode::precondition_failed,
                "it would not do what was planned, as something changed meanwhile: nothing was done; plan "
                "it again");
  }
  if (outcome->steps.empty()) return outcome;
  SALLYPORT_TRY(refuse_lockouts(change, applier, actor, *outcome, order.force));
  SALLYPORT_TRY(change.commit());
  return outcome;
}

}  // namespace sallyport::control
