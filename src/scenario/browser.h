// Browser: opens a mail's link and presses the button of its page, as a person's browser would: it sends what
// the page's form says, the choices that it comes with, and the person's password where it asks for one.
//
// Thread safety: one thread.
#pragma once

#include <string>

#include "base/result.h"
#include "http/message.h"

namespace sallyport::scenario {

class Browser {
 public:
  // REQUIRES: the handler outlives the browser.
  explicit Browser(http::Handler& handler) : handler_(handler) {}

  // The page behind the path, as HTML. Errors: what the page refuses with.
  Result<std::string> get(const std::string& path);
  // Sends the page's form; returns the page that answers. Errors: as get(); not_found where the page has no
  // form.
  Result<std::string> press(const std::string& path, const std::string& password);

 private:
  Result<std::string> send(std::string_view method, const std::string& path, const std::string& body);

  http::Handler& handler_;
};

}  // namespace sallyport::scenario
