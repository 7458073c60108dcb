// WhoisIndex: whose an address or a host is, over all catalogs and feeds.
//
// Thread safety: immutable after build(); any number of readers.
// Invariants: an answer lists what it found from the most specific prefix or host to the widest, in one place
// by vendor, offering and site. The golden twin in the tests looks at every fact.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/model.h"
#include "catalog/read/feed.h"
#include "net/prefix_map.h"

namespace sallyport::catalog {

class WhoisIndex {
 public:
  // That a vendor says this of an offering at a site.
  struct Fact {
    std::uint32_t vendor = 0;  // these three are indexes into the names
    std::uint32_t offering = 0;
    std::uint32_t site = 0;
    std::optional<std::chrono::sys_days> since;  // the first day on which it is known to have been said
    std::optional<std::chrono::sys_days> until;  // the last day on which it counts
  };

  // Facts of one prefix or host, most specific first, then wider(), until there is none.
  class Place {
   public:
    Place() = default;  // found nothing
    explicit operator bool() const { return index_ != nullptr; }
    std::span<const Fact> facts() const;
    Place wider() const;
    net::Destination destination() const;  // its ports are left out: the facts' may differ

   private:
    friend class WhoisIndex;
    Place(const WhoisIndex& index, std::uint32_t place) : index_(&index), place_(place) {}
    const WhoisIndex* index_ = nullptr;
    std::uint32_t place_ = 0;
  };

  Place find(const net::Address& address) const noexcept;
  // What contains all of the prefix; not what lies inside it.
  Place find(const net::Prefix& prefix) const noexcept;
  Place find(std::string_view host) const;  // REQUIRES: lower case
  const std::string& name(std::uint32_t index) const { return names_[index]; }
  std::size_t prefixes() const { return prefixes_.size(); }

  // Collects facts in any order.
  class Builder {
   public:
    void add(const Catalog& catalog);
    // Revisions of one feed, the oldest first: what stands in the newest is known since the first of those,
    // in an unbroken row up to the newest, in which it stands. REQUIRES: one at least.
    void add(std::string_view vendor, std::span<const Feed> revisions);
    WhoisIndex build() &&;

   private:
    struct Row {
      net::Destination destination;  // without ports
      Fact fact;
    };
    std::uint32_t name(std::string_view text);
    void add(const Catalog& catalog, std::uint32_t vendor, const Offering& offering, const Cell& cell);

    std::vector<Row> rows_;
    std::vector<std::string> names_ = {""};
    std::unordered_map<std::string, std::uint32_t> known_ = {{"", 0}};
  };

 private:
  static constexpr std::uint32_t kNone = net::PrefixMapView::kNone;

  std::vector<std::string> names_;
  std::vector<Fact> facts_;
  // By place: the prefixes in their order, then the hosts.
  std::vector<std::uint32_t> first_fact_;  // one more than there are places
  std::vector<std::uint32_t> wider_;
  std::vector<net::Prefix> prefixes_;
  std::vector<net::HostPattern> hosts_;
  net::PrefixMap map_;
  std::unordered_map<std::string, std::uint32_t> by_host_;  // "a.example", "*.a.example": place
};

}  // namespace sallyport::catalog
