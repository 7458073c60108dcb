// Bytes become changes and questions; the snapshot and the policy must answer alike, also for the generation
// before.

#include <cstdio>
#include <cstdlib>

#include "snapshot/test_world.h"

namespace {

using namespace sallyport::snapshot;

class ByteChoices final : public test::Choices {
 public:
  ByteChoices(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  unsigned below(unsigned bound) override {
    if (size_ == 0) return 0;
    --size_;
    return *data_++ % bound;
  }
  bool empty() const { return size_ == 0; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
};

void demand(const std::string& difference) {
  if (difference.empty()) return;
  std::fprintf(stderr, "%s\n", difference.c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteChoices choices(data, std::min<std::size_t>(size, 4096));
  test::World world;
  sallyport::policy::Policy previous_policy;
  SnapshotPtr previous;
  while (!choices.empty()) {
    for (unsigned changes = 1 + choices.below(6); changes > 0; --changes) demand(world.change(choices));
    auto snapshot = world.publish();
    if (!snapshot) demand(snapshot.error().detail);
    demand(test::difference(world.policy(), **snapshot, choices, 24));
    if (previous) demand(test::difference(previous_policy, *previous, choices, 8));
    previous_policy = world.policy();
    previous = *snapshot;
  }
  return 0;
}
