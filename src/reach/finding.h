// Finding: what came of trying a target.
//
// Thread safety: values, pure functions.
// Invariants: texts in it are fit to be shown (what strangers wrote stands in them as printable excerpts).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/address.h"

namespace sallyport::reach {

enum class Step : std::uint8_t { none, dns, tcp, tls };
enum class Verdict : std::uint8_t {
  not_tried,
  works,   // to every address that was tried, as far as it was to be tried
  partly,  // to some addresses only, or one family of addresses could not be looked up
  fails,
};

// The zero value says nothing. What a reader could take for another stays apart: that nothing was heard is
// not a refusal.
enum class Outcome : std::uint8_t {
  not_tried,
  works,
  // of a look-up
  no_such_host,        // the name server says that there is none
  no_address,          // the name has no address of either family
  name_server_failed,  // it answers that it cannot, or will not
  no_name_server,      // nothing listens where it should be
  sinkhole,            // it answers with an address that leads nowhere
  // of a connection
  refused,
  no_route,     // this machine has no way to it
  unreachable,  // a machine between says that it has none
  prohibited,   // this machine, or one between, says that it is not allowed
  timed_out,    // of a look-up and of TLS too
  reset,
  // of TLS
  closed,       // without an answer
  not_tls,      // something else answers
  tls_refused,  // an alert, or nothing in common
  wrong_name,
  expired,
  not_yet_valid,
  self_signed,
  unknown_issuer,
  bad_certificate,
  // of this machine
  special_use,  // not tried: see Options::only_public
  gave_up,      // the deadline of the whole, or whoever called, ended it
  failed_here,  // no socket, no memory
};

// "no_such_host": public and stable.
std::string_view to_string(Step step);
std::string_view to_string(Verdict verdict);
std::string_view to_string(Outcome outcome);

struct Certificate {
  std::string issuer;              // its common name, or organization
  std::vector<std::string> names;  // of hosts; the first few
  std::size_t more_names = 0;
  std::chrono::sys_seconds from{};  // held to the years 1970 to 9999
  std::chrono::sys_seconds until{};
};

// A connection to one address.
struct Attempt {
  net::Address address;
  Step step = Step::none;  // the last one that was tried: where it failed, if it did
  Outcome outcome = Outcome::not_tried;
  std::string reason;  // empty where it works
  std::optional<Certificate> certificate;
};

// What one look-up of a family of addresses gave.
struct Looked {
  Outcome outcome = Outcome::not_tried;
  std::string reason;
};

inline constexpr std::size_t kMostAddresses = 32;  // of a family, that are kept
inline constexpr std::size_t kTriedAddresses = 4;  // of a family, that are connected to

struct Finding {
  Verdict verdict = Verdict::not_tried;
  Step step = Step::none;  // of what failed; of what works, the last one
  Outcome outcome = Outcome::not_tried;
  std::string reason;                   // a sentence in English; empty where there is nothing to say
  std::vector<net::Address> addresses;  // that were found, IPv4 first
  std::vector<Attempt> attempts;        // in the order of the addresses
  std::optional<std::chrono::sys_seconds> certificate_until;  // the first that ends
};

// What a host's look-ups gave, and what is to be said where they gave no address to connect to.
struct Names {
  Looked ipv4, ipv6;
  std::vector<net::Address> addresses;  // IPv4 first, each family as the name server ordered it
};

// What the parts make together. `to_connect`: whether the target has a port. Pure.
Finding judge(const Names& names, bool to_connect, std::vector<Attempt> attempts);
Finding judge(Attempt attempt);  // of a target that is an address

}  // namespace sallyport::reach
