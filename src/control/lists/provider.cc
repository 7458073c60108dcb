#include "control/lists/provider.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace sallyport::control {
namespace {

// Amazon 14618 16509, Google 15169 396982, Microsoft 8075, DigitalOcean 14061, OVH 16276, Hetzner 24940
//, Akamai (Linode) 63949, Oracle 31898, Cloudflare 13335, Alibaba 37963 45102, Tencent 45090 132203,
// Vultr 20473, Scaleway 12876, Contabo 51167, Leaseweb 28753 60781, IBM 36351, IONOS 8560.
constexpr std::array<std::uint32_t, 22> kHosting = {8075,  8560,  12876, 13335, 14061,  14618, 15169, 16276,
                                                    16509, 20473, 24940, 28753, 31898,  36351, 37963, 45090,
                                                    45102, 51167, 60781, 63949, 132203, 396982};

// Verizon 701 22394, BT 2856, KDDI 2516, Orange 3215, Vodafone 3209, Deutsche Telekom 3320, Telefonica 3352,
// China Telecom 4134, NTT OCN 4713, China Unicom 4837, AT&T 7018, Comcast 7922, China Mobile 9808, SoftBank
// 17676, T-Mobile US 21928, Jio 55836.
constexpr std::array<std::uint32_t, 17> kCarriers = {701,  2516, 2856, 3209, 3215,  3320,  3352,  4134, 4713,
                                                     4837, 7018, 7922, 9808, 17676, 21928, 22394, 55836};

constexpr std::array<std::string_view, 16> kHostingWords = {
    "amazon",  "cloud",    "colocation", "contabo", "data center", "datacenter", "digitalocean", "hetzner",
    "hosting", "leaseweb", "linode",     "ovh",     "scaleway",    "server",     "vps",          "vultr"};
constexpr std::array<std::string_view, 10> kCarrierWords = {"broadband", "cable",   "cellular",   "comcast",
                                                            "mobile",    "telecom", "telefonica", "telekom",
                                                            "verizon",   "vodafone"};

bool has_word(const std::string& name, std::span<const std::string_view> words) {
  return std::ranges::any_of(words,
                             [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

}  // namespace

std::optional<Provider> provider_of(const NetworkName& name) {
  if (name.as_number) {
    if (std::ranges::binary_search(kHosting, *name.as_number)) return Provider::hosting;
    if (std::ranges::binary_search(kCarriers, *name.as_number)) return Provider::carrier;
  }
  std::string owner = name.owner;
  std::ranges::transform(owner, owner.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  if (has_word(owner, kHostingWords)) return Provider::hosting;
  if (has_word(owner, kCarrierWords)) return Provider::carrier;
  return std::nullopt;
}

}  // namespace sallyport::control
