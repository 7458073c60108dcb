#include "snapshot/snapshot.h"

#include <utility>

#include "snapshot/arena.h"

namespace sallyport::snapshot {

Snapshot::Snapshot(std::shared_ptr<Arena> arena, Image image, std::uint32_t root_page, std::size_t bytes)
    : view_(image.base, root_page),
      arena_(std::move(arena)),
      image_(image),
      root_page_(root_page),
      bytes_(bytes) {
  arena_->enter(generation());
}

Snapshot::~Snapshot() { arena_->leave(generation()); }

}  // namespace sallyport::snapshot
