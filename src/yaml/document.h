// document: YAML (1.2, one document) that people write, loaded so that nothing in it can surprise: what makes
// a small file a huge or deep document is refused before a document is built of it.
//
// Thread safety: pure functions. A YAML::Node must not be read by two threads at once.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace sallyport::yaml {

struct Place {
  int line = 0;    // from 1; 0: of the whole file
  int column = 0;  // from 1, in characters

  friend auto operator<=>(const Place&, const Place&) = default;
};

struct Fault {
  Place place;
  std::string why;
};

struct Limits {
  std::size_t bytes = std::size_t{8} << 20;
  int depth = 16;
  std::size_t values = 400'000;  // a value costs about half a kilobyte
};

// Errors: what is no UTF-8 text or no YAML, tags, aliases, more than one document, or none, more than the
// limits. Cost: two passes over the text.
std::expected<YAML::Node, Fault> load(const std::string& text, const Limits& limits = {});

// yaml-cpp counts columns in bytes: this counts them in characters, as editors do.
Place place_of(const YAML::Mark& mark, std::string_view text);

// Whether every reader of YAML takes the text for that text when it stands without quotes, in brackets too.
bool is_plain(std::string_view text);
// The text as it can stand in a document: plain where that may be, in double quotes otherwise. Ensures: it is
// read back as the same text.
std::string as_scalar(std::string_view text);
// In double quotes in any case. Ensures: the same.
std::string quoted(std::string_view text);

}  // namespace sallyport::yaml
