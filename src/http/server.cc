#include "http/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <thread>

#include "http/listener.h"
#include "http/worker.h"

namespace sallyport::http {

Result<Endpoint> Endpoint::parse(std::string_view text) {
  const auto malformed = [&] {
    return fail(ErrorCode::malformed_request,
                fmt::format("'{}' is not an address with a port: write it as 127.0.0.1:8080 or [::1]:8080",
                            text.substr(0, 64)));
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return malformed();
  auto address = text.substr(0, colon);
  const auto port = text.substr(colon + 1);
  const bool bracketed = address.starts_with('[') && address.ends_with(']');
  if (bracketed) address = address.substr(1, address.size() - 2);
  if (bracketed != address.contains(':'))
    return malformed();  // an IPv6 address has brackets, and nothing else has

  Endpoint endpoint;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
  const bool leading_zero = port.size() > 1 && port.front() == '0';
  if (error != std::errc() || end != port.data() + port.size() || leading_zero) return malformed();
  SALLYPORT_ASSIGN(endpoint.address, net::parse_address(address));
  return endpoint;
}

std::string Endpoint::to_string() const {
  return fmt::format(fmt::runtime(address.is_ipv4() ? "{}:{}" : "[{}]:{}"), address.to_string(), port);
}

class Server::Impl {
 public:
  Impl(Handler& handler, const Limits& limits, unsigned threads)
      : crew_{handler, limits, LargeBodies(limits.large_bodies), {}, {}, {}}, count_(std::max(threads, 1U)) {}

  // The workers come with the first listener, so that their errors have somewhere to go.
  Result<Listener*> add(Result<Listener> listener) {
    if (!listener) return std::unexpected(std::move(listener).error());
    while (crew_.workers.size() < count_) {
      SALLYPORT_ASSIGN(auto worker, Worker::create(crew_, static_cast<unsigned>(crew_.workers.size())));
      crew_.workers.push_back(std::move(worker));
    }
    auto& added = *listeners_.emplace_back(std::make_unique<Listener>(*std::move(listener)));
    SALLYPORT_TRY(crew_.workers.front()->listen(added));
    return &added;
  }

  void set_tick(std::function<void(unsigned)> tick) { crew_.tick = std::move(tick); }

  void start() {
    for (auto& worker : crew_.workers) threads_.emplace_back([&runs = *worker] { runs.run(); });
  }

  void stop() {
    for (auto& worker : crew_.workers) worker->stop();
    threads_.clear();  // joins
    crew_.workers.clear();
    listeners_.clear();
    crew_.open = 0;
  }

 private:
  Crew crew_;
  const unsigned count_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::jthread> threads_;
};

Server::Server(Handler& handler, Limits limits, unsigned threads)
    : impl_(std::make_unique<Impl>(handler, limits, threads)) {}

Server::~Server() { stop(); }

Result<Endpoint> Server::listen_tcp(const Endpoint& endpoint) {
  SALLYPORT_ASSIGN(const auto* listener, impl_->add(Listener::open_tcp(endpoint)));
  return listener->endpoint();
}

Result<Endpoint> Server::listen_proxy_protocol(const Endpoint& endpoint, std::vector<net::Prefix> senders) {
  SALLYPORT_ASSIGN(auto* listener, impl_->add(Listener::open_tcp(endpoint)));
  listener->expect_proxy_header(std::move(senders));
  return listener->endpoint();
}

Result<void> Server::listen_unix(const std::filesystem::path& path) {
  SALLYPORT_TRY(impl_->add(Listener::open_unix(path)));
  return {};
}

void Server::start() { impl_->start(); }
void Server::stop() { impl_->stop(); }
void Server::on_tick(std::function<void(unsigned thread)> tick) { impl_->set_tick(std::move(tick)); }

}  // namespace sallyport::http
