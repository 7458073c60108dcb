#include "control/following/follow_plan.h"

#include <algorithm>
#include <set>

namespace sallyport::control {
namespace {

using policy::EntryKind;
using policy::Source;

constexpr std::size_t kFewGivenUp = 3;

bool given_by_catalog(const ListedEntry& listed) {
  return listed.entry.kind == EntryKind::authorized && listed.entry.source == Source::catalog;
}

bool same(const ListedEntry& a, const ListedEntry& b) {
  return a.entry.kind == b.entry.kind && a.entry.source == b.entry.source && a.note == b.note &&
         a.entry.valid_from == b.entry.valid_from && a.entry.valid_until == b.entry.valid_until;
}

class FollowPlanner {
 public:
  FollowPlanner(Timestamp now, OrganizationId organization, const std::vector<FollowedVendor>& vendors,
                const std::vector<ListedEntry>& list, const std::string& by)
      : now_(now), organization_(organization), vendors_(vendors), list_(list, now), by_(by) {
    for (const FollowedVendor& vendor : vendors) {
      if (!vendor.wants) held_.insert(vendor.vendor);
    }
  }

  FollowPlan run(const std::vector<FollowedPrefix>& followed, const std::vector<ListedEntry>& list) {
    for (const FollowedPrefix& row : followed) take(row);
    for (const FollowedVendor& vendor : vendors_) {
      if (!vendor.wants) continue;
      const std::size_t gone = give_up(vendor);
      for (const auto& [prefix, note] : vendor.wants->now) want(vendor, prefix);
      announce(vendor);
      plan_.news[vendor.vendor].many = gone > kFewGivenUp && gone * 2 > gave_[vendor.vendor].size();
    }
    for (auto& [prefix, by_vendor] : given_) settle(prefix, by_vendor);
    for (const ListedEntry& listed : list) take_off_unless_given(listed);
    std::ranges::sort(plan_.steps, {}, [](const FollowPlan::Step& step) {
      return (step.before ? *step.before : *step.after).entry.prefix;
    });
    std::erase_if(plan_.news, [](const auto& item) { return item.second.empty(); });
    return std::move(plan_);
  }

 private:
  using ByVendor = std::map<std::string, FollowedPrefix>;

  // What a person has taken over, denied or removed since is not the follow's any more.
  void take(const FollowedPrefix& row) {
    if (row.starts) {
      announced_[row.vendor].emplace(row.prefix, row);
      return;
    }
    const ListedEntry* const listed = list_.at(row.prefix);
    if (listed == nullptr || !given_by_catalog(*listed) || list_.of(row.prefix) == HeldBack::denied) {
      plan_.erase.push_back(row);
      return;
    }
    gave_[row.vendor].push_back(row.prefix);
    FollowedPrefix& given = given_[row.prefix].emplace(row.vendor, row).first->second;
    if (held_.contains(row.vendor)) put_off(given);
  }

  // Nothing is removed while its follow is held: the end of its grace, which gates keep to, moves on.
  void put_off(FollowedPrefix& row) {
    if (!row.removal || *row.removal >= now_ + kFollowNotice) return;
    row.removal = now_ + kFollowNotice;
    plan_.put.push_back(row);
  }

  // Returns how many.
  std::size_t give_up(const FollowedVendor& vendor) {
    std::size_t gone = 0;
    for (const net::Prefix& prefix : gave_[vendor.vendor]) {
      FollowedPrefix& row = given_.at(prefix).at(vendor.vendor);
      if (vendor.wants->now.contains(prefix) || row.given_up) continue;
      row.given_up = since_when(vendor, prefix);
      row.removal = std::max(*row.given_up + vendor.grace, now_ + kFollowNotice);
      plan_.put.push_back(row);
      given_up_.emplace(vendor.vendor, prefix);
      ++gone;
    }
    return gone;
  }

  // The vendor's own day counts where it came after the last look: until then, the prefix was wanted.
  Timestamp since_when(const FollowedVendor& vendor, const net::Prefix& prefix) const {
    const auto ended = vendor.wants->ended.find(prefix);
    if (ended == vendor.wants->ended.end() || ended->second < vendor.due) return now_;
    return std::min(ended->second, now_);
  }

  void want(const FollowedVendor& vendor, const net::Prefix& prefix) {
    const auto there = given_.find(prefix);
    const bool on_list = there != given_.end();
    if (on_list) {
      const auto own = there->second.find(vendor.vendor);
      if (own != there->second.end()) return come_back(vendor, prefix, own->second);
    } else {
      if (list_.of(prefix) != HeldBack::no) return;
      const ListedEntry* const listed = list_.at(prefix);
      if (listed == nullptr || !given_by_catalog(*listed)) {
        plan_.news[vendor.vendor].added.push_back(prefix);
        ++plan_.added_by[vendor.vendor];
      }
    }
    const FollowedPrefix row{organization_, vendor.vendor, prefix, {}, {}, {}};
    given_[prefix].emplace(vendor.vendor, row);
    plan_.put.push_back(row);
  }

  void come_back(const FollowedVendor& vendor, const net::Prefix& prefix, FollowedPrefix& row) {
    if (!row.given_up) return;
    row.given_up.reset();
    row.removal.reset();
    plan_.put.push_back(row);
    if (list_.at(prefix)->entry.valid_until != policy::kForever)
      plan_.news[vendor.vendor].back.push_back(prefix);
  }

  void announce(const FollowedVendor& vendor) {
    auto& known = announced_[vendor.vendor];
    for (const auto& [prefix, row] : known) {
      const auto later = vendor.wants->later.find(prefix);
      // Where it came, its row has been put in this one's place.
      if (later == vendor.wants->later.end() && !is_given(vendor.vendor, prefix)) plan_.erase.push_back(row);
    }
    for (const auto& [prefix, starts] : vendor.wants->later) {
      if (is_given(vendor.vendor, prefix) && !is_over(given_.at(prefix).at(vendor.vendor))) continue;
      const auto told = known.find(prefix);
      if (told != known.end() && told->second.starts == starts) continue;
      plan_.put.push_back({organization_, vendor.vendor, prefix, starts, {}, {}});
      plan_.news[vendor.vendor].coming.push_back({prefix, starts});
    }
  }

  bool is_given(const std::string& vendor, const net::Prefix& prefix) const {
    const auto found = given_.find(prefix);
    return found != given_.end() && found->second.contains(vendor);
  }

  bool is_over(const FollowedPrefix& row) const { return row.removal && *row.removal <= now_; }

  // Ends what is over, and makes the entry what those that give it say.
  void settle(const net::Prefix& prefix, ByVendor& by_vendor) {
    const ListedEntry* const listed = list_.at(prefix);
    std::vector<FollowedPrefix> over;
    for (const auto& [vendor, row] : by_vendor) {
      if (is_over(row)) over.push_back(row);
    }
    for (const FollowedPrefix& row : over) by_vendor.erase(row.vendor);
    std::ranges::copy(over, std::back_inserter(plan_.erase));
    if (by_vendor.empty()) {
      for (const FollowedPrefix& row : over) {
        plan_.news[row.vendor].removed.push_back({prefix, *row.given_up, *row.removal, listed->last_seen});
      }
      plan_.steps.push_back({*listed, std::nullopt});
      return;
    }
    put_entry(prefix, by_vendor, listed);
    tell_given_up(prefix, by_vendor, listed);
  }

  // Only where nobody else gives it for good: otherwise it stays, and there is nothing to tell.
  void tell_given_up(const net::Prefix& prefix, const ByVendor& by_vendor, const ListedEntry* listed) {
    if (end_of(by_vendor) == policy::kForever) return;
    for (const auto& [vendor, row] : by_vendor) {
      if (given_up_.contains({vendor, prefix}))
        plan_.news[vendor].given_up.push_back({prefix, *row.given_up, *row.removal, listed->last_seen});
    }
  }

  void put_entry(const net::Prefix& prefix, const ByVendor& by_vendor, const ListedEntry* listed) {
    ListedEntry wanted;
    const bool was_given = listed != nullptr && given_by_catalog(*listed);
    if (was_given) {
      wanted = *listed;
    } else {
      wanted.entry = {prefix, EntryKind::authorized, Source::catalog};
      wanted.by = by_;
      wanted.created = now_;
    }
    wanted.entry.valid_from = policy::kAlways;
    wanted.entry.valid_until = end_of(by_vendor);
    if (const std::string* const note = note_of(prefix, by_vendor)) wanted.note = *note;
    for (const auto& [vendor, row] : by_vendor) {
      if (!row.removal) continue;
      const auto [next, is_new] = plan_.next_removal.emplace(vendor, *row.removal);
      if (!is_new) next->second = std::min(next->second, *row.removal);
    }
    if (was_given && same(*listed, wanted)) return;
    plan_.steps.push_back({listed == nullptr ? std::nullopt : std::optional(*listed), std::move(wanted)});
  }

  static Timestamp end_of(const ByVendor& by_vendor) {
    Timestamp end = policy::kAlways;
    for (const auto& [vendor, row] : by_vendor) end = std::max(end, row.removal.value_or(policy::kForever));
    return end;
  }

  // Of the first that gives it for good.
  const std::string* note_of(const net::Prefix& prefix, const ByVendor& by_vendor) const {
    for (const FollowedVendor& vendor : vendors_) {
      const auto row = by_vendor.find(vendor.vendor);
      if (!vendor.wants || row == by_vendor.end() || row->second.removal) continue;
      const auto found = vendor.wants->now.find(prefix);
      if (found != vendor.wants->now.end()) return &found->second;
    }
    return nullptr;
  }

  void take_off_unless_given(const ListedEntry& listed) {
    if (given_by_catalog(listed) && !given_.contains(listed.entry.prefix))
      plan_.steps.push_back({listed, std::nullopt});
  }

  const Timestamp now_;
  const OrganizationId organization_;
  const std::vector<FollowedVendor>& vendors_;
  const ListObstacles list_;
  const std::string& by_;
  std::set<std::string> held_;
  std::map<net::Prefix, ByVendor> given_;
  std::map<std::string, std::vector<net::Prefix>> gave_;    // by vendor, before this
  std::set<std::pair<std::string, net::Prefix>> given_up_;  // in this run
  std::map<std::string, std::map<net::Prefix, FollowedPrefix>> announced_;
  FollowPlan plan_;
};

std::optional<net::Prefix> found_around(const std::map<net::Prefix, const ListedEntry*>& some,
                                        const net::Prefix& prefix) {
  if (some.empty()) return std::nullopt;
  for (unsigned length = 0; length <= prefix.length(); ++length) {
    const auto around = net::Prefix::enclosing(prefix.address(), length);
    if (some.contains(around)) return around;
  }
  return std::nullopt;
}

}  // namespace

ListObstacles::ListObstacles(const std::vector<ListedEntry>& list, Timestamp now) : now_(now) {
  for (const ListedEntry& listed : list) {
    there_.emplace(listed.entry.prefix, &listed);
    if (!listed.entry.valid_at(now)) continue;
    if (listed.entry.kind == EntryKind::removed) removed_.emplace(listed.entry.prefix, &listed);
    if (listed.entry.kind == EntryKind::denied) denied_.emplace(listed.entry.prefix, &listed);
  }
}

const ListedEntry* ListObstacles::at(const net::Prefix& prefix) const {
  const auto found = there_.find(prefix);
  return found == there_.end() ? nullptr : found->second;
}

// A removal inside the prefix counts like one around it: authorizing the prefix would give it back. A denial
// inside it is more specific, and wins as it is.
std::optional<net::Prefix> ListObstacles::removal_around(const net::Prefix& prefix) const {
  if (const auto around = found_around(removed_, prefix)) return around;
  const auto inside = removed_.lower_bound(prefix);
  if (inside != removed_.end() && prefix.contains(inside->first)) return inside->first;
  return std::nullopt;
}

std::optional<net::Prefix> ListObstacles::denial_around(const net::Prefix& prefix) const {
  return found_around(denied_, prefix);
}

net::Prefix ListObstacles::obstacle_for(const net::Prefix& prefix) const {
  if (of(prefix) == HeldBack::denied) return denial_around(prefix).value_or(prefix);
  return removal_around(prefix).value_or(prefix);
}

HeldBack ListObstacles::of(const net::Prefix& prefix) const {
  if (const ListedEntry* const listed = at(prefix)) {
    // What is over stands in nobody's way.
    const bool counts = listed->entry.valid_until > now_;
    if (listed->entry.kind == EntryKind::denied && counts) return HeldBack::denied;
    if (listed->entry.kind == EntryKind::authorized && listed->entry.source != Source::catalog && counts)
      return HeldBack::yours;
  }
  if (denial_around(prefix)) return HeldBack::denied;
  return removal_around(prefix) ? HeldBack::removed : HeldBack::no;
}

FollowPlan plan_following(Timestamp now, OrganizationId organization,
                          const std::vector<FollowedVendor>& vendors,
                          const std::vector<FollowedPrefix>& followed, const std::vector<ListedEntry>& list,
                          const std::string& by) {
  return FollowPlanner(now, organization, vendors, list, by).run(followed, list);
}

}  // namespace sallyport::control
