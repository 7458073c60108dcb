// Groups of ports made to fit what a target takes of each family, where each prefix costs as many entries as
// the target writes for its ports.
//
// Thread safety: pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "render/port_groups.h"

namespace sallyport::render {

struct Room {
  std::size_t ipv4 = 0, ipv6 = 0;  // entries
};
using EntriesOfPrefix = std::size_t (*)(const PrefixGroup& group);  // how many each of its prefixes takes

Room room_needed(const std::vector<PrefixGroup>& groups, EntriesOfPrefix entries);

// The groups as they are where there is room for them; where not, each summarised to its share, with a note
// of what is let in besides. Errors: too_many_entries, where no summary is asked for (with what one would let
// in), or where there is not room for one prefix of each group.
Result<std::vector<PrefixGroup>> fit_groups(std::string_view target, std::vector<PrefixGroup> groups,
                                            EntriesOfPrefix entries, Room room, const Options& options,
                                            std::vector<std::string>& notes);

}  // namespace sallyport::render
