// FeedLines: a text, line by line, and the place of what is wrong in it.
//
// Thread safety: none.
#pragma once

#include <string_view>

#include "base/result.h"

namespace sallyport::catalog {

class FeedLines {
 public:
  explicit FeedLines(std::string_view text) : text_(text), rest_(text) {}

  bool next();                                     // false: there is none
  std::string_view line() const { return line_; }  // without its end, LF or CR LF

  // Whether the last line has no end.
  bool ends_open() const { return !text_.empty() && text_.back() != '\n'; }

  // "line 3, column 14: why". `part` lies in line(). An error of bounds stays what it is.
  std::unexpected<Error> refuse(std::string_view part, std::string_view why) const;
  std::unexpected<Error> refuse(std::string_view part, const Error& error) const;

 private:
  std::string_view text_;
  std::string_view rest_;
  std::string_view line_;
  std::size_t number_ = 0;
};

std::string_view trim_blanks(std::string_view text);  // blanks and tabs

}  // namespace sallyport::catalog
