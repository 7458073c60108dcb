// Webhooks: every event, told to programs. Signed after Standard Webhooks, with CloudEvents as bodies.
//
// An event is made in the transaction that makes it true, and waits in a queue of its webhook; a receiver
// that hangs, refuses or is slow holds up nobody else for long (webhook_claims.h). Each webhook's events
// leave in order: one that is not taken is tried again (after 5 s, 30 s, 2 min, 10 min, 30 min, then hourly,
// after a day every 6 hours), and the others wait behind it. Where more than 10,000 wait, the oldest that are
// about entries give way, and others where none of those is left; and what waits for 14 watched days gives
// way. One event says how many they were ("webhook.events_dropped").
//
// Part of control.h. Thread safety and invariants: as there. Secrets are kept sealed with Secrets' key.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "control/model.h"

namespace sallyport::control {

class Core;
class Change;

struct Webhook {
  std::int64_t id = 0;
  std::string organization;         // hears of it and of those below; empty: of all
  std::string url;                  // http or https
  std::vector<std::string> events;  // types such as "entry.authorized", or "entry.*"; empty: every one
  std::string by;
  Timestamp created;
  std::uint64_t waiting = 0;               // events that are to be sent
  std::optional<Timestamp> failing_since;  // it has not taken an event since
  std::optional<Timestamp> disabled;       // by a person, or it answered 410 Gone: it hears nothing
};

struct CreatedWebhook {
  Webhook webhook;
  std::string secret;  // "whsec_" and base64; shown once
};

// One attempt to deliver an event.
struct WebhookAttempt {
  std::string event;  // its id
  std::string type;
  Timestamp time;
  unsigned attempt = 0;  // from 1
  unsigned status = 0;   // of HTTP; 0: no answer
  std::string failure;   // empty: delivered
  Milliseconds duration{};
};

// What is told. `type` is the audit's action, or another one of event_types.h.
struct Event {
  std::string organization;  // name; empty: concerns none
  std::string type;
  std::string data;  // JSON object
};

// Queues the event for every webhook that hears of it: of the organization, of those above, and of all.
Result<void> tell_webhooks(Change& change, const Event& event);

// One event on its way out.
struct WebhookMessage {
  std::string id;  // the same at every attempt
  Timestamp time;  // of this attempt
  std::string url;
  std::string body;                  // a CloudEvent
  std::vector<std::string> secrets;  // keys to sign with: the current one first, the former while it lasts
};

struct WebhookAnswer {
  unsigned status = 0;
  std::string failure;  // empty: 2xx
  Milliseconds duration{};
};

// The port through which events leave; src/notify implements it over HTTP. send() is called by several
// threads at once.
class WebhookSender {
 public:
  virtual ~WebhookSender() = default;
  virtual WebhookAnswer send(const WebhookMessage& message) = 0;
};

class Webhooks {
 public:
  // `events`: what it hears of, as Webhook::events. Errors: unknown_organization, invalid_setting (the url),
  // malformed_request (an event that there is not), too_many_entries (20 for each organization).
  Result<CreatedWebhook> create(const Actor& actor, const std::string& organization, const std::string& url,
                                const std::vector<std::string>& events);
  Result<std::vector<Webhook>> list(const std::string& organization);
  // Exactly of this organization, as in all that follow. Errors: unknown_organization, not_found.
  Result<Webhook> webhook(const std::string& organization, std::int64_t id);
  // Sets what is given. A webhook that is disabled hears nothing, and what waited for it is gone; one that is
  // enabled again, and one with another url, is tried at once. Errors: as create().
  struct Settings {
    std::optional<std::string> url;
    std::optional<std::vector<std::string>> events;
    std::optional<bool> enabled;
  };
  Result<Webhook> change(const Actor& actor, const std::string& organization, std::int64_t id,
                         const Settings& settings);
  // What waits for it is gone too.
  Result<void> remove(const Actor& actor, const std::string& organization, std::int64_t id);
  struct NewSecret {
    std::string secret;                     // shown once
    std::optional<Timestamp> former_until;  // the former one signs too until then
  };
  // A new secret; the former one signs too for `overlap`. Errors: also invalid_setting (more than 30 days).
  Result<NewSecret> rotate_secret(const Actor& actor, const std::string& organization, std::int64_t id,
                                  std::chrono::seconds overlap);
  // Sends a "webhook.test", behind what waits: the first of that is tried now, whenever it was to be tried
  // again, and all the rest where its receiver takes it. Errors: also invalid_setting, where it is disabled.
  Result<void> test(const std::string& organization, std::int64_t id);
  // Newest first; the last 1000 are kept.
  Result<Page<WebhookAttempt>> attempts(const std::string& organization, std::int64_t id,
                                        const PageRequest& page);

  struct Round {
    std::size_t delivered = 0;
    std::size_t failed = 0;
  };
  // Sends what is due, until nothing is, or the caller is to stop. Several threads may call it at once: they
  // serve different webhooks, and those that fail at most two at a time.
  Result<Round> deliver(WebhookSender& sender, const std::stop_token& stop = {});

 private:
  friend class Control;
  explicit Webhooks(Core& core) : core_(core) {}
  Core& core_;
};

}  // namespace sallyport::control
