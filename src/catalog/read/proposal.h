// Proposal: what reading found new, against what was last known to be good. Nothing read is ever a silent
// change: a proposal may be taken as it is, or it is held with reasons, and a person decides.
//
// Thread safety: pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/read/feed.h"

namespace sallyport::catalog {

struct Moved {
  FeedEntry before;  // with the names of the old feed
  FeedEntry after;   // and those of the new one
};

enum class HoldReason : std::uint8_t {
  emptied,       // a cell (offering at a site) or a list that had entries has none, or all of it is empty
  shrunk,        // more than a tenth of the addresses, or of the prefixes, or of the hosts went
  too_wide,      // a prefix wider than any list should hold, or together they cover too much
  special_use,   // private, documentation, multicast, ... (net/special_use.h)
  older,         // than what is known
  other_kind,    // another format, or another cloud, than the last good one
  truncated,     // it ends in the middle of a line
  error_page,    // of what is read from documents, as is
  disagreement,  // two languages of a page say different things
  other_shape,   // the page is not what its profile says
};
std::string_view to_string(HoldReason reason);

struct Hold {
  HoldReason reason;
  std::string text;  // a sentence with the proof: which cell, how many, which prefix
};

// What a page says of an entry, or of all that it has for an offering at a site, in other words than before:
// until when, in place of what, for whom. What it means, a person has to read.
struct Restated {
  std::string offering;
  std::string site;
  std::optional<net::Destination> of;  // without ports; empty: of all of them
  std::string before;                  // empty: nothing
  std::string after;
};

struct Proposal {
  std::vector<FeedEntry> added;      // sorted; their names are those of the new feed
  std::vector<FeedEntry> removed;    // and those of the old one
  std::vector<Moved> moved;          // the same destination at another offering or site
  std::vector<Restated> restated;    // of documents; sorted by offering, site, destination
  std::vector<Hold> holds;           // empty: it may be taken as it is
  std::vector<std::string> remarks;  // what else there is to know, and no reason to hold: a sentence each
};

// The widest prefixes that nobody is asked about, and how much of IPv4 all of them together may cover.
inline constexpr unsigned kWidestIpv4 = 8;
inline constexpr unsigned kWidestIpv6 = 19;
inline constexpr std::uint64_t kMostIpv4Addresses = std::uint64_t{1} << 30;  // a quarter

// `last_good` may be null: the first time, when all of it is added. Emptiness, width (unless the last good
// one has the same prefix) and special use are always looked at; a list without entries is a remark where it
// had none before, or nobody knows. Cost: linear, and sorts of the prefixes.
Proposal propose(const Feed& found, const Feed* last_good);

}  // namespace sallyport::catalog
