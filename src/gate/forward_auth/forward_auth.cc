#include "gate/forward_auth/forward_auth.h"

#include <utility>

#include "gate/forward_auth/problem.h"
#include "http/server.h"

namespace sallyport::gate {

ForwardAuth::ForwardAuth(Gate& gate, http::ClientAddressFinder addresses, CredentialReader credentials,
                         const MetricRegistry& metrics, unsigned threads, http::UnnamedProxyWatch watch)
    : gate_(gate),
      addresses_(std::move(addresses)),
      credentials_(std::move(credentials)),
      metrics_(metrics),
      watch_(std::move(watch)) {
  for (unsigned i = 0; i < threads; ++i) lanes_.push_back(&gate.open_lane());
}

void ForwardAuth::handle(const http::Request& request, http::Response& response) noexcept {
  const auto path = request.path();
  if (path == "/auth") return authorize(request, response);
  if (path != "/healthz" && path != "/metrics") {
    response.status = 404;
  } else if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.set("Allow", "GET, HEAD");
  } else if (path == "/healthz") {
    health(response);
  } else {
    response.status = 200;
    response.set("Content-Type", "text/plain; version=0.0.4");
    response.body = metrics_.text();
  }
}

void ForwardAuth::authorize(const http::Request& request, http::Response& response) noexcept {
  const auto client = addresses_.find(request.peer, request.fields);
  const bool unnamed = !client && client.error() == http::AddressFault::unnamed_proxy;
  if (unnamed || (client && client->ignored_header)) ignore_header(request.peer);
  if (!client) return refuse(refusal_of(client.error()), response);
  CredentialReader::Buffer buffer;
  const auto credential = credentials_.read(request.fields, buffer);
  if (!credential) return refuse(refusal_of(credential.error()), response);

  const auto answer = lanes_[http::current_thread_number()]->decide(*credential, client->address);
  if (!answer.lets_through()) return tell_decision(response, answer, client->address);
  response.status = 204;
  response.set("Sallyport-Reason", policy::to_string(answer.decision.reason));
}

void ForwardAuth::ignore_header(const http::Peer& peer) noexcept {
  gate_.ignore_header();
  if (watch_) watch_(peer);
}

void ForwardAuth::refuse(Refusal refusal, http::Response& response) noexcept {
  gate_.refuse(refusal);
  tell_refusal(response, refusal);
}

void ForwardAuth::health(http::Response& response) const {
  const bool ready = gate_.is_ready();
  response.status = ready ? 200 : 503;
  response.set("Content-Type", "text/plain");
  response.body = ready ? "ready\n" : "no snapshot yet\n";
}

}  // namespace sallyport::gate
