// Any header a trusted proxy may forward: what is found is canonical, a stranger's header changes nothing,
// and an address that the proxy appends behind everything else is the one that is found, or the request is
// refused. The first byte chooses the header.

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/client_address.h"

namespace {

using namespace sallyport;
using http::AddressHeader;
using http::ClientAddressFinder;

const net::Address kProxy = net::Address::ipv4(0x0a01'0203);
const net::Address kClient = net::Address::ipv4(0xc000'0201);

ClientAddressFinder make(AddressHeader header) {
  return ClientAddressFinder::create({.header = header, .trusted_proxies = {net::Prefix(kProxy)}}).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const auto x_forwarded_for = make(AddressHeader::x_forwarded_for);
  static const auto forwarded = make(AddressHeader::forwarded);
  const bool legacy = data[0] % 2 == 0;
  const auto& finder = legacy ? x_forwarded_for : forwarded;
  const std::string_view name = legacy ? "X-Forwarded-For" : "Forwarded";
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);

  const std::array fields{http::Field{name, text}};
  if (const auto found = finder.find({kProxy, {}}, fields)) {
    const auto again = net::Address::parse(found->address.to_string());
    if (!again || *again != found->address) std::abort();
  }
  const auto direct = finder.find({kClient, {}}, fields);
  if (!direct || direct->address != kClient) std::abort();

  const std::string appended = text + (legacy ? ", 192.0.2.1" : ", for=192.0.2.1");
  const std::array behind{http::Field{name, appended}};
  if (const auto found = finder.find({kProxy, {}}, behind); found && found->address != kClient) std::abort();
  return 0;
}
