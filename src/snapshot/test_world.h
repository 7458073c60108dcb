// Small random worlds for tests: few organizations, credentials and addresses, so that prefixes nest, tie and
// match; kept twice, as a policy::Policy and in a Builder, which must always agree.
//
// Thread safety: one thread at a time.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "snapshot/builder.h"

namespace sallyport::snapshot::test {

// Where a world's choices come from: a random generator, or the bytes of a fuzzer.
class Choices {
 public:
  virtual ~Choices() = default;
  virtual unsigned below(unsigned bound) = 0;  // REQUIRES: bound > 0
};

class RandomChoices final : public Choices {
 public:
  explicit RandomChoices(std::uint64_t seed) : engine_(seed) {}
  unsigned below(unsigned bound) override { return static_cast<unsigned>(engine_() % bound); }

 private:
  std::mt19937_64 engine_;
};

inline Timestamp moment(unsigned i) { return Timestamp(Milliseconds(10 * i)); }

inline net::Address random_address(Choices& choices) {
  const unsigned bits = choices.below(32);
  switch (choices.below(4)) {
    case 0:
      return net::Address::ipv6(0x2001'0db8'0000'0000ULL, bits);
    case 1:
      return net::Address::ipv6(0x2001'0db8'0000'0000ULL | bits, 1);
    default:
      return net::Address::ipv4(0x0a00'0000U | bits);
  }
}

inline net::Prefix random_prefix(Choices& choices, bool ipv6) {
  const net::Address address = random_address(choices);
  if (address.is_ipv4() || !ipv6) {
    const auto ipv4 = address.is_ipv4() ? address : net::Address::ipv4(0x0a00'0000U | (address.low() & 31));
    constexpr std::array<unsigned, 9> kLengths = {0, 8, 27, 28, 29, 30, 31, 32, 32};
    return net::Prefix::enclosing(ipv4, kLengths[choices.below(kLengths.size())]);
  }
  constexpr std::array<unsigned, 13> kLengths = {0, 1, 32, 60, 61, 62, 63, 64, 65, 125, 126, 127, 128};
  return net::Prefix::enclosing(address, kLengths[choices.below(kLengths.size())]);
}

inline std::vector<policy::Entry> random_entries(Choices& choices) {
  constexpr std::array<unsigned, 6> kSizes = {0, 1, 3, 8, 9, 20};
  const unsigned size = kSizes[choices.below(kSizes.size())];
  const bool ipv6 = choices.below(3) == 0;
  const bool timed = choices.below(3) == 0;
  std::vector<policy::Entry> entries;
  for (unsigned i = 0; i < size; ++i) {
    policy::Entry entry;
    entry.prefix = random_prefix(choices, ipv6);
    entry.kind = static_cast<policy::EntryKind>(choices.below(3));
    if (choices.below(3) == 0) entry.source = policy::Source::catalog;
    if (timed && choices.below(2) == 0) entry.valid_from = moment(choices.below(4));
    if (timed && choices.below(2) == 0) entry.valid_until = moment(choices.below(4));
    const bool twice = std::ranges::any_of(entries, [&](const auto& e) { return e.prefix == entry.prefix; });
    if (!twice) entries.push_back(entry);
  }
  return entries;
}

inline policy::Protection random_protection(Choices& choices) {
  return {static_cast<policy::Mode>(choices.below(3)), choices.below(3) == 0};
}

inline policy::Enforcement random_enforcement(Choices& choices) {
  const unsigned choice = choices.below(6);
  return choice < 3 ? policy::Enforcement() : static_cast<policy::Mode>(choice - 3);
}

inline policy::Fingerprint random_fingerprint(Choices& choices) { return {choices.below(12), 7}; }

inline std::string describe(const policy::Decision& decision) {
  return std::string(policy::to_string(decision.verdict)) + " " +
         std::string(policy::to_string(decision.reason)) + " (" +
         std::string(policy::to_string(decision.cause)) + ") " +
         (decision.entry ? decision.entry->to_string() : "no entry") + " (" +
         std::string(policy::to_string(decision.holder)) + ") " +
         std::string(policy::to_string(decision.channel)) + " organization " +
         std::to_string(static_cast<std::uint32_t>(decision.organization)) + " credential " +
         std::to_string(static_cast<std::uint32_t>(decision.credential)) + " generation " +
         std::to_string(decision.generation);
}

// Empty where both answer alike; otherwise both answers.
inline std::string difference(const policy::Policy& policy, const Snapshot& snapshot,
                              const policy::Request& request, Timestamp now) {
  policy::Decision expected = policy::decide(policy, request, now);
  expected.generation = snapshot.generation();
  const policy::Decision actual = snapshot.decide(request, now);
  if (actual == expected) return {};
  return request.address.to_string() + ": expected " + describe(expected) + ", got " + describe(actual);
}

// Asks the snapshot and the policy the same random questions. Empty where they agree.
inline std::string difference(const policy::Policy& policy, const Snapshot& snapshot, Choices& choices,
                              unsigned questions) {
  for (unsigned i = 0; i < questions; ++i) {
    const policy::Request request{random_fingerprint(choices), random_address(choices)};
    const Timestamp now = moment(choices.below(4)) - Milliseconds(choices.below(2));
    if (auto found = difference(policy, snapshot, request, now); !found.empty()) return found;
  }
  return {};
}

class World {
 public:
  // One random change to both. Empty, or what they disagree about.
  std::string change(Choices& choices) {
    switch (choices.below(8)) {
      case 0:
      case 1:
      case 2:
        return put_organization(choices);
      case 3:
      case 4:
      case 5:
        return put_credential(choices);
      case 6:
        erase_credential(choices);
        return {};
      default:
        erase_organization(choices);
        return {};
    }
  }

  const policy::Policy& policy() const { return policy_; }
  Result<SnapshotPtr> publish() { return builder_.publish(); }

 private:
  static policy::OrganizationId random_organization(Choices& choices) {
    return policy::OrganizationId{1 + choices.below(6)};
  }

  const policy::OrganizationPolicy* find(policy::OrganizationId id) const {
    const auto found = std::ranges::find(policy_.organizations, id, &policy::OrganizationPolicy::id);
    return found == policy_.organizations.end() ? nullptr : &*found;
  }

  // An organization keeps its parent, but that somebody may try to change it.
  policy::OrganizationId random_parent(Choices& choices, const policy::OrganizationPolicy* existing) {
    if (existing != nullptr && choices.below(8) != 0) return existing->parent;
    return choices.below(4) == 0 ? policy::OrganizationId{} : random_organization(choices);
  }

  std::optional<ErrorCode> refusal_of(const policy::OrganizationPolicy& organization) const {
    const bool top = organization.parent == policy::OrganizationId{};
    if (!top && find(organization.parent) == nullptr) return ErrorCode::unknown_organization;
    if (top && !organization.received.empty()) return ErrorCode::malformed_request;
    const auto* existing = find(organization.id);
    if (existing != nullptr && existing->parent != organization.parent) return ErrorCode::malformed_request;
    return std::nullopt;
  }

  std::string put_organization(Choices& choices) {
    policy::OrganizationPolicy organization;
    organization.id = random_organization(choices);
    organization.parent = random_parent(choices, find(organization.id));
    organization.api = random_protection(choices);
    organization.smtp = random_protection(choices);
    organization.enforced_api = random_enforcement(choices);
    organization.enforced_smtp = random_enforcement(choices);
    organization.entries = random_entries(choices);
    if (choices.below(2) == 0) organization.shared = random_entries(choices);
    if (choices.below(3) == 0) organization.received = random_entries(choices);
    const auto refusal = refusal_of(organization);
    const auto put = builder_.put(organization);
    if (put.has_value() != !refusal) return put ? "organization accepted" : put.error().message;
    if (refusal) return put.error().code == *refusal ? "" : put.error().message;
    std::erase_if(policy_.organizations, [&](const auto& o) { return o.id == organization.id; });
    policy_.organizations.push_back(std::move(organization));
    return {};
  }

  std::string put_credential(Choices& choices) {
    policy::CredentialPolicy credential{.id = policy::CredentialId{1 + choices.below(8)},
                                        .organization = random_organization(choices),
                                        .fingerprint = random_fingerprint(choices),
                                        .channel = static_cast<policy::Channel>(choices.below(2)),
                                        .protection = std::nullopt,
                                        .entries = {}};
    if (choices.below(2) == 0) credential.protection = random_protection(choices);
    if (choices.below(2) == 0) credential.entries = random_entries(choices);
    const bool orphan = find(credential.organization) == nullptr;
    const bool taken = std::ranges::any_of(policy_.credentials, [&](const auto& c) {
      return c.fingerprint == credential.fingerprint && c.id != credential.id;
    });
    const auto put = builder_.put(credential);
    if (put.has_value() != !(orphan || taken)) return put ? "credential accepted" : put.error().message;
    if (!put) {
      const auto code = orphan ? ErrorCode::unknown_organization : ErrorCode::duplicate;
      return put.error().code == code ? "" : put.error().message;
    }
    std::erase_if(policy_.credentials, [&](const auto& c) { return c.id == credential.id; });
    policy_.credentials.push_back(std::move(credential));
    return {};
  }

  void erase_credential(Choices& choices) {
    const policy::CredentialId id{1 + choices.below(8)};
    builder_.erase(id);
    std::erase_if(policy_.credentials, [&](const auto& c) { return c.id == id; });
  }

  void erase_organization(Choices& choices) {
    const policy::OrganizationId id = random_organization(choices);
    if (std::ranges::any_of(policy_.credentials, [&](const auto& c) { return c.organization == id; })) return;
    if (std::ranges::any_of(policy_.organizations, [&](const auto& o) { return o.parent == id; })) return;
    builder_.erase(id);
    std::erase_if(policy_.organizations, [&](const auto& o) { return o.id == id; });
  }

  policy::Policy policy_;
  Builder builder_;
};

}  // namespace sallyport::snapshot::test
