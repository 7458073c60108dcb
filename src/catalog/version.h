// Version: the number of a product's version, and ranges of them.
//
// Grammar: NUMBER ("." NUMBER)*, no leading zeros, each below 2^32, at most 8. Compared number by number; 16
// and 16.0 are different spellings of one version. As the bound of a range, "16" up to "16" contains 16.2: an
// upper bound counts for all that begins with it.
//
// Thread safety: values.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sallyport::catalog {

class Version {
 public:
  // Errors: malformed_request, with what was probably meant.
  static Result<Version> parse(std::string_view text);

  std::string to_string() const;  // as it was written; parses back to *this
  const std::vector<std::uint32_t>& numbers() const { return numbers_; }
  bool begins_with(const Version& other) const;  // 16.2 with 16; 16 with 16, not with 16.0

  friend bool operator==(const Version& a, const Version& b) { return (a <=> b) == 0; }
  friend std::strong_ordering operator<=>(const Version& a, const Version& b);

 private:
  explicit Version(std::vector<std::uint32_t> numbers) : numbers_(std::move(numbers)) {}

  std::vector<std::uint32_t> numbers_;
};

struct VersionRange {  // both bounds included; empty: open
  std::optional<Version> from;
  std::optional<Version> to;

  bool is_everything() const { return !from && !to; }
  bool ends_before_it_starts() const;  // nothing is in it
  bool contains(const Version& version) const;
  bool overlaps(const VersionRange& other) const;
  VersionRange common(const VersionRange& other) const;  // REQUIRES: overlaps(other)
  std::string to_string()
      const;  // "all versions", "versions from 16", "versions up to 15", "versions 2.3 to 2.9"

  friend bool operator==(const VersionRange& a, const VersionRange& b) = default;
};

}  // namespace sallyport::catalog
