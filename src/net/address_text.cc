// The text of an address: the strict reader and the canonical printer.

#include <algorithm>
#include <array>
#include <charconv>

#include "net/address.h"

namespace sallyport::net {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::unexpected<ParseError> refuse(ParseFault fault, std::size_t offset) noexcept {
  return std::unexpected(parse_error_at(fault, offset));
}

// For a character that no rule allows at this place.
std::unexpected<ParseError> stray(std::string_view text, std::size_t at) noexcept {
  switch (text[at]) {
    case ' ':
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
      return refuse(ParseFault::white_space, at);
    case '%':
      return refuse(ParseFault::zone, at);
    default:
      return refuse(ParseFault::unexpected, at);
  }
}

// A prefix's slash ends an address just as the end of the text does, as far as what is missing is concerned.
bool ends(std::string_view text, std::size_t at) noexcept { return at == text.size() || text[at] == '/'; }

// Reads four octets from `at` to the end of the text.
std::expected<std::uint32_t, ParseError> read_ipv4(std::string_view text, std::size_t at) noexcept {
  std::uint32_t bits = 0;
  for (int octets = 0; octets < 4; ++octets) {
    if (octets > 0) {
      if (ends(text, at)) return refuse(ParseFault::too_few_octets, at);
      if (text[at] != '.') return stray(text, at);
      ++at;
    }
    if (ends(text, at)) return refuse(ParseFault::too_few_octets, at);
    if (!is_digit(text[at])) return stray(text, at);
    const std::size_t start = at;
    auto value = static_cast<std::uint32_t>(text[at++] - '0');
    while (at < text.size() && is_digit(text[at])) {
      if (value == 0) return refuse(ParseFault::leading_zero, start);
      value = value * 10 + static_cast<std::uint32_t>(text[at++] - '0');
      if (value > 255) return refuse(ParseFault::octet_out_of_range, start);
    }
    bits = bits << 8 | value;
  }
  if (at == text.size()) return bits;
  if (text[at] == '.') return refuse(ParseFault::too_many_octets, at);
  if (text[at] == '/') return refuse(ParseFault::not_a_full_address, at);
  return stray(text, at);
}

// Reads RFC 4291 section 2.2 text. A gap (::) stands for one group or more, as in inet_pton(3).
class Ipv6Reader {
 public:
  explicit Ipv6Reader(std::string_view text) noexcept : text_(text) {}

  std::expected<Address, ParseError> read() noexcept {
    if (text_.starts_with("::")) {
      gap_ = 0;
      at_ = 2;
    } else if (text_.front() == ':') {
      return stray(text_, 0);
    }
    bool more = gap_ != 0 || !ends(text_, at_);
    while (more) {
      const auto step = read_group();
      if (!step) return std::unexpected(step.error());
      more = *step;
    }
    if (gap_ < 0 && count_ < 8) return refuse(ParseFault::too_few_groups, at_);
    if (at_ < text_.size()) return refuse(ParseFault::not_a_full_address, at_);
    return assemble();
  }

 private:
  // Reads one group and what separates it from the next; says whether a next one follows.
  std::expected<bool, ParseError> read_group() noexcept {
    if (ends(text_, at_)) return refuse(ParseFault::too_few_groups, at_);
    const std::size_t start = at_;
    const int limit = gap_ < 0 ? 8 : 7;
    std::uint32_t value = 0;
    for (int digit; at_ < text_.size() && (digit = hex_value(text_[at_])) >= 0; ++at_) {
      if (at_ - start == 4) return refuse(ParseFault::group_too_long, start);
      value = value << 4 | static_cast<std::uint32_t>(digit);
    }
    if (at_ == start) return stray(text_, at_);
    if (count_ == limit) return refuse(ParseFault::too_many_groups, start);
    if (at_ < text_.size() && text_[at_] == '.') return read_octets(start, limit);
    groups_[static_cast<std::size_t>(count_++)] = static_cast<std::uint16_t>(value);
    if (ends(text_, at_)) return false;
    if (text_[at_] != ':') return stray(text_, at_);
    return read_separator(limit);
  }

  std::expected<bool, ParseError> read_separator(int limit) noexcept {
    const std::size_t colon = at_++;
    const bool gap = at_ < text_.size() && text_[at_] == ':';
    if (gap && gap_ >= 0) return refuse(ParseFault::repeated_gap, colon);
    if (count_ == limit) return refuse(ParseFault::too_many_groups, colon);
    if (gap) {
      gap_ = count_;
      ++at_;
      return !ends(text_, at_);
    }
    // After a gap nothing is missing: the colon itself is what is wrong.
    if (gap_ >= 0 && ends(text_, at_)) return refuse(ParseFault::unexpected, colon);
    return true;
  }

  std::expected<bool, ParseError> read_octets(std::size_t start, int limit) noexcept {
    if (count_ + 2 > limit) return refuse(ParseFault::too_many_groups, start);
    // The slash of a prefix stays unread, so that what is missing before it is found first.
    const std::size_t slash = text_.find('/', start);
    const auto bits = read_ipv4(text_.substr(0, slash), start);
    if (!bits) return std::unexpected(bits.error());
    groups_[static_cast<std::size_t>(count_++)] = static_cast<std::uint16_t>(*bits >> 16);
    groups_[static_cast<std::size_t>(count_++)] = static_cast<std::uint16_t>(*bits);
    at_ = std::min(slash, text_.size());
    return false;
  }

  Address assemble() const noexcept {
    std::array<std::uint64_t, 2> halves{};
    for (int i = 0; i < count_; ++i) {
      const auto place = static_cast<unsigned>(gap_ >= 0 && i >= gap_ ? 8 - count_ + i : i);
      halves[place < 4 ? 0 : 1] |= std::uint64_t{groups_[static_cast<std::size_t>(i)]}
                                   << (48 - 16 * (place % 4));
    }
    return Address::ipv6(halves[0], halves[1]);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::array<std::uint16_t, 8> groups_{};
  int count_ = 0;
  int gap_ = -1;  // how many groups stand before the ::
};

bool looks_like_ipv6(std::string_view text) noexcept {
  // A group has four digits; looking a little further tells an overlong group from an overlong octet.
  constexpr std::size_t kLook = 40;
  std::size_t at = 0;
  while (at < text.size() && at < kLook && hex_value(text[at]) >= 0) ++at;
  return at < text.size() && text[at] == ':';
}

void append_number(std::string& out, unsigned value, int base) {
  std::array<char, 8> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value, base).ptr);
}

void append_ipv4(std::string& out, std::uint32_t bits) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    append_number(out, bits >> shift & 0xff, 10);
    if (shift > 0) out += '.';
  }
}

struct ZeroRun {
  int first = 8;
  int length = 1;  // RFC 5952 section 4.2.2: one zero group alone is written out
};

ZeroRun longest_zero_run(const std::array<std::uint16_t, 8>& groups) {
  ZeroRun best;
  for (int i = 0; i < 8; ++i) {
    int end = i;
    while (end < 8 && groups[static_cast<std::size_t>(end)] == 0) ++end;
    if (end - i > best.length) best = {i, end - i};
    i = std::max(i, end - 1);
  }
  return best;
}

void append_ipv6(std::string& out, const Address& address) {
  std::array<std::uint16_t, 8> groups{};
  for (std::size_t i = 0; i < 4; ++i) {
    groups[i] = static_cast<std::uint16_t>(address.high() >> (48 - 16 * i));
    groups[i + 4] = static_cast<std::uint16_t>(address.low() >> (48 - 16 * i));
  }
  const ZeroRun run = longest_zero_run(groups);
  for (int i = 0; i < 8; ++i) {
    if (i == run.first) {
      out += "::";
      i += run.length - 1;
      continue;
    }
    if (i > 0 && i != run.first + run.length) out += ':';
    append_number(out, groups[static_cast<std::size_t>(i)], 16);
  }
}

}  // namespace

std::expected<Address, ParseError> Address::parse(std::string_view text) noexcept {
  if (text.empty()) return refuse(ParseFault::empty, 0);
  if (looks_like_ipv6(text)) return Ipv6Reader(text).read();
  const auto bits = read_ipv4(text, 0);
  if (!bits) return std::unexpected(bits.error());
  return Address::ipv4(*bits);
}

std::string Address::to_string() const {
  std::string text;
  if (is_ipv4()) {
    append_ipv4(text, ipv4_bits());
  } else {
    append_ipv6(text, *this);
  }
  return text;
}

Result<Address> parse_address(std::string_view text) {
  const auto address = Address::parse(text);
  if (!address) return std::unexpected(describe(text, address.error(), Wanted::address));
  return *address;
}

}  // namespace sallyport::net
