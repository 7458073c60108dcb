// Which address is the client.
//
// By default the other end of the connection (or the address that a PROXY protocol header named). What a
// request says about itself counts only where the connection comes from a trusted proxy, and only in the one
// header that is configured: its elements are read from right to left, trusted proxies are skipped, and the
// first other address is the client. Where all are trusted it is the leftmost. Whatever is malformed or could
// be read in two ways is refused.
//
// Somebody on this machine (a loopback address, a UNIX socket) who is no trusted proxy and sends such a
// header is taken for a proxy that nobody named: all who come through it would have its address, so none is
// known. From elsewhere the header counts for nothing, and the address that sent it is the client.
//
//   X-Forwarded-For: elements are bare addresses, or `unknown` (Squid writes it for a client that it hides);
//   ports and brackets are refused. What stands left of the client must be well-formed too, but is not used.
//   Forwarded: RFC 7239, without empty elements or pairs; `for` may have a port, and `unknown` or an
//   _obfuscated name where nobody asks for it.
//
// Thread safety: immutable; any number of threads.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "net/address.h"
#include "net/prefix.h"
#include "net/prefix_map.h"

namespace sallyport::http {

// An address of this machine alone: 127.0.0.0/8 or ::1.
constexpr bool is_loopback(const net::Address& address) {
  return address.is_ipv4() ? (address.ipv4_bits() >> 24) == 127 : address.high() == 0 && address.low() == 1;
}

enum class AddressHeader : std::uint8_t { none, x_forwarded_for, forwarded };

struct ClientAddressSettings {
  AddressHeader header = AddressHeader::none;
  std::vector<net::Prefix> trusted_proxies{};  // beware of ranges in which others live
  bool trust_unix = false;                     // whether who connects to a UNIX socket is a trusted proxy
  // X-Forwarded-For and Forwarded together are refused, as it is not known which of them the proxy wrote;
  // unless this says that the header not configured means nothing.
  bool ignore_other_header = false;
};

struct ClientAddress {
  net::Address address;
  bool ignored_header = false;  // somebody who is no trusted proxy sent a forwarding header
};

enum class AddressFault : std::uint8_t {
  absent,         // a trusted proxy sent no header, or it is a UNIX socket that nobody trusts
  unknown,        // a trusted proxy does not know which address it is, or hides it
  unnamed_proxy,  // a proxy on this machine that is not among the trusted ones
  malformed,      // a trusted proxy sent what cannot be read
  ambiguous,      // or what can be read in two ways
};

// Told who it was, for each request with a forwarding header from somebody who is no trusted proxy. Called by
// any thread; throws nothing.
using UnnamedProxyWatch = std::function<void(const Peer&)>;

class ClientAddressFinder {
 public:
  ClientAddressFinder() = default;  // trusts nobody

  // Errors: invalid_setting, where the settings cannot do what they seem to.
  static Result<ClientAddressFinder> create(const ClientAddressSettings& settings);

  // Allocates nothing.
  std::expected<ClientAddress, AddressFault> find(const Peer& peer,
                                                  std::span<const Field> fields) const noexcept;

 private:
  std::expected<net::Address, AddressFault> forwarded_client(std::span<const Field> fields) const noexcept;
  bool is_trusted(const net::Address& address) const noexcept;

  AddressHeader header_ = AddressHeader::none;
  net::PrefixMap trusted_;
  bool trust_unix_ = false;
  bool ignore_other_header_ = false;
};

}  // namespace sallyport::http
