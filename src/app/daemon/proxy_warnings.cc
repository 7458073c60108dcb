#include "app/daemon/proxy_warnings.h"

#include <fmt/format.h>

#include "http/client_address.h"

namespace sallyport::daemon {
namespace {

using Listener = ProxyWarnings::Listener;

constexpr std::string_view kHeaders = "X-Forwarded-For or Forwarded";

std::string warning_of(Listener listener, const std::optional<net::Address>& socket) {
  if (!socket) {
    return fmt::format(
        "the gate denies all that the proxy on its UNIX socket asks about (no_client_address): no header is "
        "believed in which clients are named ({}); say which one it is with --client-address-header",
        kHeaders);
  }
  const std::string address = socket->to_string();
  if (listener == Listener::gate && http::is_loopback(*socket)) {
    return fmt::format(
        "the gate denies all that {} asks about (no_client_address): it names clients in a header ({}) and "
        "is "
        "no trusted proxy; if it is your proxy, start with --trusted-proxy {}",
        address, kHeaders, address);
  }
  return fmt::format(
      "{} takes all requests from {} for its own: it names clients in a header ({}) and is no trusted proxy; "
      "if it is your proxy, start with --trusted-proxy {}",
      listener == Listener::gate ? "the gate" : "the API", address, kHeaders, address);
}

}  // namespace

void ProxyWarnings::saw(const http::Peer& peer) noexcept {
  const auto& socket = peer.proxied ? peer.proxied : peer.address;
  const bool here = !socket || http::is_loopback(*socket);
  auto& next = next_[here ? 0 : 1];
  const auto now = clock_.monotonic().count();
  auto due = next.load(std::memory_order_relaxed);
  if (due > now || !next.compare_exchange_strong(due, now + kEvery.count())) {
    return;
  }
  try {
    tell_(warning_of(listener_, socket));
  } catch (...) {  // without memory the line is lost, and the next one comes
  }
}

}  // namespace sallyport::daemon
