// The few HTML pages that people see: small, without scripts, readable without style.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace sallyport::api {

struct Page {
  std::string title;
  std::vector<std::string> paragraphs;
  std::vector<std::pair<std::string, std::string>> facts;  // label and value
  std::string button;  // what it says; empty: there is none. It posts confirm=yes to the page's own URL.
};

// All text in the page is escaped here.
std::string to_html(const Page& page);

// What to do instead of sending what is not the button's.
inline constexpr std::string_view kPressTheButton =
    "open the link of the mail in a browser, and press the button on its page";

// A page that says why a link cannot be followed, and what to do.
std::string error_page(const Error& error);

// The Content-Security-Policy of every page: nothing is loaded, nothing runs, nobody frames it.
std::string_view page_policy();

}  // namespace sallyport::api
