#include "render/group_fit.h"

#include <gtest/gtest.h>

#include "render/prefixes.h"
#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

std::size_t entries_by_ports(const PrefixGroup& group) { return group.ports.size(); }

List random_ported_list(std::mt19937_64& random) {
  return testing::random_list(random, {.ports = true, .portless = false});
}

TEST(GroupFit, WhatFitsStaysAsItIs) {
  std::mt19937_64 random(51);
  for (int i = 0; i < 200; ++i) {
    const auto groups = prefix_groups(random_ported_list(random), {}).value();
    const Room room = room_needed(groups, entries_by_ports);
    std::vector<std::string> notes;
    const auto fitted = fit_groups("x", groups, entries_by_ports, room, {.summarise = true}, notes).value();
    ASSERT_EQ(fitted.size(), groups.size());
    for (std::size_t g = 0; g < groups.size(); ++g) EXPECT_EQ(fitted[g].prefixes, groups[g].prefixes);
    EXPECT_TRUE(notes.empty());
  }
}

// Whatever the room: refused where nothing else was asked for; otherwise in the room, all that was there is
// in it, each family in its own groups, and the note tells what came in.
TEST(GroupFit, ASummaryFitsAndLosesNothing) {
  std::mt19937_64 random(52);
  int summarised = 0;
  for (int i = 0; i < 500; ++i) {
    const auto groups = prefix_groups(random_ported_list(random), {}).value();
    const Room needed = room_needed(groups, entries_by_ports);
    const Room room{needed.ipv4 == 0 ? 0 : random() % (needed.ipv4 + 1),
                    needed.ipv6 == 0 ? 0 : random() % (needed.ipv6 + 1)};
    if (room.ipv4 == needed.ipv4 && room.ipv6 == needed.ipv6) continue;
    std::vector<std::string> notes;
    const auto refused = fit_groups("x", groups, entries_by_ports, room, {}, notes);
    ASSERT_FALSE(refused) << i;
    EXPECT_EQ(refused.error().code, ErrorCode::too_many_entries);
    EXPECT_TRUE(notes.empty());
    const auto fitted = fit_groups("x", groups, entries_by_ports, room, {.summarise = true}, notes);
    if (!fitted) {  // no room for one prefix of each group
      EXPECT_EQ(refused.error().message.find("--summarise"), std::string::npos) << refused.error().message;
      continue;
    }
    ++summarised;
    const Room used = room_needed(*fitted, entries_by_ports);
    EXPECT_LE(used.ipv4, room.ipv4) << i;
    EXPECT_LE(used.ipv6, room.ipv6) << i;
    net::PrefixSet besides;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      EXPECT_EQ((*fitted)[g].ports, groups[g].ports);
      EXPECT_TRUE(groups[g].prefixes.without((*fitted)[g].prefixes).empty()) << i;
      besides = besides.united((*fitted)[g].prefixes.without(groups[g].prefixes));
    }
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_NE(notes[0].find("lets in " + count_of_addresses(besides) + " besides"), std::string::npos)
        << notes[0];
    EXPECT_NE(refused.error().message.find("lets in " + count_of_addresses(besides) + " besides"),
              std::string::npos);
  }
  EXPECT_GT(summarised, 50);
}

}  // namespace
}  // namespace sallyport::render
