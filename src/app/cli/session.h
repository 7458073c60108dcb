// Session: one run of the command line: where it talks to, how it prints, how it ends.
//
// Thread safety: one thread.
// Invariants: what a server sent is printed with its control characters as escapes.
#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/client.h"

namespace sallyport::cli {

enum class Format { table, json };

// How the program ends; the numbers are public.
enum ExitCode { kDone = 0, kRefused = 1, kUsage = 2, kUnreachable = 3 };

// A column of a table: its heading, and the field of an item that stands in it.
struct Column {
  std::string_view heading;
  std::string_view field;
};

class Session {
 public:
  Session(Client client, Format format, std::ostream& out, std::ostream& errors);

  // The answer's body (null where it has none), or the exit code after the reason was printed.
  std::expected<boost::json::value, int> call(const std::string& method, const std::string& path,
                                              const boost::json::value& body = nullptr);

  // Calls and prints the answer: as one line for each field, or as JSON. Returns the exit code.
  int show(const std::string& method, const std::string& path, const boost::json::value& body = nullptr);
  // The same, and `done` instead of the fields.
  int change(const std::string& method, const std::string& path, const boost::json::value& body,
             std::string_view done);
  // A list that comes in pages, all of them, as a table or as JSON. `query`: "limit=1000&kind=x", or empty.
  int list(const std::string& path, const std::string& query, const std::vector<Column>& columns);

  int usage(std::string_view message);  // prints it, returns kUsage
  int unexpected_answer();              // says so, returns kUnreachable

  void print(const boost::json::value& value);  // as the format says
  void print_json(const boost::json::value& value);
  void print_line(std::string_view text);
  void print_note(std::string_view text);  // beside the answer, for people
  Format format() const { return format_; }

 private:
  void print_fields(const boost::json::value& value);
  void print_table(const boost::json::array& items, const std::vector<Column>& columns);

  Client client_;
  Format format_;
  std::ostream& out_;
  std::ostream& errors_;
};

}  // namespace sallyport::cli
