// Aggregation of a million IPv4 prefixes against FireHOL's iprange: a file in, the minimal equal set out, as
// programs.
//
//   aggregate_bench                runs both in turns on the same files, compares their outputs, prints the
//   times aggregate_bench --print FILE   what is measured: reads the file, strictly, and prints the set, a
//   prefix a line
//
// Two files with the same prefixes: in no order, as where several lists were put together, and sorted. A
// third of the prefixes are single addresses that lie close together, as in lists of attackers; the rest has
// the lengths that the Internet announces, partly inside or beside others. Each program starts anew in every
// round, reads the file, and writes to a file; processor time is user and system time of the process. The
// ratio is of one round's times.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "net/prefix_set.h"

namespace {

using sallyport::net::Address;
using sallyport::net::Prefix;
using sallyport::net::PrefixSet;
using Random = std::mt19937_64;

constexpr int kRounds = 11;
constexpr std::size_t kPrefixes = 1'000'000;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "aggregate_bench: %s\n", why.c_str());
  std::exit(1);
}

// --- what is measured

std::vector<Prefix> read_prefixes(const char* file) {
  const int descriptor = ::open(file, O_RDONLY | O_CLOEXEC);
  struct stat status{};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0) give_up(std::string("cannot read ") + file);
  const auto size = static_cast<std::size_t>(status.st_size);
  std::vector<Prefix> prefixes;
  if (size == 0) return prefixes;
  void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0);
  if (mapped == MAP_FAILED) give_up(std::string("cannot map ") + file);
  constexpr std::size_t kShortestLine = 8;
  prefixes.reserve(size / kShortestLine + 1);
  std::string_view rest(static_cast<const char*>(mapped), size);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const auto prefix = Prefix::parse(rest.substr(0, end));
    if (!prefix) give_up(sallyport::net::parse_prefix(rest.substr(0, end)).error().message);
    prefixes.push_back(*prefix);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return prefixes;  // the end of the process takes the mapping away
}

int print_aggregated(const char* file) {
  const PrefixSet set = PrefixSet::of(read_prefixes(file));
  std::string text;
  constexpr std::size_t kLongestIpv4 = 19;
  text.reserve(set.size() * kLongestIpv4);
  for (const Prefix& prefix : set.prefixes()) {
    text += prefix.to_string();
    text += '\n';
  }
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0 ? 0 : 1;
}

// --- the files

unsigned announced_length(Random& random) {
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

std::vector<Prefix> make_prefixes(Random& random) {
  const auto unicast = [&random] {
    return 0x0100'0000U + static_cast<std::uint32_t>(random() % 0xdf00'0000U);
  };
  std::vector<std::uint32_t> busy;  // networks of which many single addresses are listed
  for (int i = 0; i < 12'000; ++i) busy.push_back(unicast() & 0xffff'ff00U);
  std::vector<Prefix> prefixes;
  while (prefixes.size() < kPrefixes) {
    const auto kind = random() % 100;
    if (kind < 33) {
      prefixes.push_back(Prefix(Address::ipv4(busy[random() % busy.size()] | (random() & 0xff))));
    } else if (kind < 60 || prefixes.empty()) {
      prefixes.push_back(Prefix::enclosing(Address::ipv4(unicast()), announced_length(random)));
    } else {
      const Prefix& other = prefixes[random() % prefixes.size()];
      const std::uint32_t size = 1U << (32 - other.length());
      const auto inside = static_cast<std::uint32_t>(random()) & (size - 1);
      const std::uint32_t beside = kind < 80 ? 0 : size;  // in its other half, or the next network
      prefixes.push_back(Prefix::enclosing(Address::ipv4((other.address().ipv4_bits() ^ beside) | inside),
                                           std::max(other.length(), announced_length(random))));
    }
  }
  return prefixes;
}

void write_prefixes(const std::filesystem::path& file, const std::vector<Prefix>& prefixes) {
  std::ofstream out(file);
  for (const Prefix& prefix : prefixes) out << prefix.to_string() << '\n';
  if (!out.flush()) give_up("cannot write " + file.string());
}

// --- the comparison

struct Times {
  double wall;
  double processor;
};

Times run(const std::vector<const char*>& command, const std::filesystem::path& output) {
  std::vector<char*> arguments;
  for (const char* const argument : command) arguments.push_back(const_cast<char*>(argument));
  arguments.push_back(nullptr);
  timespec start{};
  timespec end{};
  clock_gettime(CLOCK_MONOTONIC, &start);
  const pid_t child = ::fork();
  if (child < 0) give_up("cannot fork");
  if (child == 0) {
    const int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int null = ::open("/dev/null", O_WRONLY);
    if (out < 0 || null < 0 || ::dup2(out, 1) < 0 || ::dup2(null, 2) < 0) ::_exit(126);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  int status = 0;
  rusage used{};
  if (::wait4(child, &status, 0, &used) != child || status != 0) give_up(std::string(command[0]) + " failed");
  clock_gettime(CLOCK_MONOTONIC, &end);
  const auto seconds = [](auto whole, auto part, double unit) {
    return static_cast<double>(whole) + static_cast<double>(part) * unit;
  };
  return {seconds(end.tv_sec - start.tv_sec, end.tv_nsec - start.tv_nsec, 1e-9),
          seconds(used.ru_utime.tv_sec + used.ru_stime.tv_sec, used.ru_utime.tv_usec + used.ru_stime.tv_usec,
                  1e-6)};
}

std::vector<Prefix> sorted_lines(const std::filesystem::path& file) {
  auto prefixes = read_prefixes(file.c_str());
  std::ranges::sort(prefixes);
  return prefixes;
}

struct Spread {
  double median;
  double low;
  double high;
};
Spread spread_of(std::vector<double> values) {
  std::ranges::sort(values);
  return {values[values.size() / 2], values.front(), values.back()};
}

bool compare(const char* name, const std::filesystem::path& file, const std::filesystem::path& folder) {
  const auto ours = folder / "ours";
  const auto theirs = folder / "theirs";
  const std::vector<const char*> we{"/proc/self/exe", "--print", file.c_str()};
  const std::vector<const char*> they{"iprange", file.c_str()};
  run(we, ours);  // and warms the caches
  run(they, theirs);
  const auto result = sorted_lines(ours);
  if (result != sorted_lines(theirs)) {
    std::printf("%s: THE RESULTS DIFFER\n", name);
    return false;
  }
  std::vector<double> our_wall, their_wall, our_processor, their_processor, ratios;
  for (int round = 0; round < kRounds; ++round) {
    const Times us = run(we, ours);
    const Times them = run(they, theirs);
    our_wall.push_back(us.wall * 1e3);
    their_wall.push_back(them.wall * 1e3);
    our_processor.push_back(us.processor * 1e3);
    their_processor.push_back(them.processor * 1e3);
    ratios.push_back(them.wall / us.wall);
  }
  const Spread ratio = spread_of(ratios);
  const auto line = [&](const char* who, const std::vector<double>& wall,
                        const std::vector<double>& processor) {
    const Spread all = spread_of(wall);
    std::printf("  %-10s %7.1f ms  (%.1f to %.1f), processor %.1f ms\n", who, all.median, all.low, all.high,
                spread_of(processor).median);
  };
  std::printf("%s: %zu prefixes to %zu, the same from both\n", name, kPrefixes, result.size());
  line("sallyport", our_wall, our_processor);
  line("iprange", their_wall, their_processor);
  std::printf("  sallyport is %.2f x as fast  (%.2f to %.2f)\n", ratio.median, ratio.low, ratio.high);
  std::printf(
      "RESULT aggregate.%s ms=%.2f iprange_ms=%.2f ratio=%.3f ratio_min=%.3f ratio_max=%.3f prefixes=%zu "
      "rounds=%d\n",
      name, spread_of(our_wall).median, spread_of(their_wall).median, ratio.median, ratio.low, ratio.high,
      result.size(), kRounds);
  return ratio.median > 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 3 && std::string_view(arguments[1]) == "--print") return print_aggregated(arguments[2]);
  std::string pattern = (std::filesystem::temp_directory_path() / "aggregate_bench.XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) give_up("cannot make a folder for its files");
  const std::filesystem::path folder = pattern;
  Random random(20'261'017);
  auto prefixes = make_prefixes(random);
  write_prefixes(folder / "shuffled", prefixes);
  std::ranges::sort(prefixes);
  write_prefixes(folder / "sorted", prefixes);
  bool faster = compare("shuffled", folder / "shuffled", folder);
  faster &= compare("sorted", folder / "sorted", folder);
  std::filesystem::remove_all(folder);
  return faster ? 0 : 1;
}
