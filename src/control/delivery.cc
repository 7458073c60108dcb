// Loop::deliver: mails leave the outbox. A mail is taken off only after it is in other hands, so that one may
// be sent twice, with the same id, but none is lost.

#include <algorithm>

#include "control/audit_json.h"
#include "control/change.h"
#include "control/outbox.h"

namespace sallyport::control {
namespace {

constexpr Milliseconds kFirstRetry = std::chrono::minutes(1);
constexpr Milliseconds kLastRetry = std::chrono::minutes(60);
constexpr Milliseconds kMailGivenUp = std::chrono::days(14);
constexpr unsigned kFailuresInARow = 3;  // then the mail server is down: the rest can wait for the next round

Milliseconds mail_again_after(unsigned attempts) {
  constexpr unsigned kDoublings = 6;
  return std::min(kLastRetry, kFirstRetry * (1 << std::min(attempts, kDoublings)));
}

struct Waiting {
  OutboxRow row;
  Result<Notification> notification;
};

Result<std::optional<Waiting>> next_waiting(Core& core) {
  const Milliseconds watched = core.look();
  SALLYPORT_ASSIGN(const auto reader, core.store.view());
  SALLYPORT_ASSIGN(auto row, reader->due_mail(watched));
  if (!row) return std::nullopt;
  auto notification = to_notification(core, *reader, *row);
  return Waiting{*std::move(row), std::move(notification)};
}

Result<void> erase(Core& core, const OutboxRow& row) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  SALLYPORT_TRY(change.rows().erase_mail(row.id));
  return change.commit();
}

Result<void> postpone(Core& core, const OutboxRow& row) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  if (change.watched() - row.queued >= kMailGivenUp) {
    SALLYPORT_TRY(change.rows().erase_mail(row.id));
    SALLYPORT_TRY(change.audit({"delivery", std::nullopt}, row.organization, "mail.given_up",
                               mail_json(row.recipient, row.attempts + 1), {}));
  } else {
    SALLYPORT_TRY(change.rows().postpone_mail(row.id, row.attempts + 1,
                                              change.watched() + mail_again_after(row.attempts)));
  }
  return change.commit();
}

}  // namespace

Result<std::size_t> Loop::deliver(Notifier& notifier) {
  const std::lock_guard one_at_a_time(core_.delivering);
  std::size_t sent = 0;
  for (unsigned failures = 0; failures < kFailuresInARow;) {
    SALLYPORT_ASSIGN(const auto waiting, next_waiting(core_));
    if (!waiting) break;
    if (waiting->notification && notifier.send(*waiting->notification)) {
      SALLYPORT_TRY(erase(core_, waiting->row));
      ++sent;
      failures = 0;
    } else {
      SALLYPORT_TRY(postpone(core_, waiting->row));
      ++failures;
    }
  }
  return sent;
}

}  // namespace sallyport::control
