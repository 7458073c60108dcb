#include "http/client_address.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/field_names.h"
#include "http/forwarded_elements.h"

namespace sallyport::http {
namespace {

constexpr std::string_view kXForwardedFor = "X-Forwarded-For";
constexpr std::string_view kForwarded = "Forwarded";

bool is_or_may_be(std::string_view name, std::string_view known) {
  return same_name(name, known) || is_alias(name, known);
}

bool has_forwarding_header(std::span<const Field> fields) {
  return std::ranges::any_of(fields, [](const Field& field) {
    return is_or_may_be(field.name, kXForwardedFor) || is_or_may_be(field.name, kForwarded);
  });
}

// Whether a Connection header names `known` as its own, so that the next proxy takes it out: a client's way
// to remove what proxies before it wrote.
bool is_hop_by_hop(std::string_view connection, std::string_view known) {
  for (;;) {
    const auto comma = connection.find(',');
    auto option = connection.substr(0, comma);
    option.remove_prefix(std::min(option.find_first_not_of(" \t"), option.size()));
    option = option.substr(0, option.find_last_not_of(" \t") + 1);
    if (is_or_may_be(option, known)) return true;
    if (comma == std::string_view::npos) return false;
    connection.remove_prefix(comma + 1);
  }
}

}  // namespace

Result<ClientAddressFinder> ClientAddressFinder::create(const ClientAddressSettings& settings) {
  const bool anyone_trusted = settings.trust_unix || !settings.trusted_proxies.empty();
  if (settings.header != AddressHeader::none && !anyone_trusted) {
    return fail(ErrorCode::invalid_setting,
                "a client address header is set, but nobody is trusted to send it: name the trusted proxies");
  }
  if (settings.header == AddressHeader::none && anyone_trusted) {
    return fail(ErrorCode::invalid_setting,
                "trusted proxies are named, but not the header in which they tell the client's address");
  }
  for (const auto& proxy : settings.trusted_proxies) {
    if (proxy.length() == 0) {
      return fail(ErrorCode::invalid_setting,
                  fmt::format("{} cannot be a trusted proxy: anyone could then choose "
                              "the address that is evaluated; name the proxies' own",
                              proxy.to_string()));
    }
  }
  auto proxies = settings.trusted_proxies;
  std::ranges::sort(proxies);
  proxies.erase(std::ranges::unique(proxies).begin(), proxies.end());

  ClientAddressFinder finder;
  finder.header_ = settings.header;
  finder.trusted_ = net::PrefixMap::build(proxies);
  finder.trust_unix_ = settings.trust_unix;
  finder.ignore_other_header_ = settings.ignore_other_header;
  return finder;
}

std::expected<ClientAddress, AddressFault> ClientAddressFinder::find(
    const Peer& peer, std::span<const Field> fields) const noexcept {
  const auto& socket = peer.proxied ? peer.proxied : peer.address;
  const bool trusted = socket ? is_trusted(*socket) : trust_unix_;
  if (trusted) {
    const auto client = forwarded_client(fields);
    if (!client) return std::unexpected(client.error());
    return ClientAddress{*client, false};
  }
  const bool forwarded = has_forwarding_header(fields);
  if (forwarded && (!socket || is_loopback(*socket))) return std::unexpected(AddressFault::unnamed_proxy);
  if (!socket) return std::unexpected(AddressFault::absent);
  return ClientAddress{*socket, forwarded};
}

std::expected<net::Address, AddressFault> ClientAddressFinder::forwarded_client(
    std::span<const Field> fields) const noexcept {
  const bool legacy = header_ == AddressHeader::x_forwarded_for;
  const auto configured = legacy ? kXForwardedFor : kForwarded;
  const auto other = legacy ? kForwarded : kXForwardedFor;
  ForwardedElements elements;
  for (const auto& [name, value] : fields) {
    if (same_name(name, configured)) {
      const bool sound = legacy ? elements.add_x_forwarded_for(value) : elements.add_forwarded(value);
      if (!sound) return std::unexpected(AddressFault::malformed);
    } else if (is_alias(name, configured) || (!ignore_other_header_ && is_or_may_be(name, other)) ||
               (same_name(name, "Connection") && is_hop_by_hop(value, configured))) {
      return std::unexpected(AddressFault::ambiguous);
    }
  }
  const auto all = elements.all();
  if (all.empty()) return std::unexpected(AddressFault::absent);
  for (std::size_t i = all.size(); i-- > 0;) {
    if (!all[i].has_address) return std::unexpected(AddressFault::unknown);
    if (!is_trusted(all[i].address)) return all[i].address;
  }
  return all.front().address;
}

bool ClientAddressFinder::is_trusted(const net::Address& address) const noexcept {
  return trusted_.find(address) != net::PrefixMapView::kNone;
}

}  // namespace sallyport::http
