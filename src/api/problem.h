// Problem documents (RFC 9457), and the one place that says which status an error has.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

namespace sallyport::api {

class JsonWriter;

unsigned status_of(ErrorCode code);
std::string_view title_of(ErrorCode code);

// {"type", "title", "status", "detail", "code"}. The error's `detail` is for logs and never part of it.
std::string problem_document(const Error& error);
// Its members, for documents that have more. REQUIRES: an object was begun.
void write_problem(JsonWriter& json, const Error& error);
// For answers whose status says more than the code does, such as 405.
std::string problem_document(const Error& error, unsigned status);

// One entry of a request that has many, and what is wrong with it.
struct LineError {
  std::size_t index = 0;  // in the request's list, from 0
  std::size_t line = 0;   // of a text, from 1; 0: the request is none
  std::string input;
  Error error;
};
inline constexpr std::size_t kMostLineErrors = 1000;  // beyond: counted

// The same with "errors": [{"index", "line", "input", "code", "detail"}]. REQUIRES: at least one line.
std::string problem_document(std::span<const LineError> lines);
unsigned status_of(std::span<const LineError> lines);

}  // namespace sallyport::api
