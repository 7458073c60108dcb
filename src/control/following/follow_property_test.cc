// Random catalogs, days and people, against a slow and obvious idea of what the list should be: for each
// prefix, what happened to it, told day by day.

#include <algorithm>
#include <array>
#include <random>
#include <set>

#include "control/following/following_world.h"

namespace sallyport::control {
namespace {

using std::chrono::days;

// As a list lies, with networks around addresses.
constexpr std::array kPrefixTexts{"3.6.251.0/29", "3.6.251.1", "3.6.251.2", "3.6.251.3",
                                  "3.6.251.4/30", "3.6.251.4", "3.6.251.5", "3.6.251.6"};
constexpr unsigned kPrefixes = kPrefixTexts.size();
std::string address_of(unsigned number) { return kPrefixTexts.at(number); }
// Both ways where they are the same.
bool is_around(unsigned around, unsigned number) {
  return prefix(address_of(around)).contains(prefix(address_of(number)));
}

// One line of a vendor's catalog: its days count from the first day of the world.
struct Published {
  std::optional<int> from, until;
};
using Shelf = std::map<std::string, std::map<unsigned, Published>>;  // by vendor

// What stands on the list for one prefix.
enum class Stands : std::uint8_t { nothing, followed, manual, denied, removed };

class Naive {
 public:
  void follow(const std::string& vendor, int grace, bool early) { follows_[vendor] = {grace, early, {}}; }
  void set(unsigned prefix, Stands stands) {
    stands_[prefix] = stands;
    if (stands != Stands::manual) return;
    for (unsigned inside = 0; inside < kPrefixes; ++inside) {
      if (is_around(prefix, inside) && stands_[inside] == Stands::removed) stands_[inside] = Stands::nothing;
    }
  }

  // A day is looked at when it has begun, and whenever the shelf changed in it.
  void look(const Shelf& shelf, int day) {
    for (unsigned prefix = 0; prefix < kPrefixes; ++prefix) {
      if (stands_[prefix] == Stands::followed && is_denied(prefix)) stands_[prefix] = Stands::nothing;
      if (stands_[prefix] == Stands::followed) continue;
      for (auto& [vendor, follow] : follows_) follow.gave.erase(prefix);
    }
    for (auto& [vendor, follow] : follows_) {
      const auto shown = shelf.find(vendor);
      if (shown == shelf.end()) {
        hold(follow, day);
        continue;
      }
      for (unsigned prefix = 0; prefix < kPrefixes; ++prefix) look_at(follow, shown->second, prefix, day);
    }
    for (unsigned prefix = 0; prefix < kPrefixes; ++prefix) settle(prefix, day);
    last_look_ = day;
  }

  std::string list() const {
    std::string text;
    for (unsigned prefix = 0; prefix < kPrefixes; ++prefix) {
      const auto found = stands_.find(prefix);
      if (found == stands_.end() || found->second == Stands::nothing || found->second == Stands::removed ||
          found->second == Stands::denied)
        continue;
      text += (text.empty() ? "" : ", ") + address_of(prefix) +
              (found->second == Stands::manual ? " manual" : " followed");
    }
    return text;
  }

 private:
  struct FollowOf {
    int grace = 7;
    bool early = false;
    std::map<unsigned, std::optional<int>> gave;  // the day on which it goes; empty: it does not
  };

  // What a held follow gave does not go.
  static void hold(FollowOf& follow, int day) {
    for (auto& [prefix, goes] : follow.gave) {
      if (goes && *goes <= day) goes = day + 1;
    }
  }

  bool is_denied(unsigned prefix) const {
    return std::ranges::any_of(stands_, [&](const auto& item) {
      return item.second == Stands::denied && is_around(item.first, prefix);
    });
  }
  bool is_removed(unsigned prefix) const {
    return std::ranges::any_of(stands_, [&](const auto& item) {
      return item.second == Stands::removed &&
             (is_around(item.first, prefix) || is_around(prefix, item.first));
    });
  }

  static bool wants(const FollowOf& follow, const std::map<unsigned, Published>& shown, unsigned prefix,
                    int day) {
    const auto found = shown.find(prefix);
    if (found == shown.end()) return false;
    const bool over = found->second.until && *found->second.until < day;
    const bool begun = !found->second.from || *found->second.from <= day;
    return !over && (begun || follow.early);
  }

  void look_at(FollowOf& follow, const std::map<unsigned, Published>& shown, unsigned prefix, int day) {
    const bool gives = follow.gave.contains(prefix);
    if (wants(follow, shown, prefix, day)) {
      if (gives) {
        follow.gave[prefix].reset();
      } else if (stands_[prefix] == Stands::followed ||
                 (stands_[prefix] == Stands::nothing && !is_denied(prefix) && !is_removed(prefix))) {
        follow.gave[prefix] = std::nullopt;
        stands_[prefix] = Stands::followed;
      }
    } else if (gives && !follow.gave[prefix]) {
      const auto found = shown.find(prefix);
      // An end before the last look is not why it is not wanted any more: it was wanted then.
      const bool told = found != shown.end() && found->second.until && *found->second.until < day &&
                        *found->second.until >= last_look_;
      const int given_up = told ? *found->second.until + 1 : day;
      follow.gave[prefix] = std::max(given_up + follow.grace, day + 1);
    }
  }

  void settle(unsigned prefix, int day) {
    if (stands_[prefix] != Stands::followed) return;
    bool given = false;
    for (auto& [vendor, follow] : follows_) {
      const auto found = follow.gave.find(prefix);
      if (found == follow.gave.end()) continue;
      if (found->second && *found->second <= day) {
        follow.gave.erase(found);
      } else {
        given = true;
      }
    }
    if (!given) stands_[prefix] = Stands::nothing;
  }

  std::map<std::string, FollowOf> follows_;
  std::map<unsigned, Stands> stands_;
  int last_look_ = 0;
};

class FollowPropertyTest : public FollowingWorld {
 protected:
  static std::string day_text(int day) {
    return sallyport::to_string(*parse_timestamp("2026-01-01T00:00:00Z") + days(day)).substr(0, 10);
  }
  void show(const Shelf& shown) {
    shelf.clear();
    for (const auto& [vendor, lines] : shown) {
      std::vector<std::string> entries;
      for (const auto& [prefix, published] : lines) {
        std::string entry = "{addresses: [" + address_of(prefix) + "]";
        if (published.from) entry += ", from: " + day_text(*published.from);
        if (published.until) entry += ", until: " + day_text(*published.until);
        entries.push_back(entry + "}");
      }
      shelf[vendor] = vendor_yaml(vendor, entries);
    }
    put_up();
  }
  std::string real_list() {
    std::string text;
    for (const auto& listed :
         must(world.control->lists().entries({"acme", {}}, policy::EntryKind::authorized, {1000, {}}))
             .items) {
      text += (text.empty() ? "" : ", ") + listed.entry.prefix.to_string() +
              (listed.entry.source == policy::Source::catalog ? " followed" : " manual");
    }
    return text;
  }
};

class Story {
 public:
  explicit Story(unsigned seed) : random_(seed) {}
  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }

  Published published(int day) {
    Published made;
    if (below(3) == 0) made.from = day + static_cast<int>(below(9)) - 3;
    if (below(3) == 0) made.until = std::max(made.from.value_or(day), day) + static_cast<int>(below(6));
    return made;
  }
  // A catalog says of itself only what can be so.
  void change(Shelf& shelf, int day) {
    for (const char* vendor : {"bird", "fish"}) {
      if (below(4) == 0) shelf.erase(vendor);
      if (below(3) == 0) continue;
      auto& lines = shelf[vendor];
      const unsigned prefix = below(kPrefixes);
      if (below(2) == 0) {
        lines.erase(prefix);
      } else {
        lines[prefix] = published(day);
      }
    }
  }

 private:
  std::mt19937 random_;
};

class FollowStory : public FollowPropertyTest, public testing::WithParamInterface<unsigned> {
 protected:
  // A person puts something on the list, or takes it off. What is refused changes nothing.
  void act(Story& story, Naive& naive) {
    const unsigned number = story.below(kPrefixes);
    const net::Prefix chosen = prefix(address_of(number));
    const NewEntry entry{chosen, {}, policy::kAlways, policy::kForever};
    switch (story.below(4)) {
      case 0:
        if (world.control->lists().authorize(world.admin, {"acme", {}}, {entry}))
          naive.set(number, Stands::manual);
        break;
      case 1:
        if (world.control->lists().deny(world.admin, {"acme", {}}, entry)) naive.set(number, Stands::denied);
        break;
      case 2:
        if (world.control->lists().remove(world.admin, {"acme", {}}, chosen, policy::EntryKind::denied))
          naive.set(number, Stands::nothing);
        break;
      default:
        if (world.control->lists().remove(world.admin, {"acme", {}}, chosen, policy::EntryKind::authorized))
          naive.set(number, Stands::removed);
    }
  }
};

TEST_P(FollowStory, TheListIsWhatItShouldBe) {
  Story story(GetParam());
  Shelf shown;
  for (const char* vendor : {"bird", "fish"}) {
    for (unsigned prefix = 0; prefix < kPrefixes; ++prefix) {
      if (story.below(2) == 0) shown[vendor][prefix] = story.published(0);
    }
    shown[vendor][story.below(kPrefixes)] = {};  // so that it can be followed
  }
  show(shown);
  Naive naive;
  for (const char* vendor : {"bird", "fish"}) {
    Follow wanted = all_of(vendor);
    const int grace = static_cast<int>(story.below(9));
    wanted.grace = days(grace);
    wanted.early = story.below(2) == 0;
    follow(wanted);
    naive.follow(vendor, grace, wanted.early);
    naive.look(shown, 0);
  }
  ASSERT_EQ(real_list(), naive.list());
  for (int day = 1; day <= 60; ++day) {
    world.advance(days(1));
    naive.look(shown, day);
    ASSERT_EQ(real_list(), naive.list()) << "day " << day << " begins";
    if (story.below(3) == 0) {
      story.change(shown, day);
      show(shown);
      run();
      naive.look(shown, day);
      ASSERT_EQ(real_list(), naive.list()) << "day " << day << ", another revision";
    }
    if (story.below(8) == 0) act(story, naive);
    ASSERT_EQ(real_list(), naive.list()) << "day " << day << ", a person";
    if (story.below(20) == 0) world.restart(story.below(2) == 0);
  }
  must(world.control->audit().verify());
  must(world.store->check());
}

INSTANTIATE_TEST_SUITE_P(Seeds, FollowStory, testing::Range(0U, 25U));

}  // namespace
}  // namespace sallyport::control
