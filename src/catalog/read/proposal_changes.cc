#include "catalog/read/proposal_changes.h"

#include <span>

namespace sallyport::catalog {
namespace {

using Entries = std::span<const FeedEntry>;

// Takes the entries of the first destination off the front.
Entries take_destination(Entries& entries) {
  std::size_t size = 1;
  while (size < entries.size() && entries[size].destination == entries.front().destination) ++size;
  const Entries taken = entries.first(size);
  entries = entries.subspan(size);
  return taken;
}

class DestinationChanges {
 public:
  DestinationChanges(const CommonNames& names, Proposal& proposal) : names_(names), proposal_(proposal) {}

  // REQUIRES: all have the same destination.
  void add(Entries before, Entries after) {
    gone_.clear();
    come_.clear();
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() || j < after.size()) {
      const auto order =
          compare(i < before.size() ? &before[i] : nullptr, j < after.size() ? &after[j] : nullptr);
      if (order < 0) gone_.push_back(&before[i]);
      if (order > 0) come_.push_back(&after[j]);
      if (order <= 0) ++i;
      if (order >= 0) ++j;
    }
    pair_same_offering();
    pair_rest();
  }

 private:
  using Cells = std::vector<const FeedEntry*>;

  std::strong_ordering compare(const FeedEntry* before, const FeedEntry* after) const {
    if (before == nullptr) return std::strong_ordering::greater;
    if (after == nullptr) return std::strong_ordering::less;
    return names_.before(*before) <=> names_.after(*after);
  }

  void pair_same_offering() {
    gone_rest_.clear();
    come_rest_.clear();
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < gone_.size() && j < come_.size()) {
      const auto order = names_.before(*gone_[i]).first <=> names_.after(*come_[j]).first;
      if (order < 0) {
        gone_rest_.push_back(gone_[i++]);
      } else if (order > 0) {
        come_rest_.push_back(come_[j++]);
      } else {
        proposal_.moved.push_back({*gone_[i++], *come_[j++]});
      }
    }
    gone_rest_.insert(gone_rest_.end(), gone_.begin() + static_cast<std::ptrdiff_t>(i), gone_.end());
    come_rest_.insert(come_rest_.end(), come_.begin() + static_cast<std::ptrdiff_t>(j), come_.end());
  }

  void pair_rest() {
    std::size_t paired = 0;
    for (; paired < gone_rest_.size() && paired < come_rest_.size(); ++paired) {
      proposal_.moved.push_back({*gone_rest_[paired], *come_rest_[paired]});
    }
    for (std::size_t i = paired; i < gone_rest_.size(); ++i) proposal_.removed.push_back(*gone_rest_[i]);
    for (std::size_t i = paired; i < come_rest_.size(); ++i) proposal_.added.push_back(*come_rest_[i]);
  }

  const CommonNames& names_;
  Proposal& proposal_;
  Cells gone_, come_, gone_rest_, come_rest_;
};

}  // namespace

void find_changes(const Feed& before, const Feed& after, const CommonNames& names, Proposal& proposal) {
  DestinationChanges changes(names, proposal);
  Entries old_rest = before.entries;
  Entries new_rest = after.entries;
  while (!old_rest.empty() || !new_rest.empty()) {
    auto order = std::strong_ordering::equal;
    if (old_rest.empty()) {
      order = std::strong_ordering::greater;
    } else if (new_rest.empty()) {
      order = std::strong_ordering::less;
    } else {
      order = old_rest.front().destination <=> new_rest.front().destination;
    }
    const Entries gone = order <= 0 ? take_destination(old_rest) : Entries();
    const Entries come = order >= 0 ? take_destination(new_rest) : Entries();
    changes.add(gone, come);
  }
}

}  // namespace sallyport::catalog
