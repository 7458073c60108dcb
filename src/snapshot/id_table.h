// IdTable: from an id to a number, in 8 bytes a slot. The ids are the store's; zero stands for an empty slot.
//
// Thread safety: one thread at a time.
// Invariants: at most three quarters of the slots are taken (open addressing, linear probing).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace sallyport::snapshot {

class IdTable {
 public:
  std::optional<std::uint32_t> find(std::uint32_t id) const {
    for (std::size_t i = home(id);; i = next(i)) {
      if (slots_[i].id == id) return slots_[i].value;
      if (slots_[i].id == 0) return std::nullopt;
    }
  }

  // Adds it, or gives it another value. REQUIRES: id > 0
  void set(std::uint32_t id, std::uint32_t value) {
    std::size_t i = home(id);
    while (slots_[i].id != 0 && slots_[i].id != id) i = next(i);
    if (slots_[i].id == 0 && ++size_ > slots_.size() / 4 * 3) {
      grow();
      i = home(id);
      while (slots_[i].id != 0) i = next(i);
    }
    slots_[i] = {id, value};
  }

  // REQUIRES: it is in.
  void erase(std::uint32_t id) {
    std::size_t hole = home(id);
    while (slots_[hole].id != id) hole = next(hole);
    // Whatever could stand nearer to its home moves into the hole, so that no search ends too early.
    for (std::size_t i = next(hole); slots_[i].id != 0; i = next(i)) {
      const std::size_t way = (i - home(slots_[i].id)) & (slots_.size() - 1);
      if (way < ((i - hole) & (slots_.size() - 1))) continue;
      slots_[hole] = slots_[i];
      hole = i;
    }
    slots_[hole] = {};
    --size_;
  }

  std::size_t size() const { return size_; }
  std::size_t bytes() const { return slots_.capacity() * sizeof(Slot); }

 private:
  struct Slot {
    std::uint32_t id = 0;
    std::uint32_t value = 0;
  };

  std::size_t home(std::uint32_t id) const {
    return (id * 0x9e37'79b9'7f4a'7c15ULL >> 32) & (slots_.size() - 1);
  }
  std::size_t next(std::size_t i) const { return (i + 1) & (slots_.size() - 1); }

  void grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    for (const Slot& slot : old) {
      if (slot.id == 0) continue;
      std::size_t i = home(slot.id);
      while (slots_[i].id != 0) i = next(i);
      slots_[i] = slot;
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(16);  // a power of two
  std::size_t size_ = 0;
};

}  // namespace sallyport::snapshot
