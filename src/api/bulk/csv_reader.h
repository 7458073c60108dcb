// CsvReader: the records of comma separated values (RFC 4180), also where another character separates them.
//
// A field that starts with a quote, perhaps after blanks, ends with one, perhaps with blanks after it, and
// has a quote in it doubled; others hold no quote. Lines end with CRLF or LF. Empty lines are passed over;
// one that starts with #, perhaps after blanks, is a comment.
//
// Thread safety: one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace sallyport::api {

class CsvReader {
 public:
  static constexpr std::size_t kMostFields = 64;

  struct Record {
    std::size_t line = 0;  // the first of its lines, from 1
    bool comment = false;  // then it has no fields
    std::vector<std::string> fields;
    std::optional<Error> wrong;  // then `fields` has what was read before that
  };

  // The text's first line has that number. REQUIRES: the text outlives it.
  explicit CsvReader(std::string_view text, char separator = ',', std::size_t line = 1)
      : text_(text), separator_(separator), line_(line) {}

  // Empty at the end. After a record that is wrong, reading goes on with the next line.
  std::optional<Record> next();

 private:
  bool at_line_end() const;
  bool at_field_end() const { return at_line_end() || text_[at_] == separator_; }
  std::size_t after_blanks() const;
  void take_line_end();
  void skip_line();
  std::optional<Error> read_field(std::string& field);
  std::optional<Error> read_quoted(std::string& field);
  Record read_record();

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_;
};

// The field as RFC 4180 wants it: in quotes where it needs them, also to be no comment.
std::string csv_field(std::string_view value);

}  // namespace sallyport::api
