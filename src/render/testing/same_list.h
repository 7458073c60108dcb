// Whether what a target was given lets in what a list does: for tests that parse the target's text back.
//
// The comparison is slow and obvious: it asks for each port at which something changes, and for a port of no
// line, which addresses and which hosts are allowed on it.
//
// Thread safety: pure functions; Parsed is a value.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "render/target.h"

namespace sallyport::render::testing {

// What a test's own parser has read out of a rendered text.
struct Parsed {
  std::vector<std::pair<net::Prefix, std::optional<net::Ports>>> prefixes;
  std::vector<std::pair<std::string, std::optional<net::Ports>>> hosts;  // as written
};

::testing::AssertionResult same_list(const List& list, const Parsed& parsed);

// As it is written for what takes IPv4 for a part of IPv6.
List apart_from_ipv4_list(const List& list);

// Throw where the text is none, so that a test fails.
List list_of(std::string_view text);
net::Prefix parsed_prefix(std::string_view text);
net::Ports parsed_ports(std::string_view range,
                        std::string_view protocol);  // "443" or "1-9"; "tcp" in any case

struct Kinds {
  bool ports = false;
  bool portless = true;  // prefixes on every port
  bool hosts = false;
  bool wildcards = false;
  bool host_ports = true;  // otherwise hosts are on every port
};
// At least one line of those kinds; at times of one family only, at times a single one. Lengths from 0 on are
// rare.
List random_list(std::mt19937_64& random, const Kinds& kinds);

// So many single addresses of the family, of which no two can be one.
std::vector<net::Prefix> scattered_prefixes(net::Family family, std::size_t count);
List scattered_list(net::Family family, std::size_t count);

// What the target makes of it; the test fails where it refuses.
Rendered rendered(std::string_view target, const List& list, const Options& options = {});
Error refusal(std::string_view target, const List& list, const Options& options = {});

bool some_note_has(const Rendered& rendered, std::string_view text);

// The lines without their ends; the last one needs none.
std::vector<std::string> lines_of(const std::string& text);

}  // namespace sallyport::render::testing
