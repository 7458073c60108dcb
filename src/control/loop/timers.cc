// What becomes due as watched time passes: the end of learning, digests, the heartbeat. And by the wall:
// the end of former secrets, and what is followed.

#include <algorithm>

#include "control/alerts/alert_mail.h"
#include "control/change.h"
#include "control/credentials/rotation.h"
#include "control/following/follow_run.h"
#include "control/loop/learning.h"

namespace sallyport::control {
namespace {

constexpr unsigned kPerTurn = 100;  // so that other operations are not held up for long
constexpr Milliseconds kPasswordLinksKept = std::chrono::days(30);  // longer than a mail is tried
constexpr unsigned kSweptAtOnce = 10'000;  // organizations: some tens of milliseconds

// Each returns how many it found.
Result<std::size_t> end_due_learning(Core& core) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  SALLYPORT_ASSIGN(auto due, change.read().due_protections(change.watched(), kPerTurn));
  if (due.empty()) return 0;
  std::vector<EndedLearning> all_ended;
  for (ProtectionRow& protection : due) {
    SALLYPORT_ASSIGN(auto ended, end_learning(change, protection));
    if (ended) all_ended.push_back(*std::move(ended));
  }
  SALLYPORT_TRY(tell_about_blocking(change, all_ended));
  SALLYPORT_TRY(change.commit());
  return due.size();
}

Result<std::size_t> send_due_digests(Core& core) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  SALLYPORT_ASSIGN(const auto due, change.read().due_digests(change.watched(), kPerTurn));
  if (due.empty()) return 0;
  for (const Organization& organization : due) SALLYPORT_TRY(tell_about_alerts(change, organization));
  SALLYPORT_TRY(change.commit());
  return due.size();
}

Result<std::size_t> end_due_former_secrets(Core& core) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  SALLYPORT_ASSIGN(const auto ended, end_former_secrets(change, kPerTurn));
  if (ended == 0) return 0;
  SALLYPORT_TRY(change.commit());
  return ended;
}

Result<void> write_watched(Core& core) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  SALLYPORT_TRY(change.rows().people().erase_password_links(change.watched() - kPasswordLinksKept));
  SALLYPORT_TRY(change.rows().people().erase_access_tokens(change.now()));
  for (const auto& [token, used] : core.token_uses.take()) {
    SALLYPORT_TRY(change.rows().people().access_token_used(token, used));
  }
  SALLYPORT_ASSIGN(core.swept, change.rows().erase_activity_before(change.now() - core.settings.activity_kept,
                                                                   core.swept, kSweptAtOnce));
  return change.commit();
}

Result<void> write_heartbeat(Core& core) {
  {
    const std::lock_guard lock(core.mutex);
    if (core.watched.look() - core.written < core.settings.heartbeat) return {};
  }
  return write_watched(core);
}

Result<Milliseconds> until_next(Core& core) {
  const Milliseconds now = core.look();
  SALLYPORT_ASSIGN(const auto reader, core.store.view());
  Milliseconds next = now + core.settings.heartbeat;
  SALLYPORT_ASSIGN(const auto learning, reader->next_protection_due());
  SALLYPORT_ASSIGN(const auto digest, reader->next_digest_due());
  // A mail that is due already is sent by the next deliver(), whenever that is.
  SALLYPORT_ASSIGN(const auto mail, reader->next_mail_due(now));
  for (const auto& due : {learning, digest, mail}) {
    if (due) next = std::min(next, *due);
  }
  // A former secret ends by the wall's time, as it was promised.
  SALLYPORT_ASSIGN(const auto former, reader->rotation().next_former_secret_over());
  if (former) next = std::min(next, now + (*former - core.clock.now()));
  // A vendor's days are the wall's too. Where no catalogs are known, nobody can follow.
  if (catalogs_of(core) != nullptr) {
    SALLYPORT_ASSIGN(const auto follow, reader->follows().next_follow_due());
    if (follow) next = std::min(next, now + (*follow - core.clock.now()));
  }
  return std::max(next - now, Milliseconds(1));
}

}  // namespace

Result<Milliseconds> Loop::run_due() {
  for (std::size_t found = kPerTurn; found == kPerTurn;) {
    SALLYPORT_ASSIGN(found, end_due_learning(core_));
  }
  for (std::size_t found = kPerTurn; found == kPerTurn;) {
    SALLYPORT_ASSIGN(found, send_due_digests(core_));
  }
  for (std::size_t found = kPerTurn; found == kPerTurn;) {
    SALLYPORT_ASSIGN(found, end_due_former_secrets(core_));
  }
  // Before what depends on strangers' catalogs: the time watched is kept, whatever becomes of that.
  SALLYPORT_TRY(write_heartbeat(core_));
  SALLYPORT_ASSIGN(const bool more, run_due_follows(core_));
  return more ? Milliseconds(1) : until_next(core_);
}

Result<void> Loop::stop() { return write_watched(core_); }

}  // namespace sallyport::control
