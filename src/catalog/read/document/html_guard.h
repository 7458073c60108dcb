// HtmlGuard: what of an HTML page its parser is given, so that no page can make it slow, large or deep.
//
// libgumbo builds a tree without bounds: of its depth, and of the elements that it opens again where a page
// left them open (WHATWG HTML 13.2.4.3). Here the tags are counted before, always as at least as many as
// the parser will have open.
//
// Thread safety: pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sallyport::catalog {

struct GuardedHtml {
  std::string title;
  std::string html;      // each line where it was; title, scripts, styles, drawings, forms' texts
                         // and comments are blanks
  bool has_end = false;  // "</html>" stands in it
  bool has_begin = false;
  std::string left_open;  // a comment, script, ... that never ends; empty: none
};

// Errors: malformed_feed (deeper than kMostPageLevels, or too many elements left open). Cost: linear.
Result<GuardedHtml> guard_html(std::string_view html);

}  // namespace sallyport::catalog
