#include "control/policy_applier.h"

#include <fmt/format.h>

#include <algorithm>

#include "control/directory_change.h"
#include "control/effective.h"
#include "control/follow_change.h"
#include "control/protection_change.h"
#include "control/sharing.h"

namespace sallyport::control {
namespace {

std::unexpected<Error> at(std::string_view place, Error error) {
  error.message = fmt::format("{}: {}", place, error.message);
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

// Which name of the range stands there twice; empty: none.
template <class Range, class Name>
std::string_view twice(const Range& range, Name name) {
  std::set<std::string_view> seen;
  for (const auto& each : range) {
    if (!seen.insert(each.*name).second) return each.*name;
  }
  return {};
}

}  // namespace

Result<void> PolicyApplier::run(const PolicyDocument& document) {
  const auto name = twice(document.organizations, &DocumentOrganization::name);
  if (!name.empty()) {
    return fail(ErrorCode::duplicate,
                fmt::format("the document names '{}' twice: say all of it in one place", name));
  }
  SALLYPORT_TRY(make_all(document));
  SALLYPORT_TRY(for_each(document, &PolicyApplier::enforce_less));
  SALLYPORT_TRY(for_each(document, &PolicyApplier::make_as));
  SALLYPORT_TRY(for_each(document, &PolicyApplier::share_all));
  return for_each(document, &PolicyApplier::enforce_more);
}

Result<void> PolicyApplier::for_each(const PolicyDocument& document, Pass pass) {
  for (const DocumentOrganization& wanted : document.organizations) {
    auto done = (this->*pass)(organizations_.at(wanted.name), wanted);
    if (!done) return at(wanted.name, std::move(done).error());
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
    if (waiting.contains(next->parent)) {
      return fail(ErrorCode::invalid_setting,
                  fmt::format("{} would be below itself, or more than {} levels deep", next->name,
                              policy::kMostLevels));
    }
    auto made = make(*next);
    if (!made) return at(next->name, std::move(made).error());
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
  return fail(ErrorCode::invalid_setting,
              existing->parent_name.empty()
                  ? std::string("it has no parent, and stays so")
                  : fmt::format("its parent is {}, and stays so", existing->parent_name));
}

Result<void> PolicyApplier::enforce_less(const Organization& organization,
                                         const DocumentOrganization& wanted) {
  if (wanted.enforce_api == policy::Mode::off || wanted.enforce_smtp == policy::Mode::off) {
    return fail(ErrorCode::invalid_setting,
                "what is enforced is learning or blocking: to demand nothing, write none");
  }
  SALLYPORT_ASSIGN(const auto now, enforced_now(change_.read(), organization));
  const Family::Enforced less{weaker(now.api, wanted.enforce_api.value_or(now.api)),
                              weaker(now.smtp, wanted.enforce_smtp.value_or(now.smtp))};
  if (same(now, less)) return {};
  return put_enforcement(change_, actor_, organization, less);
}

Result<void> PolicyApplier::enforce_more(const Organization& organization,
                                         const DocumentOrganization& wanted) {
  SALLYPORT_ASSIGN(const auto now, enforced_now(change_.read(), organization));
  const Family::Enforced after{wanted.enforce_api.value_or(now.api), wanted.enforce_smtp.value_or(now.smtp)};
  if (same(now, after)) return {};
  return put_enforcement(change_, actor_, organization, after);
}

Result<void> PolicyApplier::make_as(const Organization& organization, const DocumentOrganization& wanted) {
  const Place place{organization, std::nullopt};
  SALLYPORT_TRY(protect(place, Channel::api, wanted.api));
  SALLYPORT_TRY(protect(place, Channel::smtp, wanted.smtp));
  if (wanted.members) SALLYPORT_TRY(members(organization, *wanted.members));
  if (wanted.entries) {
    SALLYPORT_TRY(entries(place, *wanted.entries, wanted.prune_learned));
    SALLYPORT_TRY(end_shares(organization, *wanted.entries));
  }
  if (wanted.follows) SALLYPORT_TRY(follows(organization, *wanted.follows));
  if (wanted.credentials) SALLYPORT_TRY(credentials(organization, wanted));
  return {};
}

Result<void> PolicyApplier::follows(const Organization& organization, const std::vector<Follow>& wanted) {
  const auto vendor = twice(wanted, &Follow::vendor);
  if (!vendor.empty()) return fail(ErrorCode::duplicate, fmt::format("{} is followed twice", vendor));
  if (prune_) {
    SALLYPORT_ASSIGN(const auto rows, change_.read().follows().follows(organization.id));
    for (const FollowRow& row : rows) {
      if (std::ranges::find(wanted, row.follow.vendor, &Follow::vendor) != wanted.end()) continue;
      SALLYPORT_TRY(erase_follow(change_, actor_, organization, row.follow.vendor, false));
    }
  }
  for (const Follow& follow : wanted) SALLYPORT_TRY(put_follow(change_, actor_, organization, follow));
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

// In an order in which there is always an owner, where there is one before and after, and room.
Result<void> PolicyApplier::members(const Organization& organization, const std::vector<Member>& wanted) {
  const auto email = twice(wanted, &Member::email);
  if (!email.empty()) return fail(ErrorCode::duplicate, fmt::format("the member {} is named twice", email));
  if (prune_) SALLYPORT_TRY(drop_members(organization, wanted, false));
  SALLYPORT_TRY(put_members(organization, wanted, true));
  SALLYPORT_TRY(put_members(organization, wanted, false));
  if (prune_) SALLYPORT_TRY(drop_members(organization, wanted, true));
  return {};
}

Result<void> PolicyApplier::put_members(const Organization& organization, const std::vector<Member>& wanted,
                                        bool owners) {
  for (const Member& member : wanted) {
    if (member.permissions.owner != owners) continue;
    SALLYPORT_ASSIGN(const auto existing, change_.read().member(organization.id, member.email));
    if (!existing) {
      SALLYPORT_TRY(
          add_member(change_, actor_, organization, member.email, member.permissions, member.language));
    } else if (existing->permissions != member.permissions) {
      SALLYPORT_TRY(change_member(change_, actor_, organization, member.email, member.permissions));
    }
  }
  return {};
}

Result<void> PolicyApplier::drop_members(const Organization& organization, const std::vector<Member>& wanted,
                                         bool owners) {
  SALLYPORT_ASSIGN(const auto existing, change_.read().members(organization.id));
  for (const Member& member : existing) {
    if (member.permissions.owner != owners) continue;
    if (std::ranges::find(wanted, member.email, &Member::email) != wanted.end()) continue;
    SALLYPORT_TRY(remove_member(change_, actor_, organization, member.email));
  }
  return {};
}

Result<void> PolicyApplier::credentials(const Organization& organization,
                                        const DocumentOrganization& wanted) {
  const auto name = twice(*wanted.credentials, &DocumentCredential::name);
  if (!name.empty()) return fail(ErrorCode::duplicate, fmt::format("the credential {} is named twice", name));
  for (const DocumentCredential& each : *wanted.credentials) {
    const auto as_wanted = [&]() -> Result<void> {
      SALLYPORT_ASSIGN(const auto credential, this->credential(organization, each));
      const Place place{organization, credential};
      SALLYPORT_TRY(protect(place, credential.channel, each.protection));
      if (each.entries) SALLYPORT_TRY(entries(place, *each.entries, wanted.prune_learned));
      return {};
    };
    auto done = as_wanted();
    if (!done) return at(fmt::format("credential {}", each.name), std::move(done).error());
  }
  return {};
}

Result<Credential> PolicyApplier::credential(const Organization& organization,
                                             const DocumentCredential& wanted) {
  std::optional<policy::Fingerprint> fingerprint;
  if (wanted.fingerprint) {
    SALLYPORT_ASSIGN(fingerprint, policy::Fingerprint::parse(*wanted.fingerprint));
  }
  SALLYPORT_ASSIGN(const auto existing, change_.read().credential(organization.id, wanted.name));
  if (existing) {
    if (existing->channel != wanted.channel) {
      return fail(ErrorCode::invalid_setting,
                  fmt::format("its channel is {}, and stays so: create one of another name",
                              policy::to_string(existing->channel)));
    }
    if (!fingerprint || existing->fingerprint == *fingerprint) return *existing;
    return fail(ErrorCode::invalid_setting,
                "it has another fingerprint: rotate it, or leave the fingerprint out");
  }
  if (!fingerprint) {
    return fail(ErrorCode::unknown_credential,
                "there is none of this name: give its fingerprint, or create it first, so that its secret "
                "can be shown");
  }
  Credential created;
  created.name = wanted.name;
  created.channel = wanted.channel;
  created.fingerprint = *fingerprint;
  SALLYPORT_TRY(create_credential(change_, actor_, organization, created));
  return created;
}

}  // namespace sallyport::control
