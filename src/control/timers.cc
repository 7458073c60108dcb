// What becomes due as watched time passes: the end of learning, digests, the heartbeat.

#include <algorithm>

#include "control/alert_mail.h"
#include "control/change.h"
#include "control/learning.h"

namespace sallyport::control {
namespace {

constexpr unsigned kAtOnce = 100;  // so that other operations are not held up for long
// Mails are given up before the tokens in them are forgotten: see delivery.cc.
constexpr Milliseconds kTokensKept = std::chrono::days(30);

Milliseconds look(Core& core) {
  const std::lock_guard lock(core.mutex);
  return core.watched.look();
}

// Each returns how many it found.
Result<std::size_t> end_due_learning(Core& core) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  SALLYPORT_ASSIGN(auto due, change.read().due_protections(change.watched(), kAtOnce));
  if (due.empty()) return 0;
  for (ProtectionRow& protection : due) SALLYPORT_TRY(end_learning(change, protection));
  SALLYPORT_TRY(change.commit());
  return due.size();
}

Result<std::size_t> send_due_digests(Core& core) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  SALLYPORT_ASSIGN(const auto due, change.read().due_digests(change.watched(), kAtOnce));
  if (due.empty()) return 0;
  for (const Organization& organization : due) SALLYPORT_TRY(send_digest(change, organization));
  SALLYPORT_TRY(change.commit());
  return due.size();
}

Result<void> write_watched(Core& core) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  SALLYPORT_TRY(change.rows().erase_tokens(change.watched() - kTokensKept));
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
  const Milliseconds now = look(core);
  SALLYPORT_ASSIGN(const auto reader, core.store.view());
  Milliseconds next = now + core.settings.heartbeat;
  SALLYPORT_ASSIGN(const auto learning, reader->next_protection_due());
  SALLYPORT_ASSIGN(const auto digest, reader->next_digest_due());
  // A mail that is due already is sent by the next deliver(), whenever that is.
  SALLYPORT_ASSIGN(const auto mail, reader->next_mail_due(now));
  for (const auto& due : {learning, digest, mail}) {
    if (due) next = std::min(next, *due);
  }
  return std::max(next - now, Milliseconds(1));
}

}  // namespace

Result<Milliseconds> Loop::run_due() {
  for (std::size_t found = kAtOnce; found == kAtOnce;) {
    SALLYPORT_ASSIGN(found, end_due_learning(core_));
  }
  for (std::size_t found = kAtOnce; found == kAtOnce;) {
    SALLYPORT_ASSIGN(found, send_due_digests(core_));
  }
  SALLYPORT_TRY(write_heartbeat(core_));
  return until_next(core_);
}

Result<void> Loop::stop() { return write_watched(core_); }

}  // namespace sallyport::control
