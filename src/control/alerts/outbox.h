// The outbox: mails that are to be sent, written in the transaction that makes them true.
//
// A mail's content is JSON. Of a token it holds the row's number only; the token itself is made when the mail
// leaves. What a mail about alerts tells is put into it then: see alert_mail.h.
//
// Thread safety: as the change's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "control/change.h"
#include "control/ports/notifier.h"

namespace sallyport::control {

struct QueuedAlert {
  Alert alert;
  std::int64_t token = 0;
};

struct AlertLetter {
  std::vector<QueuedAlert> alerts = {};  // newest last; none: nothing was put into it yet
  std::uint64_t more = 0;                // as AlertNotification
  std::uint64_t beyond = 0;
  Milliseconds written{};  // watched: when the links were made
};

std::string alert_content(const AlertLetter& letter);
bool is_alert_content(std::string_view content);
// What alert_content() wrote; of each alert its id only. Errors: corrupted.
Result<AlertLetter> read_alert_content(const std::string& content);
std::string blocking_content(const BlockingNotification& news);
std::string password_content(std::int64_t link, bool first);
std::string follow_content(const FollowNotification& news);  // outbox_follow.cc

// What follow_content() wrote. Errors: corrupted.
Result<FollowNotification> read_follow_content(const std::string& content);

// Due at once. Returns its number.
Result<std::int64_t> queue_mail(Change& change, const std::string& organization, const std::string& recipient,
                                std::string content);

// Errors: corrupted, where the content is none of ours, or a token of it is gone.
Result<Notification> to_notification(Core& core, Reader& reader, const OutboxRow& row);

}  // namespace sallyport::control
