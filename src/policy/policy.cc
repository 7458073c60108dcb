#include "policy/policy.h"

#include <algorithm>

namespace sallyport::policy {

namespace {

const CredentialPolicy* find_credential(const Policy& policy, const Fingerprint& fingerprint) {
  const auto found = std::ranges::find(policy.credentials, fingerprint, &CredentialPolicy::fingerprint);
  return found == policy.credentials.end() ? nullptr : &*found;
}

const OrganizationPolicy& organization_of(const Policy& policy, OrganizationId id) {
  return *std::ranges::find(policy.organizations, id, &OrganizationPolicy::id);
}

// The nearest first.
std::vector<const OrganizationPolicy*> ancestors_of(const Policy& policy,
                                                    const OrganizationPolicy& organization) {
  std::vector<const OrganizationPolicy*> ancestors;
  for (OrganizationId id = organization.parent; id != OrganizationId{} && ancestors.size() < kMostLevels;
       id = ancestors.back()->parent)
    ancestors.push_back(&organization_of(policy, id));
  return ancestors;
}

Enforcement enforced_by(const OrganizationPolicy& ancestor, Channel channel) {
  return channel == Channel::api ? ancestor.enforced_api : ancestor.enforced_smtp;
}

Protection protection_of(const CredentialPolicy& credential, const OrganizationPolicy& organization) {
  if (credential.protection) return *credential.protection;
  return credential.channel == Channel::api ? organization.api : organization.smtp;
}

bool known(const Entry& entry) { return entry.kind != EntryKind::removed; }

// R2: the most specific wins; at equal length, denial does.
bool stronger(const Entry& entry, const Entry& than) {
  if (entry.prefix.length() != than.prefix.length()) return entry.prefix.length() > than.prefix.length();
  return entry.kind == EntryKind::denied && than.kind != EntryKind::denied;
}

const Entry* strongest_known(std::span<const Entry> list, const net::Address& address, Timestamp now) {
  const Entry* best = nullptr;
  for (const Entry& entry : list) {
    if (!known(entry) || !entry.valid_at(now) || !entry.prefix.contains(address)) continue;
    if (best == nullptr || stronger(entry, *best)) best = &entry;
  }
  return best;
}

bool was_removed(std::span<const Entry> list, const net::Address& address, Timestamp now) {
  return std::ranges::any_of(list, [&](const Entry& entry) {
    return entry.kind == EntryKind::removed && entry.valid_at(now) && entry.prefix.contains(address);
  });
}

// Whether authorizing the network would give back something that a person removed.
bool gives_back(const net::Prefix& network, std::span<const std::span<const Entry>> lists, Timestamp now) {
  return std::ranges::any_of(lists, [&](std::span<const Entry> list) {
    return std::ranges::any_of(list, [&](const Entry& entry) {
      return entry.kind == EntryKind::removed && entry.valid_at(now) && network.contains(entry.prefix);
    });
  });
}

struct Found {
  const Entry* entry = nullptr;
  Holder holder = Holder::organization;
};

// What an enforcing ancestor denies. Several may: the strongest of their denials is named.
Found enforced_denial(std::span<const OrganizationPolicy* const> enforcing, const net::Address& address,
                      Timestamp now) {
  Found found;
  for (const OrganizationPolicy* ancestor : enforcing) {
    const Entry* entry = strongest_known(ancestor->entries, address, now);
    if (entry == nullptr || entry->kind != EntryKind::denied) continue;
    if (found.entry == nullptr || stronger(*entry, *found.entry)) found = {entry, Holder::ancestor};
  }
  return found;
}

// The strongest entry of all lists that apply; of equal ones, the nearest.
Found strongest_of_all(const CredentialPolicy& credential, const OrganizationPolicy& organization,
                       std::span<const OrganizationPolicy* const> ancestors, const net::Address& address,
                       Timestamp now) {
  Found found;
  const auto consider = [&](std::span<const Entry> list, Holder holder) {
    const Entry* entry = strongest_known(list, address, now);
    if (entry != nullptr && (found.entry == nullptr || stronger(*entry, *found.entry)))
      found = {entry, holder};
  };
  consider(credential.entries, Holder::credential);
  consider(organization.entries, Holder::organization);
  consider(organization.received, Holder::ancestor);
  for (const OrganizationPolicy* ancestor : ancestors) consider(ancestor->shared, Holder::ancestor);
  return found;
}

struct Answer {
  Verdict verdict;
  Reason reason;
};

Answer answer_to_unknown(Mode mode, bool removed) {
  if (mode == Mode::learning && !removed) return {Verdict::allow, Reason::learned};
  return {Verdict::deny, Reason::unknown_address};
}

Answer answer_to_known(const Found& found) {
  if (found.entry->kind != EntryKind::authorized) return {Verdict::deny, Reason::denied};
  if (found.holder == Holder::ancestor) return {Verdict::allow, Reason::shared};
  return {Verdict::allow, found.entry->source == Source::catalog ? Reason::catalog : Reason::authorized};
}

}  // namespace

Decision decide(const Policy& policy, const Request& request, Timestamp now) {
  Decision decision;
  const CredentialPolicy* credential = find_credential(policy, request.credential);
  if (credential == nullptr) {
    decision.reason = decision.cause = Reason::unknown_credential;
    return decision;
  }
  const OrganizationPolicy& organization = organization_of(policy, credential->organization);
  decision.channel = credential->channel;
  decision.organization = organization.id;
  decision.credential = credential->id;

  Protection protection = protection_of(*credential, organization);
  const auto ancestors = ancestors_of(policy, organization);
  std::vector<const OrganizationPolicy*> enforcing;
  for (const OrganizationPolicy* ancestor : ancestors) {
    const Enforcement enforced = enforced_by(*ancestor, credential->channel);
    if (!enforced) continue;
    enforcing.push_back(ancestor);
    protection = {stricter(protection.mode, *enforced), false};
  }
  if (protection.mode == Mode::off) {
    decision.verdict = Verdict::allow;
    decision.reason = decision.cause = Reason::protection_off;
    return decision;
  }

  Found found = enforced_denial(enforcing, request.address, now);
  if (found.entry == nullptr)
    found = strongest_of_all(*credential, organization, ancestors, request.address, now);
  const bool removed = was_removed(credential->entries, request.address, now) ||
                       was_removed(organization.entries, request.address, now);
  const Answer answer =
      found.entry != nullptr ? answer_to_known(found) : answer_to_unknown(protection.mode, removed);
  decision.verdict = answer.verdict;
  decision.reason = decision.cause = answer.reason;
  if (found.entry != nullptr) {
    decision.entry = found.entry->prefix;
    decision.holder = found.holder;
  }
  if (protection.dry_run && decision.verdict == Verdict::deny) {
    decision.verdict = Verdict::allow;
    decision.reason = Reason::dry_run;
  }
  return decision;
}

std::optional<net::Prefix> learn(const net::Address& address, LearnedWidth width,
                                 std::span<const std::span<const Entry>> lists, Timestamp now) {
  if (std::ranges::any_of(lists, [&](auto list) { return was_removed(list, address, now); }))
    return std::nullopt;
  auto network = net::Prefix::enclosing(address, address.is_ipv4() ? width.ipv4 : width.ipv6);
  // It ends: the address alone gives nothing back, as none of what was removed contains it.
  while (gives_back(network, lists, now)) network = net::Prefix::enclosing(address, network.length() + 1);
  return network;
}

}  // namespace sallyport::policy
