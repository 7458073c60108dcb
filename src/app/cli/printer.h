// Printer: answers as people, programs and spreadsheets read them.
//
// Thread safety: one thread.
// Invariants: what a server sent reaches the output with its control characters as escapes; in CSV, no cell
// is a formula for a spreadsheet.
#pragma once

#include <boost/json/value.hpp>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport::cli {

enum class Format { table, json, csv };

// A column of a table: its heading, and the field of an item that stands in it.
struct Column {
  std::string_view heading;
  std::string_view field;
};

class Printer {
 public:
  Printer(Format format, std::ostream& out) : format_(format), out_(out) {}

  Format format() const { return format_; }

  // A table; {"items": [...]}; or CSV (RFC 4180) with the fields' names in its first line.
  void items(const boost::json::array& items, const std::vector<Column>& columns);
  // One line for each field; the object; or CSV of one line, or of one for each of its `items`, with the
  // fields of objects inside it as a.b. What is no object is printed in JSON only.
  void object(const boost::json::value& value);
  void json(const boost::json::value& value);
  void lines(std::string_view json_lines);  // as they came
  void line(std::string_view text);

 private:
  void fields(const boost::json::object& object);
  void table(const boost::json::array& items, const std::vector<Column>& columns);
  void csv(const boost::json::array& items, const std::vector<std::string_view>& fields);

  Format format_;
  std::ostream& out_;
};

}  // namespace sallyport::cli
