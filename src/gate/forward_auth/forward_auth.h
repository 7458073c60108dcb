// ForwardAuth: the gate as proxies ask it over HTTP (nginx auth_request, Caddy forward_auth, Traefik
// ForwardAuth).
//
//   /auth     any method; the proxy's request, with the credential and the client's address in its header
//   fields
//             204                 let it through
//             403                 denied; a problem document (RFC 9457) with the address that was evaluated,
//             never the list 400                 the credential or the address is malformed or ambiguous 503
//             there is no policy yet, and the gate does not fail open Sallyport-Reason says why, always.
//   /healthz  200 when it can decide, 503 before
//   /metrics  Prometheus text
//
// Thread safety: handle() and tick() by the server's threads, each with its own lane.
// Invariants: a request that is let through allocates nothing.
#pragma once

#include <string_view>
#include <vector>

#include "base/metrics.h"
#include "gate/credential.h"
#include "gate/gate.h"
#include "http/client_address.h"
#include "http/message.h"

namespace sallyport::gate {

class ForwardAuth final : public http::Handler {
 public:
  // `threads` is the server's number of threads. REQUIRES: gate and metrics outlive it.
  ForwardAuth(Gate& gate, http::ClientAddressFinder addresses, CredentialReader credentials,
              const MetricRegistry& metrics, unsigned threads, http::UnnamedProxyWatch watch = {});

  void handle(const http::Request& request, http::Response& response) noexcept override;
  void tick(unsigned thread) noexcept { lanes_[thread]->tick(); }  // for Server::on_tick

 private:
  void authorize(const http::Request& request, http::Response& response) noexcept;
  void ignore_header(const http::Peer& peer) noexcept;
  void refuse(Refusal refusal, http::Response& response) noexcept;
  void health(http::Response& response) const;

  Gate& gate_;
  const http::ClientAddressFinder addresses_;
  const CredentialReader credentials_;
  const MetricRegistry& metrics_;
  const http::UnnamedProxyWatch watch_;  // may be empty
  std::vector<Lane*> lanes_;
};

}  // namespace sallyport::gate
