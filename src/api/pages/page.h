// The few HTML pages that people see: small, without scripts, readable without style, in three languages.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "control/model.h"
#include "http/message.h"

namespace sallyport::api {

// Something that a person fills in.
struct Field {
  // Where there are some, one of them is chosen; the first one, unless the person does otherwise.
  struct Option {
    std::string value;
    std::string label;
  };
  std::string name;
  std::string label;  // of options: what they are about
  std::string hint = {};
  std::vector<Option> options = {};
  // Otherwise it is a password.
  bool required = false;
  bool fresh = false;  // a new password, not the one that the person has
};

struct Page {
  control::Language language = control::Language::english;
  std::string title;
  std::string problem = {};  // what was wrong with what the person sent
  std::vector<std::string> paragraphs = {};
  std::vector<std::pair<std::string, std::string>> links = {};  // address, below the page's own, and label
  std::vector<std::pair<std::string, std::string>> facts = {};  // label and value
  // Shown this once, as <code id="secret">. Its heading, and what to do with it.
  std::string secret = {};
  std::string secret_title = {};
  std::string secret_hint = {};
  std::vector<Field> fields = {};  // of the form
  std::string person = {};         // whose password a field asks for
  std::string button = {};  // what it says; empty: there is no form. It posts confirm=yes, and the fields, to
                            // the page's own URL.
};

// All text in the page is escaped here.
std::string to_html(const Page& page);

// What to do instead of sending what is not the button's.
inline constexpr std::string_view kPressTheButton =
    "open the link of the mail in a browser, and press the button on its page";

// A page that says why a link cannot be followed, and what to do.
std::string error_page(ErrorCode code, control::Language language);

// The one that the browser asks for, where nobody knows the person's.
control::Language language_of(const http::Request& request);

// The Content-Security-Policy of every page: nothing is loaded, nothing runs, nobody frames it.
std::string_view page_policy();
// The same for a page with another style sheet; with none, where it is empty.
std::string policy_with_style(std::string_view style);

}  // namespace sallyport::api
