#include "net/prefix_map_wide_build.h"

#include <cstring>

#include "net/prefix_map_layout.h"

namespace sallyport::net::prefix_map {
namespace {

constexpr std::uint32_t kEnd = 0x1'0000;  // behind the last slot

struct WideRun {
  std::uint32_t key;
  std::uint32_t leaf;
};

std::uint32_t key_of(const Prefix& prefix) { return prefix.address().ipv4_bits() % kEnd; }
std::uint32_t end_of(const Prefix& prefix) { return key_of(prefix) + (1U << (32 - prefix.length())); }

// From left to right; what is on the stack contains the slot that is reached, the innermost on top.
std::vector<WideRun> find_runs(std::span<const Prefix> prefixes, std::uint32_t first_leaf,
                               std::uint32_t outside) {
  std::vector<WideRun> runs{{0, outside}};
  std::vector<std::uint32_t> open;
  const auto begin = [&](std::uint32_t key, std::uint32_t leaf) {
    if (runs.back().key == key) runs.pop_back();
    if (runs.empty() || runs.back().leaf != leaf) runs.push_back({key, leaf});
  };
  const auto close_until = [&](std::uint32_t key) {
    while (!open.empty() && end_of(prefixes[open.back()]) <= key) {
      const std::uint32_t end = end_of(prefixes[open.back()]);
      open.pop_back();
      if (end < kEnd) begin(end, open.empty() ? outside : first_leaf + open.back());
    }
  };
  for (std::uint32_t i = 0; i < prefixes.size(); ++i) {
    close_until(key_of(prefixes[i]));
    begin(key_of(prefixes[i]), first_leaf + i);
    open.push_back(i);
  }
  close_until(kEnd);
  return runs;
}

}  // namespace

bool append_wide(std::span<const Prefix> prefixes, std::uint32_t first_leaf, std::uint32_t outside,
                 std::vector<std::uint32_t>& words) {
  // A prefix has a run of its own unless at least two others inside it cover it: so there are fewer than two
  // prefixes to a run, and the codes of those that fit are far below 256.
  if (prefixes.size() >= 2 * kMaxWideRuns) return false;
  const std::vector<WideRun> runs = find_runs(prefixes, first_leaf, outside);
  if (runs.size() > kMaxWideRuns) return false;

  std::uint8_t bytes[wide_size(kMaxWideRuns)] = {};
  const std::uint32_t heads[2] = {outside, first_leaf - 1};
  std::memcpy(bytes, heads, sizeof heads);
  const auto count = static_cast<std::uint16_t>(runs.size());
  std::memcpy(bytes + kWideCount, &count, sizeof count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int16_t key = wide_key(runs[i].key);
    std::memcpy(bytes + kWideKeys + 2 * i, &key, sizeof key);
    const std::uint32_t code = runs[i].leaf == outside ? 0 : runs[i].leaf - heads[1];
    bytes[kWideKeys + 2U * count + i] = static_cast<std::uint8_t>(code);
  }
  const std::size_t at = words.size();
  words.resize(at + wide_size(count) / sizeof(std::uint32_t));
  std::memcpy(words.data() + at, bytes, wide_size(count));
  return true;
}

}  // namespace sallyport::net::prefix_map
