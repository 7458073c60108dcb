// How many times a second the index of all catalogs and feeds says whose an address is, on one core, with
// every fact of the answer read. The index is the one that the daemon holds and answers from: that of a
// CatalogFolder.
//
//   whois_bench CATALOGS [FEEDS]     folders; without feeds it has the catalogs only

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>

#include "catalog/shelf/catalog_folder.h"
#include "catalog/whois/feed_shelf.h"

namespace {

using namespace sallyport;
using Stopwatch = std::chrono::steady_clock;

constexpr std::size_t kQuestions = 1 << 20;
constexpr int kRounds = 9;

[[noreturn]] void stop(const Error& error) {
  fmt::print(stderr, "{}\n", error.message);
  std::exit(1);
}

// Half of them inside of what is listed, half anywhere.
std::vector<net::Address> questions(const std::vector<net::Prefix>& listed) {
  std::mt19937_64 random(1);
  std::vector<net::Address> asked;
  while (asked.size() < kQuestions) {
    const net::Prefix& prefix = listed[random() % listed.size()];
    const auto offset = static_cast<std::uint32_t>(random());
    if (asked.size() % 2 == 1 || !prefix.address().is_ipv4()) {
      asked.push_back(net::Address::ipv4(offset));
    } else {
      const auto hosts = static_cast<std::uint32_t>((std::uint64_t{1} << (32 - prefix.length())) - 1);
      asked.push_back(net::Address::ipv4(prefix.address().ipv4_bits() | (offset & hosts)));
    }
  }
  return asked;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) return 2;
  const std::string feeds = count > 2 ? words[2] : "";
  const auto opened = Stopwatch::now();
  const auto folder = catalog::CatalogFolder::open(words[1], feeds);
  if (!folder) stop(folder.error());
  for (const auto& fault : (*folder)->faults()) stop({ErrorCode::malformed_feed, fault.text, {}});
  const std::shared_ptr<const catalog::Catalogs> catalogs = (*folder)->now();
  const catalog::WhoisIndex& index = catalogs->whois();
  fmt::print("{} prefixes, read and indexed in {:.0f} ms\n", index.prefixes(),
             std::chrono::duration<double, std::milli>(Stopwatch::now() - opened).count());
  std::vector<net::Prefix> listed;
  if (!feeds.empty()) {
    const auto shelf = catalog::read_shelf(feeds);
    if (!shelf) stop(shelf.error());
    for (const auto& shelved : *shelf) {
      for (const auto& entry : shelved.revisions.back().entries) {
        if (const auto* prefix = std::get_if<net::Prefix>(&entry.destination.what)) listed.push_back(*prefix);
      }
    }
  }
  if (listed.empty()) listed.emplace_back(net::Address::ipv4(0x0808'0808));
  const auto asked = questions(listed);
  std::vector<double> rates;
  std::uint64_t facts = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = Stopwatch::now();
    for (const net::Address& address : asked) {
      for (auto place = index.find(address); place; place = place.wider()) {
        for (const auto& fact : place.facts()) facts += fact.vendor + fact.offering + fact.site + 1;
      }
    }
    rates.push_back(static_cast<double>(asked.size()) /
                    std::chrono::duration<double>(Stopwatch::now() - start).count());
  }
  std::ranges::sort(rates);
  fmt::print("whois: {:.1f} million answers/s on one core ({:.1f} to {:.1f}; target: over 5)\n",
             rates[kRounds / 2] / 1e6, rates.front() / 1e6, rates.back() / 1e6);
  fmt::print("(checksum {})\n", facts);
  return rates[kRounds / 2] > 5e6 ? 0 : 1;
}
