// Counts what a test program allocates with new, to hold the promise that a request that is let through takes
// nothing.
//
// Thread safety: any thread.
#pragma once

#include <cstddef>

namespace sallyport::gate {

std::size_t allocations() noexcept;

}  // namespace sallyport::gate
