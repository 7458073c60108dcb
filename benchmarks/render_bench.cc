// How long 100,000 prefixes take to be read, aggregated and rendered for nftables; and, beside it, how long
// `nft -f` takes to load them in a network namespace of its own.
//
//   render_bench [PREFIXES [ROUNDS]]      100000 and 9 when left out
//
// The prefixes are scattered, three quarters of them IPv4, so that none is joined with another and every line
// comes out again. Prints medians, and the fastest and the slowest; exit 1 where 100 ms are missed.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "render/target.h"

namespace {

using namespace sallyport;
using Random = std::mt19937_64;

constexpr std::size_t kPrefixes = 100'000;
constexpr double kMostMilliseconds = 100;

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

// Of odd numbers, so that no two are the halves of one.
std::string make_lines(std::size_t count) {
  Random random(20'261'122);
  std::vector<net::Prefix> prefixes;
  while (prefixes.size() < count) {
    while (prefixes.size() < count + count / 50) {
      if (random() % 4 != 0) {
        const auto bits = static_cast<std::uint32_t>(0x0100'0000U + random() % 0xdf00'0000U);
        prefixes.push_back(net::Prefix::enclosing(net::Address::ipv4(bits | 0x100), 24));
      } else {
        const std::uint64_t high = 0x2000'0000'0000'0000ULL | (random() & 0x1fff'ffff'ffff'ffffULL);
        prefixes.push_back(net::Prefix::enclosing(net::Address::ipv6(high | 0x1'0000, 0), 48));
      }
    }
    std::ranges::sort(prefixes);
    prefixes.erase(std::ranges::unique(prefixes).begin(), prefixes.end());
  }
  std::ranges::shuffle(prefixes, random);
  prefixes.resize(count);
  std::string lines;
  for (const net::Prefix& prefix : prefixes) lines += prefix.to_string() + '\n';
  return lines;
}

double milliseconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double report(const std::string& name, std::vector<double> milliseconds) {
  std::ranges::sort(milliseconds);
  const double median = milliseconds[milliseconds.size() / 2];
  fmt::print("{:<28} {:8.1f} ms  ({:.1f} to {:.1f})\n", name, median, milliseconds.front(),
             milliseconds.back());
  fmt::print("RESULT render.{} ms={:.3f} min={:.3f} max={:.3f} rounds={}\n", name.substr(0, name.find(' ')),
             median, milliseconds.front(), milliseconds.back(), milliseconds.size());
  return median;
}

// Whether the command ends well. It runs in a network namespace of its own, which is gone with it.
bool load(const std::string& command) { return std::system((command + " 2>/dev/null").c_str()) == 0; }

void measure_loading(const std::string& text, std::size_t rounds) {
  const auto file = std::filesystem::temp_directory_path() / fmt::format("render_bench.{}.nft", ::getpid());
  std::ofstream(file) << text;
  const std::string command = fmt::format("PATH=$PATH:/usr/sbin unshare --net nft -f '{}'", file.string());
  if (!load("PATH=$PATH:/usr/sbin unshare --net nft list ruleset")) {
    fmt::print("nft -f: not measured, as nft or the privilege to make a network namespace is missing\n");
  } else {
    std::vector<double> loads;
    for (std::size_t i = 0; i < rounds; ++i) {
      loads.push_back(milliseconds_of([&] {
        if (!load(command)) give_up("nft -f refuses what was rendered");
      }));
    }
    report("load by nft -f", loads);
  }
  std::filesystem::remove(file);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : kPrefixes;
  const std::size_t rounds = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 9;
  if (count == 0 || rounds == 0) give_up("render_bench [PREFIXES [ROUNDS]]");
  const std::string lines = make_lines(count);
  const render::Target& target = *render::find_target("nftables");
  std::vector<double> reads, writes;
  std::string text;
  for (std::size_t i = 0; i < rounds; ++i) {
    render::List list;
    reads.push_back(milliseconds_of([&] { list = render::parse_list(lines).value(); }));
    if (list.prefixes.prefixes().size() != count)
      give_up("prefixes were joined: the rounds are not the same");
    writes.push_back(milliseconds_of(
        [&] { text = render::render(target, std::move(list), {}).value().files.front().text; }));
  }
  fmt::print("{} prefixes, {:.1f} MiB of nftables\n", count, static_cast<double>(text.size()) / 1048576.0);
  report("read and aggregate", reads);
  report("write", writes);
  std::ranges::transform(reads, writes, reads.begin(), std::plus());
  const double median = report("all of it", reads);
  measure_loading(text, std::min<std::size_t>(rounds, 3));
  return count <= kPrefixes && median >= kMostMilliseconds ? 1 : 0;
}
