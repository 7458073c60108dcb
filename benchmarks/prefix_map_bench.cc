// PrefixMap against std::upper_bound on the same prefixes, in one run.
//
// Two peers. upper_bound over the sorted first addresses of the prefixes (4 bytes each for IPv4), which does
// not even answer for nested prefixes. And one that does: upper_bound over the disjoint intervals that the
// prefixes cut the address space into; its answers are compared with PrefixMap's before anything is timed.
//
// The questions are random addresses inside the prefixes, too many for a branch predictor to learn, and all
// different where the prefixes have that many. The contestants
// take turns in every round, so that a busy machine disturbs them alike, and a ratio compares rates of one
// round: its median over the rounds is what counts. Output: lines for people, and lines "RESULT name
// key=value ..." for programs; rates in million look-ups a second of one core's time.

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "net/prefix_map.h"

namespace {

using sallyport::net::Address;
using sallyport::net::Prefix;
using sallyport::net::PrefixMap;
using sallyport::net::PrefixMapView;

constexpr int kRounds = 9;
constexpr std::size_t kQuestions = std::size_t{1} << 20;
constexpr int kPasses = 4;  // over the questions, in one round, the first of which warms the caches

using Random = std::mt19937_64;

// Of this thread's processor time: what other programs take of the core does not count.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double seconds_of(const std::function<void()>& work) {
  const double start = processor_seconds();
  work();
  return processor_seconds() - start;
}

// About what the default-free zone of the Internet announces: mostly /24, some wide, some narrower than /24.
unsigned ipv4_length(Random& random) {
  struct Share {
    unsigned permille;
    unsigned length;
  };
  constexpr Share kShares[] = {{600, 24}, {110, 22}, {100, 23}, {50, 21}, {45, 20}, {25, 19}, {13, 18},
                               {8, 17},   {13, 16},  {2, 14},   {1, 12},  {8, 25},  {8, 28},  {17, 32}};
  auto at = static_cast<unsigned>(random() % 1000);
  for (const auto& [permille, length] : kShares) {
    if (at < permille) return length;
    at -= permille;
  }
  return 24;
}

unsigned ipv6_length(Random& random) {
  constexpr unsigned kLengths[] = {48, 48, 48, 48, 48, 32, 32, 36, 40, 44, 44, 29, 56, 64, 64, 128};
  return kLengths[random() % std::size(kLengths)];
}

Address random_inside(const Prefix& prefix, Random& random) {
  const Address last = prefix.last();
  const Address& first = prefix.address();
  return Address::ipv6(first.high() | (random() & (first.high() ^ last.high())),
                       first.low() | (random() & (first.low() ^ last.low())));
}

Address random_unicast(bool ipv6, Random& random) {
  if (ipv6) return Address::ipv6(0x2000'0000'0000'0000ULL | (random() & 0x0fff'ffff'ffff'ffffULL), random());
  return Address::ipv4(0x0100'0000U + static_cast<std::uint32_t>(random() % 0xdf00'0000U));
}

// `nested` of ten lie inside a prefix that is there already. Scattered over the whole space, the prefixes
// share as little as they can: this is the worst case for size and cache, worse than any real table.
std::vector<Prefix> make_prefixes(std::size_t count, bool ipv6, unsigned nested, Random& random) {
  std::vector<Prefix> prefixes;
  while (prefixes.size() < count) {
    while (prefixes.size() < count + count / 50) {
      const bool inside = !prefixes.empty() && random() % 10 < nested;
      const Address address =
          inside ? random_inside(prefixes[random() % prefixes.size()], random) : random_unicast(ipv6, random);
      prefixes.push_back(Prefix::enclosing(address, ipv6 ? ipv6_length(random) : ipv4_length(random)));
    }
    std::ranges::sort(prefixes);
    prefixes.erase(std::ranges::unique(prefixes).begin(), prefixes.end());
  }
  std::ranges::shuffle(prefixes, random);
  prefixes.resize(count);
  std::ranges::sort(prefixes);
  return prefixes;
}

// Different ones, as far as the prefixes have them; then they come again.
std::vector<Address> make_questions(const std::vector<Prefix>& prefixes, Random& random) {
  std::vector<Address> questions;
  for (int draws = 0; draws < 8 && questions.size() < kQuestions; ++draws) {
    for (std::size_t i = 0; i < kQuestions; ++i) {
      questions.push_back(random_inside(prefixes[random() % prefixes.size()], random));
    }
    std::ranges::sort(questions);
    questions.erase(std::ranges::unique(questions).begin(), questions.end());
  }
  for (std::size_t i = 0; questions.size() < kQuestions; ++i) questions.push_back(Address(questions[i]));
  std::ranges::shuffle(questions, random);
  questions.resize(kQuestions);
  return questions;
}

std::uint32_t key_of(const Address& address, std::uint32_t) { return address.ipv4_bits(); }
Address key_of(const Address& address, const Address&) { return address; }

// The intervals between which the answer changes: where each starts, and which prefix holds it.
template <class Key>
struct Intervals {
  std::vector<Key> starts;
  std::vector<std::uint32_t> answers;

  void add(const Address& start, std::uint32_t answer) {
    const Key key = key_of(start, Key{});
    if (!starts.empty() && starts.back() == key) {
      answers.back() = answer;
    } else {
      starts.push_back(key);
      answers.push_back(answer);
    }
  }

  static Address after(const Address& address) {
    return address.is_ipv4() ? Address::ipv4(address.ipv4_bits() + 1)
                             : Address::ipv6(address.high() + (address.low() + 1 == 0), address.low() + 1);
  }

  explicit Intervals(const std::vector<Prefix>& prefixes) {
    std::vector<std::uint32_t> open;
    const auto close_until = [&](const Address* next) {
      while (!open.empty() && (next == nullptr || prefixes[open.back()].last() < *next)) {
        const Address end = after(prefixes[open.back()].last());
        open.pop_back();
        add(end, open.empty() ? PrefixMapView::kNone : open.back());
      }
    };
    for (std::uint32_t i = 0; i < prefixes.size(); ++i) {
      close_until(&prefixes[i].address());
      add(prefixes[i].address(), i);
      open.push_back(i);
    }
    close_until(nullptr);
  }

  std::uint32_t find(const Address& address) const {
    const auto after_it = std::upper_bound(starts.begin(), starts.end(), key_of(address, Key{}));
    return after_it == starts.begin() ? PrefixMapView::kNone
                                      : answers[static_cast<std::size_t>(after_it - starts.begin()) - 1];
  }
};

struct Spread {
  double median;
  double min;
  double max;
};

Spread spread_of(std::vector<double> values) {
  std::ranges::sort(values);
  return {values[values.size() / 2], values.front(), values.back()};
}

struct Contestant {
  const char* name;
  std::function<std::uint64_t()> ask_all;  // the sum of the answers, so that none is left out
  std::vector<double> rates;               // of each round
};

// The rounds' ratios of rates; in one round both met the same machine.
Spread ratio_of(const Contestant& one, const Contestant& other) {
  std::vector<double> ratios;
  std::ranges::transform(one.rates, other.rates, std::back_inserter(ratios), std::divides());
  return spread_of(std::move(ratios));
}

// REQUIRES: the first contestant is PrefixMap, the others are its peers.
void report(const std::string& name, std::size_t count, std::size_t bytes, double build_ms,
            const std::vector<Contestant>& contestants) {
  std::printf("%s: %zu prefixes, %.2f MiB (%.1f bytes a prefix), built in %.0f ms\n", name.c_str(), count,
              static_cast<double>(bytes) / 1048576.0, static_cast<double>(bytes) / static_cast<double>(count),
              build_ms);
  for (const Contestant& each : contestants) {
    const Spread rate = spread_of(each.rates);
    const Spread ratio = ratio_of(contestants.front(), each);  // how much faster PrefixMap is
    std::printf("  %-22s %8.2f M/s  (%.2f to %.2f)", each.name, rate.median, rate.min, rate.max);
    if (&each != &contestants.front()) {
      std::printf("  prefix_map is %.2f x as fast  (%.2f to %.2f)", ratio.median, ratio.min, ratio.max);
    }
    std::printf(
        "\nRESULT %s.%s mps=%.3f min=%.3f max=%.3f prefix_map_ratio=%.3f ratio_min=%.3f ratio_max=%.3f "
        "bytes=%zu build_ms=%.1f rounds=%d\n",
        name.c_str(), each.name, rate.median, rate.min, rate.max, ratio.median, ratio.min, ratio.max, bytes,
        build_ms, kRounds);
  }
}

template <class Key>
bool compare(const std::string& name, std::size_t count, bool ipv6, unsigned nested) {
  Random random(20'240'607);
  const auto prefixes = make_prefixes(count, ipv6, nested, random);
  const auto questions = make_questions(prefixes, random);

  PrefixMap map;
  const double build_seconds = seconds_of([&] { map = PrefixMap::build(prefixes); });
  const Intervals<Key> intervals(prefixes);
  for (const Address& question : questions) {
    if (map.find(question) != intervals.find(question)) {
      std::printf("%s: WRONG ANSWER for %s\n", name.c_str(), question.to_string().c_str());
      return false;
    }
  }
  std::vector<Key> starts;
  for (const Prefix& prefix : prefixes) starts.push_back(key_of(prefix.address(), Key{}));

  const auto sum = [&questions](auto&& find) {
    std::uint64_t total = 0;
    for (int pass = 0; pass < kPasses; ++pass) {
      for (const Address& question : questions) total += find(question);
    }
    return total;
  };
  const PrefixMapView view = map.view();
  std::vector<Contestant> contestants;
  contestants.push_back(
      {"prefix_map", [&] { return sum([&](const Address& a) { return view.find(a); }); }, {}});
  contestants.push_back({"upper_bound_starts",
                         [&] {
                           return sum([&](const Address& a) {
                             return static_cast<std::uint64_t>(
                                 std::upper_bound(starts.begin(), starts.end(), key_of(a, Key{})) -
                                 starts.begin());
                           });
                         },
                         {}});
  contestants.push_back({"upper_bound_intervals",
                         [&] { return sum([&](const Address& a) { return intervals.find(a); }); },
                         {}});

  std::uint64_t sink = 0;
  for (int round = 0; round < kRounds; ++round) {
    for (Contestant& contestant : contestants) {
      const double seconds = seconds_of([&] { sink += contestant.ask_all(); });
      contestant.rates.push_back(static_cast<double>(kQuestions * kPasses) / seconds / 1e6);
    }
  }

  report(name, count, map.bytes().size(), build_seconds * 1e3, contestants);
  std::printf("  (sum of the answers: %llx)\n", static_cast<unsigned long long>(sink));
  return true;
}

}  // namespace

int main() {
  bool right = true;
  right &= compare<std::uint32_t>("ipv4_10", 10, false, 3);
  right &= compare<std::uint32_t>("ipv4_100", 100, false, 3);
  right &= compare<std::uint32_t>("ipv4_10k", 10'000, false, 3);
  right &= compare<std::uint32_t>("ipv4_500k", 500'000, false, 3);
  right &= compare<std::uint32_t>("ipv4_500k_scattered", 500'000, false, 0);
  right &= compare<std::uint32_t>("ipv4_1m", 1'000'000, false, 3);
  right &= compare<Address>("ipv6_200k", 200'000, true, 3);
  right &= compare<Address>("ipv6_500k", 500'000, true, 3);
  return right ? 0 : 1;
}
