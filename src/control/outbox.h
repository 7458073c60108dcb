// The outbox: mails that are to be sent, written in the transaction that makes them true.
//
// A mail's content is JSON. Of a token it holds the row's number only; the token itself is made when the mail
// leaves.
//
// Thread safety: as the change's.
#pragma once

#include <string>
#include <vector>

#include "control/change.h"
#include "control/notifier.h"

namespace sallyport::control {

struct QueuedAlert {
  AlertNotification::Item item;  // without the token
  std::int64_t token = 0;
};

std::string alert_content(const std::vector<QueuedAlert>& alerts, std::uint64_t more);
std::string blocking_content(const BlockingNotification& news);
std::string password_content(std::int64_t link, bool first);
std::string follow_content(const FollowNotification& news);  // outbox_follow.cc

// What follow_content() wrote. Errors: corrupted.
Result<FollowNotification> read_follow_content(const std::string& content);

// Due at once.
Result<void> queue_mail(Change& change, const std::string& organization, const std::string& recipient,
                        std::string content);

// Errors: corrupted, where the content is none of ours, or a token of it is gone.
Result<Notification> to_notification(Core& core, Reader& reader, const OutboxRow& row);

}  // namespace sallyport::control
