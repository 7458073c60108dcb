// How many observations a second control records on SQLite, with the disk's fsync: a known credential, each
// time from an address that was never seen before.
//
//   record_bench [OBSERVATIONS [DIRECTORY]]      400000 when left out, and the system's temporary directory
//
// What is recorded is durable when record() returns. At the end everything that was acknowledged is counted
// in the database again.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "control/control.h"
#include "control/ports/store.h"
#include "store/sqlite_store.h"

namespace {

using namespace sallyport;

constexpr std::size_t kBatch = 16'384;  // as the daemon records them
constexpr unsigned kOrganizations = 1000;
constexpr control::Permissions kManager{.authorized_ips = true};  // is told of alerts

template <class T>
T must(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{} ({})\n", result.error().message, result.error().detail);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

struct Case {
  const char* name;
  policy::Mode mode;
  unsigned organizations;  // over which the observations are spread
  unsigned networks;       // how many addresses of one /24 follow each other
};

struct World {
  World(const std::filesystem::path& file, const Case& what)
      : store(must(store::open_sqlite(file))),
        control(must(control::Control::open(*store, clock, slot, control::Secrets::random(), settings()))) {
    const control::Actor actor{"administrator", std::nullopt};
    for (unsigned i = 0; i < what.organizations; ++i) {
      const std::string name = fmt::format("organization {}", i);
      must(control->directory().create_organization(actor, name));
      fingerprints.push_back(
          must(control->directory().create_credential(actor, name, "key", policy::Channel::api, std::nullopt))
              .credential.fingerprint);
      must(control->directory().add_member(actor, name, fmt::format("member{}@example.com", i), kManager));
      control::ProtectionChange change;
      change.mode = what.mode;
      must(control->protections().change(actor, {name, {}}, std::nullopt, change));
    }
  }

  // Nothing is to give way, so that all of it can be counted in the end.
  static control::ControlSettings settings() {
    control::ControlSettings settings;
    settings.activity_per_organization = 100'000'000;
    settings.unauthorized_per_organization = 100'000'000;
    return settings;
  }

  policy::Observation observe(unsigned organization, std::uint32_t address) {
    const policy::Request request{fingerprints[organization], net::Address::ipv4(address)};
    const auto now = clock.now();
    return {now, now, 1, request.address, slot.current()->decide(request, now)};
  }

  SystemClock clock;
  snapshot::Slot slot;
  std::unique_ptr<control::Store> store;
  std::unique_ptr<control::Control> control;
  std::vector<policy::Fingerprint> fingerprints;
};

// Observations a second of each tenth of the run.
std::vector<double> run(const Case& what, std::size_t observations, const std::filesystem::path& file) {
  World world(file, what);
  std::vector<double> rates;
  std::uint32_t next = 0x0b00'0000;
  std::size_t done = 0;
  const std::size_t part = observations / 10;
  for (int tenth = 0; tenth < 10; ++tenth) {
    const auto start = std::chrono::steady_clock::now();
    std::size_t recorded = 0;
    while (recorded < part) {
      std::vector<policy::Observation> batch;
      for (std::size_t i = 0; i < std::min(kBatch, part - recorded); ++i, ++done) {
        batch.push_back(world.observe(static_cast<unsigned>(done % what.organizations), next));
        next += what.networks == 1 ? 256 : 1;
      }
      must(world.control->loop().record(batch));
      recorded += batch.size();
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    rates.push_back(static_cast<double>(part) / seconds.count());
  }
  std::uint64_t kept = 0;
  const auto reader = must(world.store->view());
  for (unsigned i = 0; i < what.organizations; ++i) {
    const auto organization = must(reader->organization(fmt::format("organization {}", i)));
    kept += must(reader->activity_count(organization->id));
  }
  if (kept != part * 10) {
    fmt::print(stderr, "{}: {} were acknowledged, {} are there\n", what.name, part * 10, kept);
    std::exit(1);
  }
  return rates;
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t observations = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 400'000;
  const std::filesystem::path parent =
      count > 2 ? std::filesystem::path(arguments[2]) : std::filesystem::temp_directory_path();
  const Case cases[] = {
      {"blocking, 1000 organizations, each address in a network of its own", policy::Mode::blocking,
       kOrganizations, 1},
      {"blocking, one organization, 256 addresses a network", policy::Mode::blocking, 1, 256},
      {"learning, 1000 organizations, 256 addresses a network", policy::Mode::learning, kOrganizations, 256},
      {"learning, 1000 organizations, each address in a network of its own", policy::Mode::learning,
       kOrganizations, 1},
  };
  for (const Case& what : cases) {
    std::string name = (parent / "sallyport-record-XXXXXX").string();
    const std::filesystem::path directory = ::mkdtemp(name.data());
    auto rates = run(what, observations, directory / "store.db");
    const double last = rates.back();
    std::ranges::sort(rates);
    fmt::print("{}: median {:.0f}/s (tenths of the run {:.0f}..{:.0f}, the last one {:.0f})\n", what.name,
               (rates[4] + rates[5]) / 2, rates.front(), rates.back(), last);
    std::filesystem::remove_all(directory);
  }
  return 0;
}
