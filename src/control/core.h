// Core: what all groups of operations share.
//
// Thread safety: `mutex` guards what stands below it. Operations that only read the store need no lock.
// Invariants: see control.h.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "catalog/shelf/catalogs.h"
#include "control/control.h"
#include "control/loop/watched_time.h"
#include "control/people/password.h"
#include "control/people/sign_in_guard.h"
#include "control/people/token_uses.h"
#include "control/ports/row_bounds.h"
#include "control/ports/store.h"
#include "control/requests_in_flight.h"
#include "control/webhooks/webhook_claims.h"
#include "snapshot/builder.h"
#include "snapshot/slot.h"

namespace sallyport::control {

// So many failures in a row: then the mail server is down, and the rest can wait for the next round.
inline constexpr unsigned kMailServerDown = 3;

class Core {
 public:
  Core(Store& the_store, const Clock& the_clock, snapshot::Slot& the_slot, const Secrets& the_secrets,
       const ControlSettings& the_settings);

  // Reads all policy and publishes the first snapshot.
  Result<void> load(const std::function<void(std::uint64_t)>& progress);

  Milliseconds look();  // watched time; takes `mutex`

  Store& store;
  const Clock& clock;
  snapshot::Slot& slot;
  const Secrets secrets;
  const ControlSettings settings;
  PasswordHasher passwords;  // this and the next three lock for themselves
  SignInGuard sign_ins;
  TokenUses token_uses;
  RequestsInFlight requests_in_flight;
  std::string installation;  // set by load(): a random name, for Message-IDs

  std::atomic<std::uint64_t> webhooks{0};                // that hear: not disabled
  std::atomic<std::uint64_t> webhook_events_dropped{0};  // since the start
  WebhookClaims webhook_claims;

  std::mutex delivering;  // one delivery at a time; taken before `mutex`
  // In a row, counted up to kMailServerDown; guarded by `delivering`. After a start nobody knows: it may be
  // down.
  unsigned mails_failed = kMailServerDown;
  std::mutex mutex;
  snapshot::Builder builder;
  WatchedTime watched;
  RowBounds row_bounds;
  Milliseconds written{0};  // watched time, as it was last written down
  bool out_of_step =
      false;  // a committed change did not reach the snapshot: a bug; no further change is taken
  std::shared_ptr<const catalog::Catalogs> followed_catalogs;  // that all follows have seen
  OrganizationId swept{};  // up to which organization old activity was erased in this round
  std::uint64_t organizations = 0;
  std::uint64_t credentials = 0;
  std::uint64_t entries = 0;

 private:
  Result<void> read_single_values();
};

}  // namespace sallyport::control
