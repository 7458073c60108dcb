// HostPattern: a host name, or all names under one.
//
// Grammar: LABEL ("." LABEL)+ of letters, digits and inner hyphens (RFC 952, RFC 1123), labels of at most 63
// bytes and the name of at most 253, no trailing dot; the last label begins with a letter, and
// what looks like an address (192.168.1.x) is no name. In front may stand "*." (names with exactly one
// more label) or "**." (names with one or more): neither contains the name itself, which is written beside it
// where it is meant. A wildcard on a public suffix (publicsuffix.org) is refused, as is a name with letters
// outside ASCII: the message has its A-label form (RFC 5891). Upper case is read, lower case is printed.
//
// Thread safety: an immutable value.
// Invariants: what is printed parses back to itself; name() is LDH in lower case; a wildcard leaves room for
// a label.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace sallyport::net {

enum class Depth : std::uint8_t { exact, one, any };  // any: one or more labels in front of the name

class HostPattern {
 public:
  // Errors: malformed_host, with what was probably meant. Cost: O(size), and a look-up for a wildcard.
  static Result<HostPattern> parse(std::string_view text);
  // The same, with wildcards on public suffixes too: only for reading what a vendor published (GitHub lists
  // *.github.io), to be held until a person has looked.
  static Result<HostPattern> parse_published(std::string_view text);

  const std::string& name() const { return name_; }  // without the wildcard
  Depth depth() const { return depth_; }
  bool is_wildcard() const { return depth_ != Depth::exact; }
  // Whether it is a wildcard that has names of people who have nothing to do with each other. Never true of
  // what parse() made.
  bool is_on_public_suffix() const;

  bool contains(std::string_view host) const noexcept;     // REQUIRES: a host name, lower case
  bool contains(const HostPattern& other) const noexcept;  // every pattern contains itself

  std::string to_string() const;

  friend bool operator==(const HostPattern&, const HostPattern&) = default;
  // By the labels from the last one on, so that a name stands before what is under it; then exact, one, any.
  friend std::strong_ordering operator<=>(const HostPattern& a, const HostPattern& b);

 private:
  HostPattern(std::string name, Depth depth) : name_(std::move(name)), depth_(depth) {}

  std::string name_;
  Depth depth_ = Depth::exact;
};

}  // namespace sallyport::net
