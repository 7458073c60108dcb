// Bits128: 128 bits as one number. Internal to net: a compiler's extension that g++ and clang share.
#pragma once

namespace sallyport::net {

__extension__ typedef unsigned __int128 Bits128;

}  // namespace sallyport::net
