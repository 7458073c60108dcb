// Target: one thing to try from this machine. Options: how all of them are tried.
//
// Thread safety: values.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <variant>

#include "net/host_pattern.h"
#include "net/prefix.h"
#include "reach/name_server.h"

namespace sallyport::reach {

struct Target {
  std::variant<net::Address, net::HostPattern> what;  // a pattern that is a wildcard is not tried
  std::optional<std::uint16_t> port;                  // of TCP; empty: only the name is looked up
  bool tls = false;  // whether the port speaks TLS from the first byte; it is tried where `what` is a host

  const net::Address* address() const { return std::get_if<net::Address>(&what); }
  const net::HostPattern* host() const { return std::get_if<net::HostPattern>(&what); }
};

inline constexpr std::chrono::milliseconds kShortestTimeout{100};
inline constexpr std::chrono::milliseconds kLongestTimeout{60'000};
inline constexpr std::size_t kMostParallel = 256;

struct Options {
  std::optional<NameServer> resolver;  // empty: as this machine is set up, its file of hosts too
  // Of one look-up, and of one connection with its TLS. Held to the two bounds above.
  std::chrono::milliseconds timeout{5'000};
  std::size_t parallel = 32;      // look-ups and connections at a time; held to 1..kMostParallel
  std::filesystem::path ca_file;  // certificates (PEM) to trust instead of this machine's
  // Whether only addresses that are public are connected to: for whoever tries what others name.
  bool only_public = false;
};

}  // namespace sallyport::reach
