// Target: something that enforces or consumes a list, and how a list is written for it.
//
// What is rendered comes from typed values only: no label, note or name of a vendor reaches a config. It
// parses back to the same set (tests hold this for each target), and replaces what was there at once where
// the target can. Where a target cannot say what a list means (a wildcard, a port, a host), it refuses with
// what it cannot say. Every list is one of what is allowed; the notes say what becomes of the rest.
//
// Thread safety: pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/destination.h"
#include "net/prefix_set.h"

namespace sallyport::render {

// What is to be allowed. Prefixes without ports are aggregated to the minimal equal set.
struct List {
  net::PrefixSet prefixes;                     // all ports
  std::vector<net::Destination> destinations;  // hosts, and prefixes with ports; sorted, without duplicates
};

inline constexpr std::size_t kMostLines = 4'000'000;

// Lines as `catalog resolve` prints them, with --explain too: blank lines, and what stands behind #, are
// skipped. Errors: malformed_list, with the number of each bad line; too_many_entries. An input without any
// line is refused: an empty list is nothing to render by accident.
Result<List> parse_list(std::string_view text);

enum class Direction : std::uint8_t { in, out };  // they connect to us; we connect to them

struct Options {
  std::string name = "sallyport";  // of sets, chains, resources: [a-z][a-z0-9_]{0,30}; checked by render()
  Direction direction = Direction::in;  // for targets whose rules have one
  bool summarise = false;               // write what the target can say, and tell what is let in besides
  // A list can be written many times over: a prefix for each interval that overlapping ranges of ports are
  // cut into, a name for each one above it. So both are bounded.
  std::size_t most_work = 16'000'000;             // entries that are looked at for that
  std::size_t most_bytes = std::size_t{1} << 30;  // of all files together
};

struct File {
  std::string name;  // where there are several; the first is what is printed
  std::string text;
};

struct Rendered {
  std::vector<File> files;  // at least one
  // For standard error: how it is loaded, what becomes of the rest, what was split, what is let in besides.
  std::vector<std::string> notes;
};

struct Target {
  std::string_view id;     // "nftables"
  std::string_view title;  // a line for --help
  bool hosts = false;      // can say hosts
  bool wildcards = false;
  bool ports = false;
  std::size_t most = 0;  // entries it takes, over all that it writes; 0: no limit that a list could meet
  // REQUIRES: the list holds only what the target can say, and no more than it takes.
  Result<Rendered> (*write)(const List& list, const Options& options) = nullptr;

  bool prefixes = true;           // can say prefixes; false: hosts only
  bool udp = true;                // false: where it says ports, they are TCP's
  std::string_view instead = {};  // what to do about hosts, or prefixes, that it cannot say: a sentence
};

std::span<const Target> targets();
const Target* find_target(std::string_view id);

// Checks options, refuses what the target cannot say (with the first line that it cannot), summarises to its
// limit where that is asked for, and writes. Errors: invalid_setting, malformed_list where the list is empty,
// cannot_say, too_many_entries (how many it takes, and that --summarise would let in so many addresses
// besides; or what the bounds of the options are, as soon as they are met).
Result<Rendered> render(const Target& target, List list, const Options& options);

}  // namespace sallyport::render
