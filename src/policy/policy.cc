#include "policy/policy.h"

#include <algorithm>

namespace sallyport::policy {

namespace {

const CredentialPolicy* find_credential(const Policy& policy, const Fingerprint& fingerprint) {
  const auto found = std::ranges::find(policy.credentials, fingerprint, &CredentialPolicy::fingerprint);
  return found == policy.credentials.end() ? nullptr : &*found;
}

const OrganizationPolicy& organization_of(const Policy& policy, const CredentialPolicy& credential) {
  return *std::ranges::find(policy.organizations, credential.organization, &OrganizationPolicy::id);
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

struct Answer {
  Verdict verdict;
  Reason reason;
};

Answer answer_to_unknown(Mode mode, bool removed) {
  if (mode == Mode::learning && !removed) return {Verdict::allow, Reason::learned};
  return {Verdict::deny, Reason::unknown_address};
}

Answer answer_to_known(const Entry& entry) {
  if (entry.kind == EntryKind::authorized) return {Verdict::allow, Reason::authorized};
  return {Verdict::deny, Reason::denied};
}

}  // namespace

Decision decide(const Policy& policy, const Request& request, Timestamp now) {
  Decision decision;
  const CredentialPolicy* credential = find_credential(policy, request.credential);
  if (credential == nullptr) {
    decision.reason = decision.cause = Reason::unknown_credential;
    return decision;
  }
  const OrganizationPolicy& organization = organization_of(policy, *credential);
  decision.channel = credential->channel;
  decision.organization = organization.id;
  decision.credential = credential->id;

  const Protection protection = protection_of(*credential, organization);
  if (protection.mode == Mode::off) {
    decision.verdict = Verdict::allow;
    decision.reason = decision.cause = Reason::protection_off;
    return decision;
  }

  const Entry* own = strongest_known(credential->entries, request.address, now);
  const Entry* shared = strongest_known(organization.entries, request.address, now);
  const bool shared_wins = shared != nullptr && (own == nullptr || stronger(*shared, *own));
  const Entry* entry = shared_wins ? shared : own;
  const bool removed = was_removed(credential->entries, request.address, now) ||
                       was_removed(organization.entries, request.address, now);
  const Answer answer =
      entry != nullptr ? answer_to_known(*entry) : answer_to_unknown(protection.mode, removed);
  decision.verdict = answer.verdict;
  decision.reason = decision.cause = answer.reason;
  if (entry != nullptr) {
    decision.entry = entry->prefix;
    decision.entry_of_credential = !shared_wins;
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
