// Events as their receivers see them: CloudEvents 1.0 in JSON.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "control/ports/store_rows.h"
#include "control/webhooks/entry_events.h"
#include "control/webhooks/webhooks.h"

namespace sallyport::control {

inline constexpr std::string_view kStandingEvent = "webhook.events_dropped";  // stands for others

// A new id, as no other event has.
std::string make_event_id();

// The whole body. REQUIRES: `event.data` is a JSON object.
std::string cloud_event(const std::string& installation, const std::string& id, Timestamp time,
                        const Event& event);

// What the audit tells.
Event event_of(const AuditRecord& record);
Event event_of(const EntriesTold& entries);
// REQUIRES: `alert.organization` is set.
Event event_of(std::string_view type, const Alert& alert);
Event test_event(const std::string& organization, std::int64_t webhook);
Event gap_event(const std::string& organization, std::int64_t webhook, std::uint64_t dropped,
                std::uint64_t in_all);

}  // namespace sallyport::control
