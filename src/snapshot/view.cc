#include "snapshot/view.h"

#include <algorithm>
#include <bit>

#include "snapshot/list.h"

namespace sallyport::snapshot {

namespace {

using policy::Decision;
using policy::Holder;
using policy::Mode;
using policy::Reason;
using policy::Verdict;

// What one list says about an address. Strengths compare as entries do (R2): a longer prefix is stronger, and
// at equal length a denial is. Zero is no match.
struct Match {
  unsigned strength = 0;
  bool removed = false;
  bool of_catalog = false;  // the strongest is

  static constexpr unsigned strength_of(unsigned length_of_128, bool denied) {
    return (length_of_128 + 1) * 2 + (denied ? 1 : 0);
  }
  bool known() const { return strength != 0; }
  bool denied() const { return (strength & 1) != 0; }
  unsigned length_of_128() const { return strength / 2 - 1; }
};

Match search_record(const ScopeRecord& record, const net::Address& address) {
  // All eight without a branch: which of them match is random, and a wrong guess costs more than the
  // comparisons.
  unsigned matching = 0;
  for (unsigned i = 0; i < kInlineEntries; ++i) {
    const std::uint64_t difference = address.ipv4_bits() ^ record.addresses[i];
    matching |= static_cast<unsigned>(difference >> (32U - record.lengths[i]) == 0) << i;
  }
  if (!address.is_ipv4()) matching = 0;
  Match match;
  match.removed = (matching & record.removed) != 0;
  const unsigned known = matching & (unsigned{record.authorized} | record.denied);
  if (known != 0) {
    const auto strongest = static_cast<unsigned>(std::countr_zero(known));
    match.strength =
        Match::strength_of(96U + record.lengths[strongest], (unsigned{record.denied} >> strongest & 1U) != 0);
    match.of_catalog = (unsigned{record.catalog} >> strongest & 1U) != 0;
  }
  return match;
}

Match search_list(const ListHeader* header, const net::Address& address, std::int64_t now) {
  const ListView list(header);
  Match match;
  if (const ListEntry* entry = list.find_known(address, now)) {
    const bool denied = entry->kind == static_cast<std::uint8_t>(policy::EntryKind::denied);
    match.strength = Match::strength_of(entry->length, denied);
    match.of_catalog = (entry->flags & kOfCatalog) != 0;
  } else {
    match.removed = list.was_removed(address, now);  // asked only about what no list knows
  }
  return match;
}

Match search(const std::byte* base, const ScopeRecord& record, const net::Address& address,
             std::int64_t now) {
  if (record.list == 0) [[likely]]
    return search_record(record, address);
  return search_list(reinterpret_cast<const ListHeader*>(base + std::size_t{record.list} * kGranuleBytes),
                     address, now);
}

// The strongest of some lists, and whose it is.
struct Best {
  Match match;
  Holder holder = Holder::organization;
};

net::Prefix prefix_around(const net::Address& address, unsigned length_of_128) {
  return net::Prefix::enclosing(address, address.is_ipv4() ? length_of_128 - 96 : length_of_128);
}

// An empty slot is zero, as a fingerprint may be.
bool holds(const CredentialSlot& slot, const policy::Fingerprint& fingerprint) {
  const std::uint64_t difference = (slot.high ^ fingerprint.high) | (slot.low ^ fingerprint.low);
  return difference == 0 && slot.credential != 0;
}

// The credential's own list, after its organization's: of equal entries its own is named.
void consider_own(Best& best, const Match& own) {
  best.match.removed = best.match.removed || own.removed;
  if (!own.known() || own.strength < best.match.strength) return;
  best.match.strength = own.strength;
  best.match.of_catalog = own.of_catalog;
  best.holder = Holder::credential;
}

policy::Protection protection_of(const CredentialSlot& credential, const ScopeRecord& organization) {
  return decode_protection((credential.flags & kOwnProtection) != 0
                               ? static_cast<std::uint8_t>(credential.flags >> kProtectionShift)
                               : organization.protections[credential.flags & kSmtp]);
}

void answer_off(Decision& decision) {
  decision.verdict = Verdict::allow;
  decision.reason = decision.cause = Reason::protection_off;
}

// Into both callers: for most decisions, a call would be a good part of what is done here.
[[gnu::always_inline]] inline void answer(Decision& decision, const Best& best, policy::Protection protection,
                                          const net::Address& address) {
  const Match& match = best.match;
  if (match.known()) {
    const Reason own = match.of_catalog ? Reason::catalog : Reason::authorized;
    const Reason permits = best.holder == Holder::ancestor ? Reason::shared : own;
    decision.reason = match.denied() ? Reason::denied : permits;
    decision.entry = prefix_around(address, match.length_of_128());
    decision.holder = best.holder;
  } else {
    const bool learns = protection.mode == Mode::learning && !match.removed;
    decision.reason = learns ? Reason::learned : Reason::unknown_address;
  }
  decision.cause = decision.reason;
  const bool refused = decision.reason == Reason::denied || decision.reason == Reason::unknown_address;
  if (refused && protection.dry_run) decision.reason = Reason::dry_run;
  decision.verdict = refused && !protection.dry_run ? Verdict::deny : Verdict::allow;
}

// Each of an organization's fewer than kMostLevels ancestors has a record, and so may have what each
// received. Damaged bytes could name each other in a circle.
constexpr unsigned kMostSteps = 2 * policy::kMostLevels;

}  // namespace

// What the ancestors of an organization say about an address.
struct View::Above {
  bool enforces = false;  // on the channel
  Mode mode = Mode::off;  // the strictest that is enforced
  unsigned denial = 0;    // the strength of the strongest that is enforced; zero is none
  unsigned shared = 0;    // the strength of the strongest entry that is shared
};

View::View(const std::byte* base, std::uint32_t root_page) noexcept : base_(base) {
  const auto& root = *reinterpret_cast<const Root*>(base + std::size_t{root_page} * kPageBytes);
  credential_directory_ = reinterpret_cast<const std::uint32_t*>(&root + 1);
  scope_directory_ = credential_directory_ + (std::size_t{1} << root.directory_depth);
  shift_ = 64 - root.directory_depth;
  generation_ = root.generation;
}

const CredentialSlot* View::find(const policy::Fingerprint& fingerprint) const noexcept {
  const std::uint64_t bits = spread(fingerprint);
  const std::uint32_t number = credential_directory_[bits >> shift_];
  const auto& page = *reinterpret_cast<const CredentialPage*>(base_ + std::size_t{number} * kPageBytes);
  std::uint32_t home = home_bucket(bits);
  // One credential in ten stands in the next bucket: fetched together, the two cost one wait.
  __builtin_prefetch(&page.buckets[(home + 1) % kBuckets]);
  for (std::uint32_t visited = 0; visited < kBuckets; ++visited, home = (home + 1) % kBuckets) {
    const auto& slots = page.buckets[home].slots;
    // Which of the two it is cannot be guessed, so that is no branch.
    const bool second = holds(slots[1], fingerprint);
    if (static_cast<int>(holds(slots[0], fingerprint)) + second != 0) return &slots[second ? 1 : 0];
    if (slots[1].credential == 0) return nullptr;
  }
  return nullptr;
}

const ScopeRecord& View::scope(std::uint32_t number) const noexcept {
  const std::uint32_t page = scope_directory_[number / kScopesPerPage];
  return reinterpret_cast<const ScopePage*>(base_ + std::size_t{page} * kPageBytes)
      ->records[number % kScopesPerPage];
}

Decision View::decide(const policy::Request& request, Timestamp now) const noexcept {
  Decision decision;
  decision.generation = generation_;
  const CredentialSlot* credential = find(request.credential);
  if (credential == nullptr) {
    decision.reason = decision.cause = Reason::unknown_credential;
    return decision;
  }
  const ScopeRecord& organization = scope(credential->organization);
  decision.channel = static_cast<policy::Channel>(credential->flags & kSmtp);
  decision.credential = policy::CredentialId{credential->credential};
  decision.organization = policy::OrganizationId{organization.id};
  if (organization.parent != 0) [[unlikely]] {
    decide_below(decision, *credential, organization, request.address, now);
    return decision;
  }
  const auto protection = protection_of(*credential, organization);
  if (protection.mode == Mode::off) {
    answer_off(decision);
    return decision;
  }
  const std::int64_t milliseconds = now.time_since_epoch().count();
  Best best{.match = search(base_, organization, request.address, milliseconds)};
  if (credential->own != 0)
    consider_own(best, search(base_, scope(credential->own), request.address, milliseconds));
  answer(decision, best, protection, request.address);
  return decision;
}

// Out of line, so that organizations without a parent pay one comparison for those that have one.
[[gnu::noinline]] void View::decide_below(Decision& decision, const CredentialSlot& credential,
                                          const ScopeRecord& organization, const net::Address& address,
                                          Timestamp now) const noexcept {
  const std::int64_t milliseconds = now.time_since_epoch().count();
  const Above above = ask_above(organization, decision.channel, address, milliseconds);
  policy::Protection protection = protection_of(credential, organization);
  if (above.enforces) protection = {policy::stricter(protection.mode, above.mode), false};
  if (protection.mode == Mode::off) return answer_off(decision);
  if (above.denial != 0) {
    return answer(decision, {.match = {.strength = above.denial}, .holder = Holder::ancestor}, protection,
                  address);
  }
  Best best{.match = search(base_, organization, address, milliseconds)};
  if (credential.own != 0) consider_own(best, search(base_, scope(credential.own), address, milliseconds));
  // Of equal entries the nearer is named, and an ancestor's are the farthest.
  if (above.shared > best.match.strength)
    best = {.match = {.strength = above.shared}, .holder = Holder::ancestor};
  answer(decision, best, protection, address);
}

View::Above View::ask_above(const ScopeRecord& organization, policy::Channel channel,
                            const net::Address& address, std::int64_t now) const noexcept {
  Above above;
  std::uint32_t number = organization.parent;
  for (unsigned step = 0; number != 0 && step < kMostSteps; ++step) {
    const ScopeRecord& record = scope(number);
    number = record.parent;
    __builtin_prefetch(&scope(number));
    if (record.id == 0) {
      // What an organization received is for that one, not for those below it.
      if (step == 0) above.shared = search(base_, record, address, now).strength;
      continue;
    }
    if (record.shared != 0) {
      const Match match = search(base_, scope(record.shared), address, now);
      above.shared = std::max(above.shared, match.strength);
    }
    const std::uint8_t enforced = record.enforced[static_cast<unsigned>(channel)];
    if (enforced == 0) continue;
    above.enforces = true;
    above.mode = policy::stricter(above.mode, decode_enforced(enforced));
    const Match match = search(base_, record, address, now);
    if (match.denied()) above.denial = std::max(above.denial, match.strength);
  }
  return above;
}

}  // namespace sallyport::snapshot
