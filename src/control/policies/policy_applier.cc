#include "control/policies/policy_applier.h"

#include <fmt/format.h>

#include <algorithm>

#include "control/names.h"
#include "control/organizations/directory_change.h"
#include "control/organizations/effective.h"
#include "control/organizations/protection_change.h"
#include "control/organizations/sharing.h"

namespace sallyport::control {
namespace {

std::unexpected<Error> in(std::string_view name, Error error) {
  error.message = fmt::format("{}: {}", name, error.message);
  return std::unexpected(std::move(error));
}

// What the wanted settings change. Only that is asked for: a mode that is set anew starts its quiet period
// anew.
ProtectionChange difference(const std::optional<ProtectionRow>& row, const ProtectionChange& wanted) {
  if (!row) return wanted;
  const ProtectionSettings& now = row->settings;
  ProtectionChange change = wanted;
  if (change.mode == now.mode) change.mode.reset();
  if (change.dry_run == now.dry_run) change.dry_run.reset();
  if (change.quiet_period == now.quiet_period) change.quiet_period.reset();
  if (change.learned_ipv4 == now.learned_width.ipv4) change.learned_ipv4.reset();
  if (change.learned_ipv6 == now.learned_width.ipv6) change.learned_ipv6.reset();
  return change;
}

bool is_empty(const ProtectionChange& change) {
  return !change.mode && !change.dry_run && !change.quiet_period && !change.learned_ipv4 &&
         !change.learned_ipv6;
}

policy::Enforcement weaker(policy::Enforcement a, policy::Enforcement b) {
  if (!a || !b) return {};
  return policy::stricter(*a, *b) == *a ? b : a;
}

Result<Family::Enforced> enforced_now(Reader& reader, const Organization& organization) {
  Family::Enforced now;
  SALLYPORT_ASSIGN(now.api, reader.family().enforced(organization.id, Channel::api));
  SALLYPORT_ASSIGN(now.smtp, reader.family().enforced(organization.id, Channel::smtp));
  return now;
}

bool same(const Family::Enforced& a, const Family::Enforced& b) { return a.api == b.api && a.smtp == b.smtp; }

}  // namespace

Result<void> PolicyApplier::at(std::string_view step, Result<void> done) {
  if (!done) refused_at_.insert(0, fmt::format("/{}", step));
  return done;
}

Result<void> PolicyApplier::at(std::string_view list, std::size_t index, Result<void> done) {
  if (!done) refused_at_.insert(0, fmt::format("/{}/{}", list, index));
  return done;
}

Result<void> PolicyApplier::run(const PolicyDocument& document) {
  if (const auto second = second_of(document.organizations, &DocumentOrganization::name)) {
    return at(
        "organizations", *second,
        fail(ErrorCode::duplicate, fmt::format("the document names '{}' twice: say all of it in one place",
                                               document.organizations[*second].name)));
  }
  SALLYPORT_TRY(make_all(document));
  SALLYPORT_TRY(for_each(document, &PolicyApplier::enforce_less));
  SALLYPORT_TRY(for_each(document, &PolicyApplier::make_as));
  SALLYPORT_TRY(for_each(document, &PolicyApplier::share_all));
  SALLYPORT_TRY(for_each(document, &PolicyApplier::enforce_more));
  return change_.audit_ended_sharings();  // so that a plan has them, too
}

Result<void> PolicyApplier::for_each(const PolicyDocument& document, Pass pass) {
  for (std::size_t i = 0; i < document.organizations.size(); ++i) {
    const DocumentOrganization& wanted = document.organizations[i];
    auto done = at("organizations", i, (this->*pass)(organizations_.at(wanted.name), wanted));
    if (!done) return in(wanted.name, std::move(done).error());
  }
  return {};
}

// An organization with all below it, where none above it is in the document: that covers the others.
Result<std::vector<Reach>> PolicyApplier::reaches() {
  std::vector<Reach> reaches;
  for (const auto& [name, organization] : organizations_) {
    SALLYPORT_ASSIGN(const auto ancestors, ancestors_of(change_.read(), organization));
    const bool covered = std::ranges::any_of(
        ancestors, [&](const Organization& ancestor) { return organizations_.contains(ancestor.name); });
    if (!covered) reaches.push_back({{organization.id, {}}, std::nullopt, true});
  }
  return reaches;
}

// Parents before those below, whatever the document's order.
Result<void> PolicyApplier::make_all(const PolicyDocument& document) {
  std::map<std::string_view, const DocumentOrganization*> waiting;
  for (const DocumentOrganization& each : document.organizations) waiting.emplace(each.name, &each);
  while (!waiting.empty()) {
    const DocumentOrganization* next = waiting.begin()->second;
    for (std::size_t level = 0; level <= policy::kMostLevels; ++level) {
      const auto parent = waiting.find(next->parent);
      if (parent == waiting.end()) break;
      next = parent->second;
    }
    const auto index = static_cast<std::size_t>(next - document.organizations.data());
    if (waiting.contains(next->parent)) {
      return at("organizations", index,
                fail(ErrorCode::invalid_setting,
                     fmt::format("{} would be below itself, or more than {} levels deep", next->name,
                                 policy::kMostLevels)));
    }
    auto made = make(*next);
    if (!made) {
      auto refused = at("organizations", index, std::unexpected(std::move(made).error()));
      return in(next->name, std::move(refused).error());
    }
    organizations_.emplace(next->name, *std::move(made));
    waiting.erase(next->name);
  }
  return {};
}

Result<Organization> PolicyApplier::make(const DocumentOrganization& wanted) {
  SALLYPORT_ASSIGN(const auto existing, change_.read().organization(wanted.name));
  if (!existing) return create_organization(change_, actor_, wanted.name, wanted.parent);
  SALLYPORT_TRY(need_permission(change_.read(), actor_, *existing));
  if (wanted.parent.empty() || existing->parent_name == wanted.parent) return *existing;
  refused_at_ = "/parent";
  return fail(ErrorCode::invalid_setting,
              existing->parent_name.empty()
                  ? std::string("it has no parent, and stays so")
                  : fmt::format("its parent is {}, and stays so", existing->parent_name));
}

Result<void> PolicyApplier::enforce_less(const Organization& organization,
                                         const DocumentOrganization& wanted) {
  if (wanted.enforce_api == policy::Mode::off || wanted.enforce_smtp == policy::Mode::off) {
    return at("enforce", fail(ErrorCode::invalid_setting,
                              "what is enforced is learning or blocking: to demand nothing, write none"));
  }
  SALLYPORT_ASSIGN(const auto now, enforced_now(change_.read(), organization));
  const Family::Enforced less{weaker(now.api, wanted.enforce_api.value_or(now.api)),
                              weaker(now.smtp, wanted.enforce_smtp.value_or(now.smtp))};
  if (same(now, less)) return {};
  return at("enforce", put_enforcement(change_, actor_, organization, less));
}

Result<void> PolicyApplier::enforce_more(const Organization& organization,
                                         const DocumentOrganization& wanted) {
  SALLYPORT_ASSIGN(const auto now, enforced_now(change_.read(), organization));
  const Family::Enforced after{wanted.enforce_api.value_or(now.api), wanted.enforce_smtp.value_or(now.smtp)};
  if (same(now, after)) return {};
  return at("enforce", put_enforcement(change_, actor_, organization, after));
}

Result<void> PolicyApplier::make_as(const Organization& organization, const DocumentOrganization& wanted) {
  const Place place{organization, std::nullopt};
  SALLYPORT_TRY(at("protection", at("api", protect(place, Channel::api, wanted.api))));
  SALLYPORT_TRY(at("protection", at("smtp", protect(place, Channel::smtp, wanted.smtp))));
  if (wanted.members) SALLYPORT_TRY(members(organization, *wanted.members));
  if (wanted.entries) {
    SALLYPORT_TRY(entries(place, *wanted.entries, wanted.prune_learned));
    SALLYPORT_TRY(end_shares(organization, *wanted.entries));
  }
  if (wanted.follows) SALLYPORT_TRY(follows(organization, *wanted.follows));
  if (wanted.credentials) SALLYPORT_TRY(credentials(organization, wanted));
  return {};
}

Result<void> PolicyApplier::protect(const Place& place, Channel channel,
                                    const std::optional<ProtectionChange>& wanted) {
  if (!wanted) return {};
  SALLYPORT_ASSIGN(const auto now, change_.read().protection(place.scope(), channel));
  const ProtectionChange change = difference(now, *wanted);
  if (is_empty(change)) return {};
  SALLYPORT_TRY(change_protection(change_, actor_, place, channel, change));
  return {};
}

}  // namespace sallyport::control
