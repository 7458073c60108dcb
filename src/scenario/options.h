// Options: the parts of a statement that may be left out. They stand in any order, each at most once.
//
// Thread safety: belongs to one call.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "scenario/cursor.h"

namespace sallyport::scenario {

struct Option {
  std::string_view keyword;
  std::function<Parsed<void>()> read;  // takes what stands behind the keyword
};

// Takes options up to the end of the line, or to `=>`. Errors: one that stands twice; a word that is no
// option here.
Parsed<void> read_options(Cursor& words, const std::vector<Option>& options);

// An option that is a word alone.
Option flag(std::string_view keyword, bool& set);

}  // namespace sallyport::scenario
