// Loop::deliver: mails leave the outbox. A mail is taken off only after it is in other hands, so that one may
// be sent twice, with the same id, but none is lost.

#include <algorithm>

#include "base/text.h"
#include "control/alerts/alert_mail.h"
#include "control/alerts/outbox.h"
#include "control/audit/audit_json.h"
#include "control/change.h"

namespace sallyport::control {
namespace {

constexpr Milliseconds kFirstRetry = std::chrono::minutes(1);
constexpr Milliseconds kLastRetry = std::chrono::minutes(60);
constexpr Milliseconds kMailGivenUp = std::chrono::days(14);
constexpr std::size_t kLongestReason = 300;

Milliseconds mail_again_after(unsigned attempts) {
  constexpr unsigned kDoublings = 6;
  return std::min(kLastRetry, kFirstRetry * (1 << std::min(attempts, kDoublings)));
}

struct Waiting {
  OutboxRow row;
  Result<Notification> notification;
};

// What waits, as it is to leave; empty where it is gone, or has nothing to say any more.
Result<std::optional<OutboxRow>> write_down(Core& core, const OutboxRow& waiting) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  SALLYPORT_ASSIGN(auto row, change.read().mail(waiting.id));
  if (!row) return std::nullopt;
  SALLYPORT_ASSIGN(const bool says_something, write_alert_mail(change, *row));
  SALLYPORT_TRY(change.commit());
  return says_something ? std::optional(*std::move(row)) : std::nullopt;
}

Result<std::optional<OutboxRow>> next_due(Core& core) {
  const Milliseconds watched = core.look();
  SALLYPORT_ASSIGN(const auto reader, core.store.view());
  return reader->due_mail(watched);
}

Result<std::optional<Waiting>> next_waiting(Core& core) {
  SALLYPORT_ASSIGN(auto row, next_due(core));
  while (row && is_alert_content(row->content)) {
    SALLYPORT_ASSIGN(auto written, write_down(core, *row));
    if (written) {
      row = std::move(written);
      break;
    }
    SALLYPORT_ASSIGN(row, next_due(core));
  }
  if (!row) return std::nullopt;
  SALLYPORT_ASSIGN(const auto reader, core.store.view());
  auto notification = to_notification(core, *reader, *row);
  return Waiting{*std::move(row), std::move(notification)};
}

// It is in other hands. Where the mail server is `back`, what it did not take is due at once.
Result<void> take_off(Core& core, const OutboxRow& row, bool back) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  if (is_alert_content(row.content)) SALLYPORT_TRY(alert_mail_left(change, row));
  SALLYPORT_TRY(change.rows().erase_mail(row.id));
  if (back) SALLYPORT_TRY(change.rows().postponed_mails_due(change.watched()));
  return change.commit();
}

Result<void> postpone(Core& core, const OutboxRow& row, const Error& trouble) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core));
  if (change.watched() - row.queued >= kMailGivenUp) {
    std::string reason = trouble.detail.empty() ? trouble.message : trouble.message + ": " + trouble.detail;
    reason.resize(std::min(reason.size(), kLongestReason));
    SALLYPORT_TRY(change.rows().erase_mail(row.id));
    SALLYPORT_TRY(change.audit({"delivery", std::nullopt}, row.organization, "mail.given_up",
                               mail_json(row.recipient, row.attempts + 1, printable(reason)), {}));
  } else {
    SALLYPORT_TRY(change.rows().postpone_mail(row.id, row.attempts + 1,
                                              change.watched() + mail_again_after(row.attempts)));
  }
  return change.commit();
}

}  // namespace

Result<Loop::Delivered> Loop::deliver(Notifier& notifier) {
  const std::lock_guard one_at_a_time(core_.delivering);
  Delivered round;
  for (unsigned failures = 0; failures < kMailServerDown;) {
    SALLYPORT_ASSIGN(const auto waiting, next_waiting(core_));
    if (!waiting) break;
    const auto sent = waiting->notification ? notifier.send(*waiting->notification)
                                            : Result<void>(std::unexpected(waiting->notification.error()));
    if (sent) {
      SALLYPORT_TRY(take_off(core_, waiting->row, core_.mails_failed >= kMailServerDown));
      ++round.sent;
      failures = core_.mails_failed = 0;
    } else {
      SALLYPORT_TRY(postpone(core_, waiting->row, sent.error()));
      ++round.failed;
      round.trouble = sent.error();
      // A mailbox that nobody has says nothing about the server.
      if (sent.error().code == ErrorCode::forbidden) continue;
      ++failures;
      core_.mails_failed = std::min(core_.mails_failed + 1, kMailServerDown);
    }
  }
  return round;
}

}  // namespace sallyport::control
