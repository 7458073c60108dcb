#include "snapshot/id_table.h"

#include <gtest/gtest.h>

#include <random>
#include <unordered_map>

namespace sallyport::snapshot {
namespace {

TEST(IdTable, AnswersAsAStandardMapThroughGrowthAndErasure) {
  std::mt19937 engine(7);
  const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
  IdTable table;
  std::unordered_map<std::uint32_t, std::uint32_t> model;
  for (int i = 0; i < 40'000; ++i) {
    const std::uint32_t id = 1 + random() % 3000;
    if (random() % 3 == 0) {
      if (model.erase(id) != 0) table.erase(id);
    } else {
      const std::uint32_t value = random();
      table.set(id, value);
      model[id] = value;
    }
    const std::uint32_t asked = 1 + random() % 3000;
    const auto found = model.find(asked);
    ASSERT_EQ(table.find(asked), found == model.end() ? std::nullopt : std::optional(found->second));
    ASSERT_EQ(table.size(), model.size());
  }
}

TEST(IdTable, TakesIdsOfAnySize) {
  IdTable table;
  for (const std::uint32_t id : {1U, 0x8000'0000U, 0xffff'ffffU}) table.set(id, ~id);
  for (const std::uint32_t id : {1U, 0x8000'0000U, 0xffff'ffffU}) EXPECT_EQ(table.find(id), ~id);
  EXPECT_FALSE(table.find(2));
}

}  // namespace
}  // namespace sallyport::snapshot
