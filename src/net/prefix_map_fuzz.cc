// First byte even: the rest are a map's bytes, as they are or with the header made right, and look-ups stay
// inside. Odd: the rest are prefixes to build a map of, which equals its golden twin and passes the check.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "net/golden_prefix_map.h"
#include "net/prefix_map_find_by_all.h"
#include "net/prefix_map_layout.h"

namespace {

using namespace sallyport::net;

void demand(bool truth) {
  if (!truth) std::abort();
}

void open_and_find(const std::uint8_t* data, std::size_t size, bool header_made_right) {
  const std::unique_ptr<std::byte[]> bytes(new std::byte[size]);  // of exactly this size, for the sanitizer
  if (size > 0) std::memcpy(bytes.get(), data, size);
  if (header_made_right && size >= sizeof(prefix_map::Header)) {
    auto header = prefix_map::load<prefix_map::Header>(bytes.get());
    header.magic = prefix_map::kMagic;
    header.version = prefix_map::kVersion;
    header.byte_order = prefix_map::kByteOrder;
    header.size = size;
    header.zero = 0;
    header.sections[0].at = sizeof header;
    header.sections[0].words = std::min<std::uint64_t>(header.sections[0].words, (size - sizeof header) / 4);
    header.sections[1].at = sizeof header + header.sections[0].words * 4;
    header.sections[1].words = (size - header.sections[1].at) / 4;
    std::memcpy(bytes.get(), &header, sizeof header);
  }
  const auto view = PrefixMapView::open({bytes.get(), size});
  if (!view) return;
  const auto ask = [&](const Address& address) {
    const std::uint32_t index = find_by_all({bytes.get(), size}, address);
    demand(index == PrefixMapView::kNone || index < view->size());
  };
  for (std::uint64_t i = 0; i < 64; ++i) {
    const std::uint64_t bits = i * 0x9e37'79b9'7f4a'7c15ULL;
    ask(Address::ipv4(static_cast<std::uint32_t>(bits >> 32)));
    ask(Address::ipv6(bits, bits * bits));
  }
  for (std::size_t at = 0; at + 16 <= size; at += 4) {  // keys the bytes themselves name
    ask(Address::ipv4(prefix_map::load<std::uint32_t>(bytes.get() + at)));
    ask(Address::ipv6(prefix_map::load<std::uint64_t>(bytes.get() + at),
                      prefix_map::load<std::uint64_t>(bytes.get() + at + 8)));
  }
}

// A prefix takes six bytes: family and length, how far apart its bits lie, and four bytes of address.
void build_and_compare(const std::uint8_t* data, std::size_t size) {
  std::vector<Prefix> prefixes;
  for (; size >= 6 && prefixes.size() < 300; data += 6, size -= 6) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, data + 2, sizeof bits);
    const unsigned length = data[0] & 0x7f;
    if ((data[0] & 0x80) != 0) {
      const unsigned shift = data[1] % 97;
      const std::uint64_t high = shift >= 64 ? std::uint64_t{bits} << (shift - 64) : 0;
      prefixes.push_back(
          Prefix::enclosing(Address::ipv6(high, shift < 64 ? std::uint64_t{bits} << shift : 0), length + 1));
    } else {
      prefixes.push_back(Prefix::enclosing(Address::ipv4(bits), length % 33));
    }
  }
  std::ranges::sort(prefixes);
  prefixes.erase(std::ranges::unique(prefixes).begin(), prefixes.end());
  const PrefixMap map = PrefixMap::build(prefixes);
  demand(PrefixMapView::open(map.bytes()).has_value());
  const GoldenPrefixMap golden(prefixes);
  for (const Prefix& each : prefixes) {
    for (const Address& end : {each.address(), each.last()}) {
      for (const std::uint64_t flip : {0ULL, 1ULL, 0x100ULL, 0x8000'0000ULL}) {
        const Address at = Address::ipv6(end.high(), end.low() ^ flip);
        demand(find_by_all(map.bytes(), at) == golden.find(at));
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  if (data[0] % 2 == 0) {
    open_and_find(data + 1, size - 1, (data[0] & 2) != 0);
  } else {
    build_and_compare(data + 1, size - 1);
  }
  return 0;
}
