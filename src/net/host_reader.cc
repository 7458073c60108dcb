#include "net/host_reader.h"

#include <algorithm>
#include <iterator>

#include "net/public_suffix.h"

namespace sallyport::net {
namespace {

constexpr std::size_t kLongestName = 253;  // RFC 1035 section 2.3.4: 255 bytes with the lengths of labels
constexpr std::size_t kLongestLabel = 63;

constexpr bool is_ldh(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// Whether it ends as an address, a range of them or a number does: 192.0.2.1, 10.0.0.1-5, 1.2.3.0x4,
// 192.168.1.x. No name at the top of the domain name system begins with a digit (RFC 3696 section 2).
bool ends_like_address(std::string_view name) {
  const char first_of_last = name[name.rfind('.') + 1];
  return (first_of_last >= '0' && first_of_last <= '9') ||
         name.find_first_not_of("0123456789.xX") == std::string_view::npos;
}

std::optional<HostError> check_label(std::string_view label, std::size_t offset) {
  if (label.empty()) return HostError{HostFault::empty_label, offset};
  if (label.size() > kLongestLabel) return HostError{HostFault::label_too_long, offset};
  if (label.front() == '-') return HostError{HostFault::edge_hyphen, offset};
  if (label.back() == '-') return HostError{HostFault::edge_hyphen, offset + label.size() - 1};
  return std::nullopt;
}

// Checks name, which begins at `offset` of the text that is refused.
std::optional<HostError> check_host_name(std::string_view name, std::size_t offset) {
  // A little past the limit is enough to tell what is wrong.
  const std::string_view seen = name.substr(0, kLongestName + 1);
  const auto stray = std::ranges::find_if(seen, [](char c) { return !is_ldh(c) && c != '.'; });
  if (stray != seen.end()) {
    return HostError{HostFault::character, offset + static_cast<std::size_t>(stray - seen.begin())};
  }
  if (name.size() > kLongestName) return HostError{HostFault::too_long, offset + kLongestName};
  std::size_t labels = 0;
  for (std::size_t start = 0; start <= name.size(); ++labels) {
    const std::size_t end = std::min(name.find('.', start), name.size());
    const std::string_view label = name.substr(start, end - start);
    if (const auto error = check_label(label, offset + start)) return error;
    start = end + 1;
  }
  if (ends_like_address(name)) return HostError{HostFault::number, offset + name.rfind('.') + 1};
  if (labels < 2) return HostError{HostFault::one_label, offset};
  return std::nullopt;
}

}  // namespace

std::expected<HostParts, HostError> read_host(std::string_view text, PublicSuffixes suffixes) {
  HostParts parts;
  if (text.starts_with("**.")) {
    parts.depth = Depth::any;
  } else if (text.starts_with("*.")) {
    parts.depth = Depth::one;
  }
  const std::size_t offset = parts.depth == Depth::any ? 3 : parts.depth == Depth::one ? 2 : 0;
  const std::string_view name = text.substr(offset);
  if (name.empty()) return std::unexpected(HostError{HostFault::empty, offset});
  if (const auto error = check_host_name(name, offset)) return std::unexpected(*error);

  constexpr std::size_t kShortestLabel = 2;  // with its dot
  if (parts.depth != Depth::exact && name.size() + kShortestLabel > kLongestName) {
    return std::unexpected(HostError{HostFault::too_long, text.size() - 1});
  }
  parts.name.reserve(name.size());
  std::ranges::transform(name, std::back_inserter(parts.name), lower);
  if (parts.depth != Depth::exact && suffixes == PublicSuffixes::refused && is_public_suffix(parts.name)) {
    return std::unexpected(HostError{HostFault::public_suffix, offset});
  }
  return parts;
}

}  // namespace sallyport::net
