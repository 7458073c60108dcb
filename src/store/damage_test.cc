// A damaged file is refused, not served.

#include <fstream>
#include <random>

#include "control/test_world.h"

namespace sallyport::store {
namespace {

using control::must;

constexpr std::size_t kPage = 4096;

std::vector<char> read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(DamageTest, DamagedPagesAreFound) {
  const TemporaryFolder directory;
  const auto file = directory / "store.db";
  {
    control::TestWorld world({}, file);
    world.make_acme();
    std::vector<control::NewEntry> entries;
    for (std::uint32_t i = 0; i < 2000; ++i) {
      entries.push_back({net::Prefix(net::Address::ipv4(0x0a000000U + i)), "some words to fill the pages",
                         policy::kAlways, policy::kForever});
    }
    must(world.control->lists().authorize(world.admin, {"acme", {}}, entries));
  }
  const std::vector<char> good = read_file(file);
  const std::size_t pages = good.size() / kPage;
  ASSERT_GT(pages, 100u);
  std::mt19937 random(5);
  unsigned opened = 0;
  for (int i = 0; i < 60; ++i) {
    std::vector<char> bad = good;
    const std::size_t page = random() % pages;
    for (std::size_t at = page * kPage; at < (page + 1) * kPage; ++at) {
      bad[at] = i % 2 == 0 ? '\0' : static_cast<char>(random());
    }
    if (bad == good) continue;
    const auto copy = directory / "copy.db";
    std::filesystem::remove(directory / "copy.db-wal");
    std::filesystem::remove(directory / "copy.db-shm");
    std::ofstream(copy, std::ios::binary | std::ios::trunc)
        .write(bad.data(), static_cast<std::streamsize>(bad.size()));
    const auto result = open_sqlite(copy);
    if (result) {
      ++opened;
      continue;
    }
    EXPECT_EQ(result.error().code, ErrorCode::corrupted) << "page " << page << ": " << result.error().detail;
  }
  EXPECT_EQ(opened, 0u);
  std::ofstream(directory / "short.db", std::ios::binary)
      .write(good.data(), static_cast<std::streamsize>(good.size() - 20 * kPage));
  EXPECT_EQ(control::code_of(open_sqlite(directory / "short.db")), ErrorCode::corrupted);
}

}  // namespace
}  // namespace sallyport::store
