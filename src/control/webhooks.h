// Webhooks: every event, told to programs. Signed after Standard Webhooks, with CloudEvents as bodies.
//
// An event is made in the transaction that makes it true, and waits in a queue of its webhook; a receiver
// that hangs or refuses holds up nobody else.
//
// Part of control.h. Thread safety and invariants: as there. Secrets are kept sealed with Secrets' key.
#pragma once

#include <chrono>
#include <optional>
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

// What is told. `type` is the audit's action, or "alert.opened", "alert.repeated_in_digest",
// "credential.rotation_requested"...
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
  std::string url;
  std::string body;                  // a CloudEvent
  std::vector<std::string> secrets;  // to sign with: the current one first, then the former while it lasts
};

struct WebhookAnswer {
  unsigned status = 0;
  std::string failure;  // empty: 2xx
  Milliseconds duration{};
};

// The port through which events leave; src/notify implements it over HTTP.
class WebhookSender {
 public:
  virtual ~WebhookSender() = default;
  virtual WebhookAnswer send(const WebhookMessage& message) = 0;
};

class Webhooks {
 public:
  Result<CreatedWebhook> create(const Actor& actor, const std::string& organization, const std::string& url,
                                const std::vector<std::string>& events);
  Result<std::vector<Webhook>> list(const std::string& organization);
  Result<void> remove(const Actor& actor, const std::string& organization, std::int64_t id);
  // A new secret; the former one signs too for `overlap`. Errors: not_found.
  Result<std::string> rotate_secret(const Actor& actor, const std::string& organization, std::int64_t id,
                                    std::chrono::seconds overlap);
  Result<void> test(const Actor& actor, const std::string& organization,
                    std::int64_t id);  // a "webhook.test"
  Result<Page<WebhookAttempt>> attempts(const std::string& organization, std::int64_t id,
                                        const PageRequest& page);

  // Sends what is due; returns how many events were taken. Called by a worker of its own.
  Result<std::size_t> deliver(WebhookSender& sender);

 private:
  friend class Control;
  explicit Webhooks(Core& core) : core_(core) {}
  Core& core_;
};

}  // namespace sallyport::control
