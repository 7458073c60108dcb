// Any text: what is accepted prints and parses back, is LDH, and contains itself; what is refused has a
// reason of bounded length without control characters, and every suggestion is acceptable. The same for
// destinations.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/destination.h"
#include "net/host_reader.h"
#include "net/ports_reader.h"

namespace {

using namespace sallyport::net;

void demand_in_host_fuzz(bool truth) {
  if (!truth) std::abort();
}

void demand_tellable(const sallyport::Error& error) {
  demand_in_host_fuzz(!error.message.empty() && error.message.size() < 8192);
  demand_in_host_fuzz(std::ranges::none_of(error.message, [](char c) { return c >= 0 && c < ' '; }));
}

void demand_acceptable(std::string_view meant) {
  constexpr std::string_view kPrefix = "the prefix ";
  if (meant.starts_with(kPrefix)) {
    demand_in_host_fuzz(Prefix::parse(meant.substr(kPrefix.size())).has_value());
    return;
  }
  constexpr std::string_view kAnd = " and ";
  for (std::size_t at = 0; at <= meant.size();) {
    const std::size_t end = std::min(meant.find(kAnd, at), meant.size());
    demand_in_host_fuzz(HostPattern::parse(meant.substr(at, end - at)).has_value());
    at = end + kAnd.size();
  }
}

void demand_host(const std::string& text, const HostPattern& host) {
  const std::string printed = host.to_string();
  demand_in_host_fuzz(printed.size() == text.size());
  const auto again = HostPattern::parse_published(printed);
  demand_in_host_fuzz(again && *again == host && (*again <=> host) == 0);
  demand_in_host_fuzz(host.name().size() <= 253 && host.contains(host));
  demand_in_host_fuzz(host.name().find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") ==
                      std::string::npos);
  demand_in_host_fuzz(host.contains(host.name()) != host.is_wildcard());
  demand_in_host_fuzz(!Prefix::parse(printed));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);

  const auto published = HostPattern::parse_published(text);
  if (published) demand_host(text, *published);
  const auto host = HostPattern::parse(text);
  demand_in_host_fuzz(host.has_value() == (published && !published->is_on_public_suffix()));
  if (!host) {
    demand_tellable(host.error());
    if (const auto meant = suggest_host(text)) demand_acceptable(*meant);
  }

  if (const auto destination = parse_destination(text)) {
    const auto again = parse_destination(to_string(*destination));
    demand_in_host_fuzz(again && *again == *destination);
    demand_in_host_fuzz(!destination->ports || (destination->ports->first > 0 &&
                                                destination->ports->first <= destination->ports->last));
  } else {
    demand_tellable(destination.error());
  }
  for (const Ports& ports : suggest_ports(text)) {
    const auto again = parse_ports(to_string(ports));
    demand_in_host_fuzz(again && *again == ports);
  }
  return 0;
}
