// Session: one run of the command line: where it talks to, how it prints, how it ends.
//
// Thread safety: one thread.
// Invariants: what a server sent is printed with its control characters as escapes.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <expected>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/client.h"
#include "app/cli/printer.h"

namespace sallyport::cli {

// How the program ends; the numbers are public.
enum ExitCode { kDone = 0, kRefused = 1, kUsage = 2, kUnreachable = 3 };

class Session {
 public:
  Session(Client client, Format format, std::ostream& out, std::ostream& errors);

  // What was asked, as a refusal means something else of each: a malformed file is wrong usage, and who signs
  // in has no token yet.
  enum class Asked { call, file, sign_in };

  // The answer's body (null where it has none), or the exit code after the reason was printed.
  std::expected<boost::json::value, int> call(const std::string& method, const std::string& path,
                                              const boost::json::value& body = nullptr,
                                              Asked asked = Asked::call);

  // The answer, whatever its status, for who tells a refusal in other words; or the exit code, after it was
  // printed that there is none. And what call() does with a refusal: prints it, returns the exit code.
  std::expected<Reply, int> ask(const std::string& method, const std::string& path,
                                const boost::json::value& body);
  int refused(const Reply& reply) { return tell_refusal(reply, Asked::call); }

  // call() with a body that is a text of that media type. On a terminal, where it is long, says how far it
  // is. What the API finds malformed in it is wrong usage.
  std::expected<boost::json::value, int> upload(const std::string& path, const std::string& text,
                                                const std::string& type);

  // An answer that is not JSON, as it came, or the exit code after the reason was printed.
  std::expected<std::string, int> fetch(const std::string& path);

  // Calls and prints the answer: as one line for each field, or as JSON. Returns the exit code.
  int show(const std::string& method, const std::string& path, const boost::json::value& body = nullptr);
  // The same, and `done` instead of the fields.
  int change(const std::string& method, const std::string& path, const boost::json::value& body,
             std::string_view done);
  // Items that came with an answer, as list() prints them; with the format json, the whole answer.
  void print_items(const boost::json::value& answer, const boost::json::array& items,
                   const std::vector<Column>& columns);
  // The items of a list that comes in pages, all of them, or the exit code after the reason was printed.
  // `query`: "limit=1000&kind=x", or empty.
  std::expected<boost::json::array, int> items(const std::string& path, const std::string& query);
  // The same, printed as a table or as JSON.
  int list(const std::string& path, const std::string& query, const std::vector<Column>& columns);

  int usage(std::string_view message);  // prints it, returns kUsage
  int unexpected_answer();              // says so, returns kUnreachable

  void print(const boost::json::value& value);  // as the format says
  void print_json(const boost::json::value& value);
  void print_line(std::string_view text);
  void print_lines(std::string_view json_lines);  // as they came, with control characters as escapes
  void print_note(std::string_view text);         // beside the answer, for people
  Format format() const { return printer_.format(); }

 private:
  std::expected<Reply, int> answer(const std::string& method, const std::string& path,
                                   const std::string& body, const Upload& upload);
  // The body of the answer, or the exit code after the reason was printed.
  std::expected<std::string, int> send(const std::string& method, const std::string& path,
                                       const std::string& body, const Upload& upload = {},
                                       Asked asked = Asked::call);
  int tell_refusal(const Reply& reply, Asked asked);

  Client client_;
  Printer printer_;
  std::ostream& errors_;
};

// The text of an answer's field; empty where it has none.
std::string text_of(const boost::json::object& object, std::string_view field);
std::string text_of(const boost::json::value& value, std::string_view field);

}  // namespace sallyport::cli
