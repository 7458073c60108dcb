// Which ports of TCP speak TLS from the first byte.
//
// Source: IANA, Service Name and Transport Protocol Port Number Registry: services that are defined over TLS.
//
// Thread safety: a pure function.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace sallyport::reach {

inline bool speaks_tls(std::uint16_t port) {
  static constexpr std::array<std::uint16_t, 20> kPorts{
      443,   // https
      465,   // submissions (RFC 8314)
      563,   // nntps
      636,   // ldaps
      853,   // domain-s (RFC 7858)
      989,   // ftps-data
      990,   // ftps
      992,   // telnets
      993,   // imaps
      995,   // pop3s
      2083,  // radsec (RFC 6614)
      3269,  // msft-gc-ssl
      5061,  // sips
      5671,  // amqps
      5986,  // wsmans
      6514,  // syslog-tls (RFC 5425)
      6697,  // ircs-u (RFC 7194)
      8243,  // synapse-nhttps
      8443,  // pcsync-https
      8883,  // secure-mqtt
  };
  return std::ranges::binary_search(kPorts, port);
}

}  // namespace sallyport::reach
