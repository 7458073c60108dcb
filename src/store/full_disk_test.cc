// A full disk: changes are refused, nothing is half done, and it goes on when there is room.

#include <sys/mount.h>

#include <fstream>

#include "control/test_world.h"

namespace sallyport::store {
namespace {

using control::must;

// A file system of its own, of a few megabytes.
class SmallDisk {
 public:
  SmallDisk() { mounted_ = ::mount("tmpfs", directory_.path().c_str(), "tmpfs", 0, "size=6m") == 0; }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) ::umount2(directory_.path().c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }
  std::filesystem::path operator/(std::string_view name) const { return directory_ / name; }

 private:
  TemporaryFolder directory_;
  bool mounted_ = false;
};

TEST(FullDiskTest, ChangesAreRefusedUntilThereIsRoom) {
  const SmallDisk disk;
  if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount a file system";
  control::TestWorld world({}, disk / "store.db");
  world.make_acme();
  {
    std::ofstream ballast(disk / "ballast", std::ios::binary);
    const std::string block(64 << 10, 'x');
    while (ballast.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  std::uint32_t done = 0;
  std::optional<Error> refusal;
  while (!refusal && done < 20'000) {
    const auto text = net::Address::ipv4(0x0a000000U + done).to_string();
    const auto result = world.control->lists().authorize(
        world.admin, {"acme", {}},
        {{control::prefix(text), std::string(400, 'n'), policy::kAlways, policy::kForever}});
    if (result) {
      ++done;
    } else {
      refusal = result.error();
    }
  }
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, ErrorCode::storage_full) << refusal->detail;
  // It goes on deciding and reading meanwhile, and holds no more than was acknowledged.
  EXPECT_EQ(world.control->statistics().entries, done);
  EXPECT_EQ(world.stored_policy().organizations.at(0).entries.size(), done);
  EXPECT_EQ(world.decide("acme", "web", net::Address::ipv4(0x0a000000U + done).to_string()).reason,
            policy::Reason::learned);
  std::filesystem::remove(disk / "ballast");
  world.authorize({"acme", {}}, "192.0.2.0/24");
  EXPECT_EQ(world.control->statistics().entries, done + 1);
  must(world.control->audit().verify());
  must(world.store->check());
  world.restart();
  EXPECT_EQ(world.control->statistics().entries, done + 1);
}

}  // namespace
}  // namespace sallyport::store
