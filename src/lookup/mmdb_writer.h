// MmdbWriter: small files in the MaxMind DB format 2.0, written after its specification. For tests only.
//
//   file      = tree 16*%x00 data marker metadata
//   tree      = *( left right )            two records of 24 bits a node, one node for each bit of an address
//   record    = the next node's number, or the number of nodes (nothing is known), or that plus 16 plus where
//               its value starts in data
//   value     = a control byte, three bits of type and five of size, then the value; a type above 7 has 0 in
//               the control byte and its number less 7 in the next
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "net/prefix.h"

namespace sallyport::lookup {

class MmdbWriter {
 public:
  static std::string text(std::string_view value) { return control(2, value.size()) + std::string(value); }
  static std::string number(std::uint32_t value) { return control(6, 4) + big_endian(value, 4); }
  static std::string map(const std::vector<std::pair<std::string, std::string>>& members) {
    std::string value = control(7, members.size());
    for (const auto& [key, member] : members) value += text(key) + member;
    return value;
  }

  // REQUIRES: no prefix contains another.
  void add(const net::Prefix& prefix, const std::string& value) {
    const auto bytes = prefix.address().bytes();
    // An IPv4 address is ::a.b.c.d in the tree.
    const unsigned length = prefix.length() + (prefix.address().is_ipv4() ? 96 : 0);
    std::size_t node = 0;
    for (unsigned bit = 0; bit < length; ++bit) {
      const bool embedded = prefix.address().is_ipv4() && bit < 96;
      const auto byte = static_cast<unsigned>(bytes[bit / 8]);
      const std::size_t side = embedded ? 0 : (byte >> (7 - bit % 8)) & 1U;
      if (bit + 1 == length) {
        nodes_[node][side] = {Kind::value, data_.size()};
      } else {
        if (nodes_[node][side].kind != Kind::node) {
          nodes_[node][side] = {Kind::node, nodes_.size()};
          nodes_.push_back({});
        }
        node = nodes_[node][side].at;
      }
    }
    data_ += value;
  }

  std::string file() const {
    std::string bytes;
    for (const Node& node : nodes_) {
      for (const Record& record : node) bytes += big_endian(number_of(record), 3);
    }
    return bytes + std::string(16, '\0') + data_ + "\xab\xcd\xefMaxMind.com" + metadata();
  }

 private:
  enum class Kind : std::uint8_t { nothing, node, value };
  struct Record {
    Kind kind = Kind::nothing;
    std::size_t at = 0;
  };
  using Node = std::array<Record, 2>;

  static std::string big_endian(std::uint64_t value, unsigned bytes) {
    std::string text;
    for (unsigned i = bytes; i-- > 0;) text += static_cast<char>(value >> (8 * i) & 0xffU);
    return text;
  }
  static std::string control(unsigned type, std::size_t size) {
    const bool extended = type > 7;
    std::string bytes(1, static_cast<char>((extended ? 0U : type) << 5U | (size < 29 ? size : 29)));
    if (extended) bytes += static_cast<char>(type - 7);
    if (size >= 29) bytes += static_cast<char>(size - 29);
    return bytes;
  }
  static std::string small(std::uint16_t value) { return control(5, 2) + big_endian(value, 2); }

  std::uint64_t number_of(const Record& record) const {
    switch (record.kind) {
      case Kind::node:
        return record.at;
      case Kind::value:
        return nodes_.size() + 16 + record.at;
      case Kind::nothing:
        break;
    }
    return nodes_.size();
  }
  std::string metadata() const {
    return map({{"node_count", number(static_cast<std::uint32_t>(nodes_.size()))},
                {"record_size", small(24)},
                {"ip_version", small(6)},
                {"database_type", text("Sallyport-Test")},
                {"languages", control(11, 0)},
                {"binary_format_major_version", small(2)},
                {"binary_format_minor_version", small(0)},
                {"build_epoch", control(9, 8) + big_endian(1'767'225'600, 8)},
                {"description", map({})}});
  }

  std::vector<Node> nodes_ = std::vector<Node>(1);
  std::string data_;
};

}  // namespace sallyport::lookup
