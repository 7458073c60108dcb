#include "app/cli/problem.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/cli/session.h"
#include "base/error.h"
#include "base/text.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

// The gate refuses every body before it looks at a path; the API takes bodies.
constexpr std::string_view kOfTheGate = "A body is not accepted.";

bool is_error_code(std::string_view name) {
  for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code) {
    if (to_string(static_cast<ErrorCode>(code)) == name) return true;
  }
  return false;
}

std::string shown_text(const json::object& object, std::string_view field) {
  return printable(text_of(object, field));
}

// What is wrong with one of many entries, and in which line of a file.
std::string describe_line(const json::object& error) {
  const auto* line = error.if_contains("line");
  if (line == nullptr || !line->is_int64()) return shown_text(error, "detail");
  return fmt::format("line {}: {}", line->get_int64(), shown_text(error, "detail"));
}

}  // namespace

std::optional<Problem> read_problem(const Reply& reply) {
  boost::system::error_code failure;
  const json::value value = json::parse(reply.body, failure);
  const auto* const object = failure ? nullptr : value.if_object();
  if (object == nullptr) return std::nullopt;
  Problem problem{text_of(*object, "code"), shown_text(*object, "detail")};
  if (!is_error_code(problem.code) || problem.text == kOfTheGate) return std::nullopt;
  if (problem.text.empty()) problem.text = shown_text(*object, "title");
  problem.text += fmt::format(" ({})", problem.code);
  const auto* errors = object->if_contains("errors");
  if (errors != nullptr && errors->is_array()) {
    for (const auto& error : errors->get_array()) {
      if (error.is_object()) problem.text += "\n  " + describe_line(error.get_object());
    }
  }
  if (const auto* more = object->if_contains("more_errors"); more != nullptr && more->is_int64()) {
    problem.text += fmt::format("\n  and {} more", more->get_int64());
  }
  return problem;
}

bool says_malformed(const Problem& problem) {
  return problem.code.starts_with("malformed_") || problem.code == to_string(ErrorCode::host_bits_set);
}

}  // namespace sallyport::cli
