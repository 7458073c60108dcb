// HttpWebhookSender: events by HTTP POST, signed after Standard Webhooks.
//
// The addresses of receivers come from customers, so they are strangers' words: a receiver's address is
// checked after its name was resolved, for every connection, and what is not a public address is refused
// unless the operator allowed it. Redirects are not followed, and what a receiver answers beyond its status
// is thrown away.
//
// Thread safety: any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "control/webhooks/webhooks.h"
#include "net/prefix.h"

namespace sallyport::notify {

struct WebhookSenderSettings {
  std::vector<net::Prefix> networks;  // receivers may be here, though it is not public
  std::chrono::seconds connect_timeout{10};
  std::chrono::seconds timeout{15};      // for all of it
  std::size_t answer_bytes = 64 * 1024;  // more of an answer is not read
};

class HttpWebhookSender final : public control::WebhookSender {
 public:
  explicit HttpWebhookSender(WebhookSenderSettings settings) : settings_(std::move(settings)) {}
  control::WebhookAnswer send(const control::WebhookMessage& message) override;

 private:
  WebhookSenderSettings settings_;
};

// The value of webhook-signature: "v1," and base64 of HMAC-SHA256 over "id.timestamp.body", for each key.
std::string webhook_signature(const std::vector<std::string>& keys, const std::string& id,
                              std::int64_t timestamp, const std::string& body);

// Whether anybody may be sent to this address: no loopback, private, link-local, multicast, documentation or
// otherwise reserved one. An IPv6 address that stands for an IPv4 one (NAT64) is judged by that.
bool is_public(const net::Address& address);

}  // namespace sallyport::notify
