// The gate as forward_auth.sh measures it: a snapshot of many organizations, credentials and lists, and the
// real handler behind the real server. Listens on 127.0.0.1 until SIGTERM or SIGINT.
//
// Usage: forward_auth_bench PORT [ORGANIZATIONS]
//
// Organization i has the key "bench-key-" and i in eight digits, and authorizes, among others, the 256
// addresses from 11.0.0.0 + 256 i on.

#include <fmt/format.h>
#include <signal.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "gate/forward_auth/forward_auth.h"
#include "http/server.h"
#include "snapshot/builder.h"

namespace {

using namespace sallyport;

policy::FingerprintKey bench_key() {
  std::array<std::byte, policy::FingerprintKey::kSize> bytes;
  bytes.fill(std::byte{42});
  return policy::FingerprintKey(bytes);
}

Result<void> fill(snapshot::Slot& slot, const policy::FingerprintKey& key, std::uint32_t organizations) {
  snapshot::Builder builder;
  for (std::uint32_t i = 0; i < organizations; ++i) {
    policy::OrganizationPolicy organization;
    organization.id = policy::OrganizationId{i + 1};
    for (const std::uint32_t network : {0x0b00'0000U, 0x2c00'0000U, 0x5300'0000U, 0x9000'0000U}) {
      policy::Entry entry;
      entry.prefix = net::Prefix::enclosing(net::Address::ipv4(network + (i << 8)), 24);
      entry.kind = policy::EntryKind::authorized;
      organization.entries.push_back(entry);
    }
    SALLYPORT_TRY(builder.put(organization));
    policy::CredentialPolicy credential;
    credential.id = policy::CredentialId{i + 1};
    credential.organization = organization.id;
    credential.fingerprint = key.of(fmt::format("bench-key-{:08}", i));
    SALLYPORT_TRY(builder.put(credential));
  }
  SALLYPORT_ASSIGN(auto snapshot, builder.publish());
  slot.publish(std::move(snapshot));
  return {};
}

Result<void> serve(std::uint16_t port, std::uint32_t organizations) {
  const auto key = bench_key();
  const SystemClock clock;
  snapshot::Slot slot;
  SALLYPORT_TRY(fill(slot, key, organizations));

  MetricRegistry metrics;
  BoundedQueue<policy::Observation> queue(100'000);
  gate::Gate gate(slot, key, clock, queue, metrics);
  const auto loopback = net::Address::ipv4(0x7f00'0001);
  SALLYPORT_ASSIGN(auto addresses,
                   http::ClientAddressFinder::create({.header = http::AddressHeader::x_forwarded_for,
                                                      .trusted_proxies = {net::Prefix(loopback)}}));
  SALLYPORT_ASSIGN(auto credentials, gate::CredentialReader::create({}));
  gate::ForwardAuth handler(gate, std::move(addresses), std::move(credentials), metrics, 1);

  http::Server server(handler, {}, 1);
  SALLYPORT_TRY(server.listen_tcp({loopback, port}));
  server.on_tick([&handler](unsigned thread) { handler.tick(thread); });
  server.start();
  // Takes the observations as control does, which waits for the disk each time.
  const std::jthread reader([&queue](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      queue.take(std::chrono::milliseconds(100));
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });

  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  int received = 0;
  std::puts("ready");
  std::fflush(stdout);
  sigwait(&signals, &received);
  server.stop();
  std::fputs(metrics.text().c_str(), stderr);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fputs("usage: forward_auth_bench PORT [ORGANIZATIONS]\n", stderr), 2;
  sigset_t signals;  // blocked before there are threads, so that only sigwait() takes them
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  const auto organizations = static_cast<std::uint32_t>(argc > 2 ? std::atoi(argv[2]) : 100'000);
  if (const auto result = serve(port, organizations); !result) {
    return fmt::print(stderr, "{}\n", result.error().message), 1;
  }
  return 0;
}
