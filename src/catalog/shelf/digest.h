// digest_of: what tells two texts apart, for revisions and ETags.
//
// Thread safety: pure.
#pragma once

#include <string>
#include <string_view>

namespace sallyport::catalog {

// 32 hexadecimal digits: BLAKE2b (RFC 7693) of 16 bytes.
std::string digest_of(std::string_view text);

}  // namespace sallyport::catalog
