// A header that is accepted is accepted at no shorter length, whatever follows it changes nothing, and
// nothing is `incomplete` for ever.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/proxy_protocol.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sallyport::http;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto parsed = parse_proxy_header(bytes);
  if (!parsed) {
    if (parsed.error() == ProxyFault::incomplete && size >= kLongestProxyHeader) std::abort();
    return 0;
  }
  if (parsed->size > size || parsed->size > kLongestProxyHeader) std::abort();
  const auto alone = parse_proxy_header(bytes.substr(0, parsed->size));
  if (!alone || alone->source != parsed->source || alone->size != parsed->size) std::abort();
  for (std::size_t shorter = 0; shorter < parsed->size; ++shorter) {
    const auto early = parse_proxy_header(bytes.substr(0, shorter));
    if (early || early.error() != ProxyFault::incomplete) std::abort();
  }
  return 0;
}
