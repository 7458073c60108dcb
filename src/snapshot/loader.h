// Loader: whether bytes are a snapshot that can be read without harm. publish() asks it about what a
// generation changed; whoever maps a file asks it about everything.
//
// After check_generation() accepted, View::decide() reads no byte outside the image, whatever the request,
// and ends. It also refuses what no builder writes (host bits, a wrong order, a slot that no search reaches),
// so that most damage that would only change an answer is found as well.
//
// Thread safety: pure functions over bytes that nobody writes meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "snapshot/format.h"

namespace sallyport::snapshot {

// REQUIRES: base is aligned to 64; `pages` pages can be read there.
struct Image {
  const std::byte* base = nullptr;
  std::uint32_t pages = 0;

  const std::byte* page(std::uint32_t number) const { return base + std::size_t{number} * kPageBytes; }
};

// All of them answer with corrupted, and the detail says where and what.

// The root and both directories: their sizes, and that every page number is inside the image.
Result<void> check_root(const Image& image, std::uint32_t root_page);
// A page of credentials, of a generation that has `scopes` scope records.
Result<void> check_credential_page(const Image& image, std::uint32_t page, std::uint32_t scopes);
// A page of scope records, of as many; not the lists that they refer to, but that there is room for a header.
Result<void> check_scope_page(const Image& image, std::uint32_t page, std::uint32_t scopes);
// A list, with all its entries and its map.
Result<void> check_list(const Image& image, std::uint32_t granule);

// Everything that the root reaches. Cost: O(bytes).
Result<void> check_generation(const Image& image, std::uint32_t root_page);

}  // namespace sallyport::snapshot
