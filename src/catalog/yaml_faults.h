// YamlFaults: what is wrong in a catalog's file, gathered so that a person can correct all of it at once.
// Internal to catalog.
//
// Thread safety: none of its own.
// Invariants: never holds more than kMostFaults, those that stand first in the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "yaml/document.h"

namespace sallyport::catalog {

inline constexpr std::size_t kMostFaults = 20;

class YamlFaults {
 public:
  YamlFaults(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

  void add(const YAML::Node& at, std::string why) { add(at.Mark(), std::move(why)); }
  void add(const YAML::Mark& at, std::string why);

  bool empty() const { return count_ == 0; }
  Error error() const;  // malformed_catalog, a line for each: "FILE:LINE:COLUMN: why"

 private:
  struct Found {
    YAML::Mark mark;  // a place is made of it late: that costs as much as its line is long
    std::string why;
  };

  std::string_view text_;
  std::string file_;
  std::vector<Found> first_;  // by place
  std::size_t count_ = 0;
};

// One line of such an error. `file` and `why` may be of anybody's making.
std::string fault_line(const std::string& file, yaml::Place place, std::string_view why);

}  // namespace sallyport::catalog
