// What a decision costs, against what the machine asks for two dependent random memory accesses over the same
// bytes.
//
// Both are chained: which credential is asked about next depends on the answer before, so that no two of them
// overlap. Their rounds alternate within one run, so that both meet the same neighbours, clock and page
// tables.
//
// Times are of the core, not of the wall, but for one change's, which is what a person waits for.
//
// Usage: decide_bench [organizations], 1,000,000 by default. Exits with 1 where a target is missed.

#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "policy/policy.h"
#include "snapshot/builder.h"

namespace {

using namespace sallyport;
using Steady = std::chrono::steady_clock;

constexpr unsigned kEntries = 8;
constexpr double kLatencyTarget = 1.3;  // times two accesses
constexpr double kBytesTarget = 48;     // per entry
constexpr double kBuildTarget = 4;      // seconds for ten million entries

std::uint64_t mix(std::uint64_t value) {
  value = (value ^ value >> 32) * 0xd6e8'feb8'6659'fd93ULL;
  value = (value ^ value >> 32) * 0xd6e8'feb8'6659'fd93ULL;
  return value ^ value >> 32;
}

// REQUIRES: bound < 2^32
std::uint64_t below(std::uint64_t random, std::uint64_t bound) { return (random >> 32) * bound >> 32; }

// Seconds that the core spent on this thread: what others run meanwhile does not count, but for the caches
// they use.
double core_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// Everything about organization i (from 1 on) is computed from i, so that asking costs no memory access of
// its own.
policy::Fingerprint fingerprint_of(std::uint64_t i) { return {mix(i), mix(i ^ 0x5bd1'e995'0000'0000ULL)}; }

net::Prefix entry_of(std::uint64_t i, unsigned j) {
  const std::uint64_t random = mix(i * kEntries + j);
  return net::Prefix::enclosing(net::Address::ipv4(static_cast<std::uint32_t>(random)),
                                24 + static_cast<unsigned>(random >> 40) % 9);
}

// Half of them from a network that the organization authorized.
policy::Request request_of(std::uint64_t random, std::uint64_t organizations) {
  const std::uint64_t i = 1 + below(random, organizations);
  const std::uint64_t other = mix(random);
  const auto near = entry_of(i, other >> 60 & 7).address();
  const auto far = net::Address::ipv4(static_cast<std::uint32_t>(other));
  return {fingerprint_of(i), (other >> 59 & 1) != 0 ? near : far};
}

void fill(snapshot::Builder& builder, std::uint64_t organizations) {
  policy::OrganizationPolicy organization;
  organization.entries.resize(kEntries);
  for (std::uint64_t i = 1; i <= organizations; ++i) {
    organization.id = policy::OrganizationId{static_cast<std::uint32_t>(i)};
    for (unsigned j = 0; j < kEntries; ++j) {
      organization.entries[j].prefix = entry_of(i, j);
      organization.entries[j].kind = policy::EntryKind::authorized;
    }
    // Two equal prefixes of one organization are as good as impossible, but a list may not hold them.
    if (!builder.put(organization)) std::abort();
    policy::CredentialPolicy credential;
    credential.id = policy::CredentialId{static_cast<std::uint32_t>(i)};
    credential.organization = organization.id;
    credential.fingerprint = fingerprint_of(i);
    if (!builder.put(credential)) std::abort();
  }
}

snapshot::SnapshotPtr publish(snapshot::Builder& builder) {
  auto snapshot = builder.publish();
  if (!snapshot) {
    std::fprintf(stderr, "%s\n", snapshot.error().message.c_str());
    std::abort();
  }
  return *snapshot;
}

struct Spread {
  double low, median, high;  // 10th, 50th and 90th percentile
};

double percentile(std::vector<double> values, double part) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}
Spread spread_of(const std::vector<double>& values) {
  return {percentile(values, 0.1), percentile(values, 0.5), percentile(values, 0.9)};
}

// What one round does, so many times; returns something that depends on all of it.
constexpr unsigned kRound = 100'000;

std::uint64_t chain_decisions(const snapshot::Snapshot& snapshot, std::uint64_t organizations,
                              std::uint64_t x) {
  const Timestamp now{};
  for (unsigned k = 0; k < kRound; ++k) {
    const auto decision = snapshot.decide(request_of(x, organizations), now);
    x = mix(x + static_cast<std::uint64_t>(decision.verdict) + 1);
  }
  return x;
}

std::uint64_t word_at(const snapshot::Snapshot& snapshot, std::uint64_t random) {
  const std::uint64_t lines = snapshot.bytes() / snapshot::kGranuleBytes;
  std::uint64_t word = 0;  // page 0 is nobody's: the pages in use begin behind it
  std::memcpy(&word, snapshot.image().page(1) + below(random, lines) * snapshot::kGranuleBytes, sizeof(word));
  return word;
}

std::uint64_t chain_accesses(const snapshot::Snapshot& snapshot, std::uint64_t organizations,
                             std::uint64_t x) {
  for (unsigned k = 0; k < kRound; ++k) {
    const auto request = request_of(x, organizations);
    const std::uint64_t first = word_at(snapshot, request.credential.high);
    const std::uint64_t second =
        word_at(snapshot, (first ^ request.credential.low) * 0x9e37'79b9'7f4a'7c15ULL);
    x = mix(x + (second & 1) + (request.address.low() & 1) + 1);
  }
  return x;
}

// The same questions, none of which waits for the answer before.
std::uint64_t independent_decisions(const snapshot::Snapshot& snapshot, std::uint64_t organizations,
                                    std::uint64_t x) {
  const Timestamp now{};
  std::uint64_t allowed = 0;
  for (unsigned k = 0; k < kRound; ++k) {
    const auto decision = snapshot.decide(request_of(mix(x + k), organizations), now);
    allowed += static_cast<std::uint64_t>(decision.verdict);
  }
  return allowed;
}

template <class Work>
double nanoseconds_each(Work work, std::uint64_t& sink) {
  const double start = core_seconds();
  sink ^= work();
  return (core_seconds() - start) * 1e9 / kRound;
}

bool measure_latency(const snapshot::Snapshot& snapshot, std::uint64_t organizations) {
  std::vector<double> decisions, accesses, ratios, independent;
  std::uint64_t sink = 1;
  for (unsigned round = 0; round < 43; ++round) {
    const std::uint64_t seed = mix(round + 1);
    const double d = nanoseconds_each([&] { return chain_decisions(snapshot, organizations, seed); }, sink);
    const double a = nanoseconds_each([&] { return chain_accesses(snapshot, organizations, seed); }, sink);
    const double i =
        nanoseconds_each([&] { return independent_decisions(snapshot, organizations, seed); }, sink);
    if (round < 2) continue;  // they warm what can be warm
    decisions.push_back(d);
    accesses.push_back(a);
    ratios.push_back(d / a);
    independent.push_back(i);
  }
  const auto print = [](const char* what, const Spread& s, const char* unit) {
    std::printf("%-46s %8.2f %s   (10%%: %.2f, 90%%: %.2f)\n", what, s.median, unit, s.low, s.high);
  };
  print("decide(), chained", spread_of(decisions), "ns");
  print("two dependent random accesses, chained", spread_of(accesses), "ns");
  const Spread ratio = spread_of(ratios);
  print("ratio (target: at most 1.30)", ratio, "  ");
  print("decide(), independent", spread_of(independent), "ns");
  std::printf("%-46s %8.2f million a second on one core\n", "  which is",
              1e3 / spread_of(independent).median);
  std::printf("(checksum %llx)\n", static_cast<unsigned long long>(sink));
  return ratio.median <= kLatencyTarget;
}

void measure_changes(snapshot::Builder& builder, snapshot::SnapshotPtr& current,
                     std::uint64_t organizations) {
  std::vector<double> microseconds;
  policy::OrganizationPolicy organization;
  organization.entries.resize(kEntries);
  for (unsigned k = 0; k < 2000; ++k) {
    const std::uint64_t i = 1 + below(mix(k + 77), organizations);
    organization.id = policy::OrganizationId{static_cast<std::uint32_t>(i)};
    for (unsigned j = 0; j < kEntries; ++j) organization.entries[j].prefix = entry_of(i + k, j);
    const auto start = Steady::now();
    if (!builder.put(organization)) std::abort();
    current = publish(builder);
    microseconds.push_back(std::chrono::duration<double>(Steady::now() - start).count() * 1e6);
  }
  std::printf("%-46s %8.1f us median, %.1f us in 99 of 100\n", "one change, put() and publish()",
              percentile(microseconds, 0.5), percentile(microseconds, 0.99));
  std::printf("%-46s %8.1f MiB\n", "the snapshot after 2000 generations",
              static_cast<double>(current->bytes()) / 0x1p20);
}

bool measure_size() {
  constexpr std::uint64_t kOrganizations = 10'000'000 / kEntries;
  const double start = core_seconds();
  snapshot::Builder builder;
  fill(builder, kOrganizations);
  const auto snapshot = publish(builder);
  const double seconds = core_seconds() - start;
  const double per_entry = static_cast<double>(snapshot->bytes()) / (kOrganizations * kEntries);
  const double beside = static_cast<double>(builder.side_bytes()) / (kOrganizations * kEntries);
  std::printf("10,000,000 entries, 1,250,000 credentials:\n");
  std::printf("%-46s %8.2f (target: at most %.0f)\n", "  snapshot, bytes per entry", per_entry, kBytesTarget);
  std::printf("%-46s %8.2f\n", "  beside it in the builder, bytes per entry", beside);
  std::printf("%-46s %8.2f s (target: under %.0f)\n", "  building and publishing, checks included", seconds,
              kBuildTarget);
  return per_entry <= kBytesTarget && seconds < kBuildTarget;
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t organizations = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  if (organizations == 0 || organizations > 100'000'000) {
    std::fprintf(stderr, "usage: decide_bench [organizations]\n");
    return 2;
  }
  bool met = true;
  {
    snapshot::Builder builder;
    fill(builder, organizations);
    auto current = publish(builder);
    std::printf("%llu organizations of %u entries, one credential each, one core:\n",
                static_cast<unsigned long long>(organizations), kEntries);
    met = measure_latency(*current, organizations);
    measure_changes(builder, current, organizations);
  }
  met = measure_size() && met;
  std::printf("%s\n", met ? "all targets met" : "A TARGET WAS MISSED");
  return met ? 0 : 1;
}
