// Any text: what is accepted prints and parses back and is what inet_pton(3) reads; what is refused has a
// description, and every suggestion is acceptable.

#include <arpa/inet.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/prefix.h"

namespace {

using namespace sallyport::net;

void demand(bool truth) {
  if (!truth) std::abort();
}

bool peer_reads(const std::string& text, Address& address) {
  if (text.find('\0') != std::string::npos) return false;
  Address::Bytes bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) {
    bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (inet_pton(AF_INET, text.c_str(), bytes.data() + 12) != 1) return false;
  }
  address = Address::from_bytes(bytes);
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);

  Address expected;
  const auto address = Address::parse(text);
  demand(address.has_value() == peer_reads(text, expected));
  if (address) {
    demand(*address == expected);
    demand(Address::parse(address->to_string()) == *address);
  } else {
    demand(address.error().offset <= size);
    demand(!describe(text, address.error(), Wanted::address).message.empty());
    if (const auto meant = suggest(text, Wanted::address)) demand(Address::parse(*meant).has_value());
  }

  const auto prefix = Prefix::parse(text);
  if (prefix) {
    demand(Prefix::parse(prefix->to_string()) == *prefix);
    demand(prefix->contains(prefix->address()) && prefix->contains(prefix->last()));
    demand(Prefix::enclosing(prefix->last(), prefix->length()) == *prefix);
  } else {
    demand(prefix.error().offset <= size);
    demand(!describe(text, prefix.error()).message.empty());
    if (const auto meant = suggest(text, Wanted::prefix)) demand(Prefix::parse(*meant).has_value());
  }
  return 0;
}
