#include "catalog/version.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace sallyport::catalog {
namespace {

constexpr std::size_t kMostNumbers = 8;

std::optional<std::vector<std::uint32_t>> version_numbers(std::string_view text) {
  std::vector<std::uint32_t> numbers;
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view part = text.substr(0, dot);
    std::uint32_t number = 0;
    const char* const end = part.data() + part.size();
    const auto [stop, error] = std::from_chars(part.data(), end, number);
    if (part.empty() || error != std::errc() || stop != end || (part.size() > 1 && part[0] == '0')) return {};
    numbers.push_back(number);
    if (numbers.size() > kMostNumbers) return {};
    if (dot == std::string_view::npos) return numbers;
    text.remove_prefix(dot + 1);
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What of it is a version, without what people put around one: "v1.0", "1.0+", "1.02", "1.0.x", "1,0".
std::string version_meant(std::string_view text) {
  const std::size_t start = std::min(text.find_first_of("0123456789"), text.size());
  if (text.find_first_not_of("vVersion .") < start) return {};
  std::string meant;
  for (std::size_t at = start; at < text.size() && at < start + 64; ++at) {
    const char c = text[at] == ',' ? '.' : text[at];
    if (!is_digit(c) && c != '.') break;
    const bool after_zero = meant.ends_with('0') && (meant.size() == 1 || meant[meant.size() - 2] == '.');
    if (is_digit(c) && after_zero) meant.pop_back();
    if (c == '.' && meant.ends_with('.')) return {};
    meant += c;
  }
  while (meant.ends_with('.')) meant.pop_back();
  return version_numbers(meant) ? meant : std::string();
}

// Whether an upper bound leaves out all from the lower one on.
bool ends_below(const Version& to, const Version& from) { return to < from && !from.begins_with(to); }

Version lower_end(const Version& a, const Version& b) {
  if (a.begins_with(b)) return a;
  if (b.begins_with(a)) return b;
  return a < b ? a : b;
}

}  // namespace

Result<Version> Version::parse(std::string_view text) {
  if (auto numbers = version_numbers(text)) return Version(std::move(*numbers));
  const std::string meant = version_meant(text);
  return fail(
      ErrorCode::malformed_request,
      fmt::format(
          "'{}' is not a version: it is numbers with dots between, as in 16 or 1.0.319, without leading "
          "zeros{}",
          printable_excerpt(text), meant.empty() ? "" : fmt::format("; did you mean {}?", meant)));
}

std::string Version::to_string() const { return fmt::format("{}", fmt::join(numbers_, ".")); }

bool Version::begins_with(const Version& other) const {
  return numbers_.size() >= other.numbers_.size() &&
         std::equal(other.numbers_.begin(), other.numbers_.end(), numbers_.begin());
}

std::strong_ordering operator<=>(const Version& a, const Version& b) {
  for (std::size_t i = 0; i < std::max(a.numbers_.size(), b.numbers_.size()); ++i) {
    const std::uint32_t left = i < a.numbers_.size() ? a.numbers_[i] : 0;
    const std::uint32_t right = i < b.numbers_.size() ? b.numbers_[i] : 0;
    if (left != right) return left <=> right;
  }
  return std::strong_ordering::equal;
}

bool VersionRange::ends_before_it_starts() const { return from && to && ends_below(*to, *from); }

bool VersionRange::contains(const Version& version) const {
  return (!from || version >= *from) && (!to || !ends_below(*to, version));
}

bool VersionRange::overlaps(const VersionRange& other) const {
  const bool below = to && other.from && ends_below(*to, *other.from);
  const bool above = other.to && from && ends_below(*other.to, *from);
  return !below && !above;
}

VersionRange VersionRange::common(const VersionRange& other) const {
  VersionRange range = *this;
  if (other.from && (!from || *other.from > *from)) range.from = other.from;
  if (other.to) range.to = to ? lower_end(*to, *other.to) : *other.to;
  return range;
}

std::string VersionRange::to_string() const {
  if (from && to && from->numbers() == to->numbers()) return "version " + from->to_string();
  if (from && to) return fmt::format("versions {} to {}", from->to_string(), to->to_string());
  if (from) return "versions from " + from->to_string();
  if (to) return "versions up to " + to->to_string();
  return "all versions";
}

}  // namespace sallyport::catalog
