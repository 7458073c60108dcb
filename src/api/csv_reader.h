// CsvReader: the records of comma separated values (RFC 4180).
//
// A field that starts with a quote ends with one, and has a quote in it doubled; others hold no quote. Lines
// end with CRLF or LF. Empty lines are passed over.
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
    std::vector<std::string> fields;
    std::optional<Error> wrong;  // then `fields` has what was read before that
  };

  explicit CsvReader(std::string_view text) : text_(text) {}  // REQUIRES: the text outlives it

  // Empty at the end. After a record that is wrong, reading goes on with the next line.
  std::optional<Record> next();

 private:
  bool at_line_end() const;
  void take_line_end();
  void skip_line();
  std::optional<Error> read_field(std::string& field);
  std::optional<Error> read_quoted(std::string& field);
  Record read_record();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// The field as RFC 4180 wants it: in quotes where it needs them.
std::string csv_field(std::string_view value);

}  // namespace sallyport::api
