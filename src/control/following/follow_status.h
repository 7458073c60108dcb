// How a follow stands: see FollowStatus.
//
// Thread safety: as the reader's.
#pragma once

#include "catalog/shelf/catalogs.h"
#include "control/following/follow_plan.h"
#include "control/following/follows.h"
#include "control/ports/notifier.h"
#include "control/ports/store.h"

namespace sallyport::control {

inline constexpr std::size_t kMostShown = 100;

// What all follows of an organization are asked about: read once.
class FollowStatuses {
 public:
  FollowStatuses(FollowStatuses&&) = default;
  FollowStatuses(const FollowStatuses&) = delete;
  // `catalogs`: null where none are known.
  static Result<FollowStatuses> read(Reader& reader, OrganizationId organization,
                                     const catalog::Catalogs* catalogs, Timestamp now);
  // Cost: O(what it gave + what it selects), however many follows there are.
  FollowStatus of(const FollowRow& row) const;

 private:
  FollowStatuses(std::vector<FollowedPrefix> followed, std::vector<ListedEntry> list,
                 const catalog::Catalogs* catalogs, Timestamp now)
      : followed_(std::move(followed)),
        list_(std::move(list)),
        obstacles_(list_, now),
        catalogs_(catalogs),
        now_(now) {}

  std::vector<FollowedPrefix> followed_;  // by vendor
  std::vector<ListedEntry> list_;
  ListObstacles obstacles_;  // of list_, whose entries stay where they are when it is moved
  const catalog::Catalogs* catalogs_;
  Timestamp now_;
};

// "3 entries that your list still has were given up by the vendor 40 days ago; last used 12 days ago".
std::string effect_sentence(const FollowEffect& effect, Timestamp now);

template <class T>
void add(Some<T>& some, T item) {
  ++some.total;
  if (some.first.size() < kMostShown) some.first.push_back(std::move(item));
}

}  // namespace sallyport::control
