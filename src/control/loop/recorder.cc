#include "control/loop/recorder.h"

#include <algorithm>
#include <array>

#include "control/alerts/alert_events.h"
#include "control/alerts/alert_mail.h"
#include "control/audit/audit_json.h"
#include "control/loop/learning.h"
#include "control/organizations/effective.h"

namespace sallyport::control {
namespace {

using policy::Decision;
using policy::EntryKind;
using policy::Observation;
using policy::Reason;
using policy::Verdict;

constexpr const char* kLearning = "learning";  // the actor's name
constexpr unsigned kAlertIpv4 = 24;
constexpr unsigned kAlertIpv6 = 64;

Use to_use(const Observation& observation, const Credential& credential) {
  return {{credential.organization, credential.id},
          credential.channel,
          observation.address,
          observation.decision.verdict,
          observation.decision.reason,
          std::min(observation.first, observation.last),
          observation.last,
          observation.count};
}

}  // namespace

Result<std::size_t> Recorder::record(std::span<const Observation> observations) {
  std::size_t done = 0;
  while (done < observations.size() && !learning_ended_) {
    SALLYPORT_TRY(record_one(observations[done]));
    ++done;
  }
  SALLYPORT_TRY(finish());
  return done;
}

Result<Recorder::Subject*> Recorder::subject(const Observation& observation) {
  const Scope scope{observation.decision.organization, observation.decision.credential};
  const auto [place, is_new] = subjects_.try_emplace(scope);
  if (is_new) {
    SALLYPORT_ASSIGN(auto credential, change_.read().credential(scope));
    if (!credential) {
      // A former secret counts for the credential it belongs to.
      SALLYPORT_ASSIGN(const auto former, change_.read().rotation().former_secret(scope.credential));
      if (former) {
        SALLYPORT_ASSIGN(credential, change_.read().credential(former->scope));
      }
    }
    if (credential) {
      SALLYPORT_ASSIGN(const auto row, protection_of(change_.read(), *credential));
      SALLYPORT_ASSIGN(const auto owner, organization(credential->organization));
      SALLYPORT_ASSIGN(const auto demand, demand_on(change_.read(), owner, row.channel));
      standings_.try_emplace({row.scope, row.channel}, row, in_force(row.settings, demand.mode).mode, false);
      place->second = Subject{*credential, row.scope, false, {}};
    }
  }
  return place->second ? &*place->second : nullptr;
}

Recorder::Standing& Recorder::standing(const Subject& subject) {
  return standings_.at({subject.protection, subject.credential.channel});
}

Result<Organization> Recorder::organization(OrganizationId id) {
  if (const auto known = organizations_.find(id); known != organizations_.end()) return known->second;
  SALLYPORT_ASSIGN(const auto found, change_.read().organization(id));
  if (!found) return fail(ErrorCode::corrupted, "a credential belongs to no organization");
  return organizations_[id] = *found;
}

// As the snapshot decides, and with what this batch has learned.
Decision Recorder::decide_again(const Subject& subject, const net::Address& address) const {
  Decision decision = snapshot_->decide({subject.credential.fingerprint, address}, change_.now());
  if (decision.reason != Reason::learned) return decision;
  const auto learned = learned_.find(subject.protection);
  if (learned == learned_.end()) return decision;
  const auto entry = learned->second.find(address);
  if (!entry) return decision;
  decision.reason = decision.cause = Reason::authorized;
  decision.entry = entry;
  decision.holder =
      subject.protection.of_credential() ? policy::Holder::credential : policy::Holder::organization;
  return decision;
}

Result<void> Recorder::record_one(const Observation& observation) {
  SALLYPORT_ASSIGN(Subject * subject, this->subject(observation));
  if (subject == nullptr) return {};
  const Use use = to_use(observation, subject->credential);
  ++active_[use.scope.organization];
  SALLYPORT_TRY(change_.rows().note_activity(use));
  const bool let_in = use.verdict == Verdict::allow;
  if (let_in) {
    subject->last_used = subject->used ? std::max(subject->last_used, use.last) : use.last;
    subject->used = true;
  }
  const Decision decision = decide_again(*subject, use.address);
  switch (decision.reason) {
    case Reason::authorized:
    case Reason::shared:
    case Reason::catalog:
      return let_in ? record_known(*subject, decision, use) : Result<void>();
    case Reason::learned:
      return let_in ? learn(*subject, use) : Result<void>();
    case Reason::unknown_address:
      return record_unknown(*subject, use);
    default:
      return {};
  }
}

// In the list where the entry stands, which may be an ancestor's.
Result<void> Recorder::count_hit(const Decision& decision, const Use& use) {
  Scope list{use.scope.organization, {}};
  if (decision.holder == policy::Holder::credential) list.credential = use.scope.credential;
  if (decision.holder == policy::Holder::ancestor) {
    SALLYPORT_ASSIGN(const auto owner, organization(use.scope.organization));
    SALLYPORT_ASSIGN(const auto sharer, sharer_of(change_.read(), owner, *decision.entry, change_.now()));
    if (!sharer) return {};
    list.organization = *sharer;
  }
  return change_.rows().entry_used(list, *decision.entry, use);
}

Result<void> Recorder::record_known(const Subject& subject, const Decision& decision, const Use& use) {
  SALLYPORT_TRY(count_hit(decision, use));
  Standing& standing = this->standing(subject);
  if (standing.mode != policy::Mode::learning) return {};
  ProtectionRow* const row = &standing.row;
  if (!row->learned_at || !row->known_since) {
    if (!row->learned_at) row->learned_at = change_.watched();  // the first use
    row->known_since = true;
    standing.changed = true;
  }
  const auto due = row->due();
  if (!due || *due > change_.watched()) return {};
  SALLYPORT_ASSIGN(const auto ended, end_learning(change_, *row));
  standing.changed = false;  // it was written down
  if (!ended) return {};
  learning_ended_ = true;
  return tell_about_blocking(change_, {*ended});
}

Result<void> Recorder::learn(const Subject& subject, const Use& use) {
  Standing& standing = this->standing(subject);
  if (standing.mode != policy::Mode::learning) return {};
  ProtectionRow* const row = &standing.row;
  SALLYPORT_ASSIGN(const auto network, network_to_learn(use, row->settings.learned_width));
  if (!network) return {};
  const Scope list = subject.protection;
  SALLYPORT_ASSIGN(const auto existing, change_.read().entry(list, *network));
  // What a person put there for later stays.
  if (existing && existing->entry.valid_from > change_.now()) return {};
  if (!existing) {
    SALLYPORT_ASSIGN(const bool fits, has_room(list));
    if (!fits) return {};
  }

  ListedEntry listed;
  listed.entry = {*network, EntryKind::authorized, policy::Source::learned};
  listed.by = kLearning;
  listed.created = change_.now();
  listed.first_seen = use.first;
  listed.last_seen = use.last;
  listed.hits = use.count;
  const std::string credential = list.of_credential() ? subject.credential.name : std::string();
  SALLYPORT_TRY(change_.put_entry(list, listed));
  learned_[list].insert(*network);
  SALLYPORT_TRY(settle(list, *network));
  SALLYPORT_ASSIGN(const auto owner, organization(list.organization));
  SALLYPORT_TRY(change_.audit({kLearning, std::nullopt}, owner.name, "entry.learned",
                              existing ? entry_json(*existing, credential) : std::string(),
                              entry_json(listed, credential)));
  row->learned_at = change_.watched();
  row->known_since = false;
  standing.changed = true;
  return {};
}

Result<std::optional<net::Prefix>> Recorder::network_to_learn(const Use& use, policy::LearnedWidth width) {
  const auto widest = net::Prefix::enclosing(use.address, use.address.is_ipv4() ? width.ipv4 : width.ipv6);
  SALLYPORT_ASSIGN(const auto own, entries_around(change_.read(), use.scope, widest, use.address));
  SALLYPORT_ASSIGN(const auto shared,
                   entries_around(change_.read(), {use.scope.organization, {}}, widest, use.address));
  const std::array<std::span<const policy::Entry>, 2> lists = {own, shared};
  return policy::learn(use.address, width, lists, change_.now());
}

// Whether the list has room for one more entry; put_entry() counts it.
Result<bool> Recorder::has_room(Scope list) {
  if (lists_full_.contains(list)) return false;
  RowBounds& bounds = change_.core().row_bounds;
  const std::uint64_t most = change_.core().settings.entries_per_list;
  if (bounds.fits(list, RowBounds::Kind::entries, 1, most)) return true;
  SALLYPORT_ASSIGN(const auto count, change_.read().entry_count(list));
  bounds.set(list, RowBounds::Kind::entries, count);
  if (count < most) return true;
  lists_full_.insert(list);
  return false;
}

// What was blocked before learning began anew, and is authorized now.
Result<void> Recorder::settle(Scope list, const net::Prefix& network) {
  SALLYPORT_TRY(change_.rows().erase_unauthorized(list, network));
  SALLYPORT_TRY(write_answers(change_, list, network, AlertState::authorized, kLearning));
  alerts_full_.erase(list.organization);
  return {};
}

// Whether one more alert may be open; then it is counted.
Result<bool> Recorder::take_alert_room(OrganizationId organization) {
  if (alerts_full_.contains(organization)) return false;
  RowBounds& bounds = change_.core().row_bounds;
  const Scope scope{organization, {}};
  const std::uint64_t most = change_.core().settings.open_alerts_per_organization;
  if (!bounds.fits(scope, RowBounds::Kind::open_alerts, 1, most)) {
    SALLYPORT_ASSIGN(const auto count, change_.read().open_alert_count(organization));
    bounds.set(scope, RowBounds::Kind::open_alerts, count);
    if (count >= most) {
      alerts_full_.insert(organization);
      return false;
    }
  }
  bounds.note(scope, RowBounds::Kind::open_alerts, 1);
  return true;
}

Result<void> Recorder::record_unknown(const Subject& subject, const Use& use) {
  const OrganizationId organization = use.scope.organization;
  SALLYPORT_TRY(change_.rows().note_unauthorized(use));
  const auto network = net::Prefix::enclosing(use.address, use.address.is_ipv4() ? kAlertIpv4 : kAlertIpv6);
  SALLYPORT_ASSIGN(const auto open, change_.read().open_alert(organization, network));
  ++unknown_[organization];
  if (open) return change_.rows().alert_repeated(open->alert.id, use);
  news_.insert(organization);
  SALLYPORT_ASSIGN(const bool fits, take_alert_room(organization));
  if (!fits) {
    SALLYPORT_ASSIGN(auto state, change_.read().mail_state(organization));
    state.beyond += use.count;
    return change_.rows().put_mail_state(organization, state);
  }
  AlertRow row;
  row.scope = use.scope;
  row.alert.network = network;
  row.alert.address = use.address;
  row.alert.credential = subject.credential.name;
  row.alert.channel = use.channel;
  row.alert.first_seen = use.first;
  row.alert.last_seen = use.last;
  row.alert.count = use.count;
  return write_alert(change_, row);
}

// What is done once for the whole batch.
Result<void> Recorder::finish() {
  const ControlSettings& settings = change_.core().settings;
  for (const auto& [protection, standing] : standings_) {
    if (standing.changed) SALLYPORT_TRY(change_.rows().put_protection(standing.row));
  }
  for (const auto& [used_as, subject] : subjects_) {
    if (!subject || !subject->used) continue;
    const Scope credential{subject->credential.organization, subject->credential.id};
    SALLYPORT_TRY(change_.rows().credential_used(credential, subject->last_used));
  }
  RowBounds& bounds = change_.core().row_bounds;
  for (const auto& [organization, more] : active_) {
    const std::uint64_t most = settings.activity_per_organization;
    bounds.note({organization, {}}, RowBounds::Kind::activity, more);
    if (bounds.fits({organization, {}}, RowBounds::Kind::activity, 0, most)) continue;
    SALLYPORT_ASSIGN(const auto count, change_.read().activity_count(organization));
    if (count > most) SALLYPORT_TRY(change_.rows().erase_oldest_activity(organization, count - most));
    bounds.set({organization, {}}, RowBounds::Kind::activity, std::min(count, most));
  }
  for (const auto& [organization, more] : unknown_) {
    const std::uint64_t most = settings.unauthorized_per_organization;
    bounds.note({organization, {}}, RowBounds::Kind::unauthorized, more);
    if (bounds.fits({organization, {}}, RowBounds::Kind::unauthorized, 0, most)) continue;
    SALLYPORT_ASSIGN(const auto count, change_.read().unauthorized_count(organization));
    if (count > most) SALLYPORT_TRY(change_.rows().erase_oldest_unauthorized(organization, count - most));
    bounds.set({organization, {}}, RowBounds::Kind::unauthorized, std::min(count, most));
  }
  for (const OrganizationId id : news_) {
    SALLYPORT_ASSIGN(const auto organization, change_.read().organization(id));
    if (organization) SALLYPORT_TRY(tell_about_alerts(change_, *organization));
  }
  return {};
}

Result<void> Loop::record(std::span<const Observation> observations) {
  while (!observations.empty()) {
    SALLYPORT_ASSIGN(auto change, Change::begin(core_));
    SALLYPORT_ASSIGN(const std::size_t done, Recorder(change).record(observations));
    SALLYPORT_TRY(change.commit());
    observations = observations.subspan(done);
  }
  return {};
}

}  // namespace sallyport::control
