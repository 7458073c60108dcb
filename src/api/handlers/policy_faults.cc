#include "api/handlers/policy_faults.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/problem.h"

namespace sallyport::api {
namespace {

// Of a place whose names are all known ones: "document.organizations[0].name".
std::string pointer_to(std::string_view where) {
  std::string pointer = "/";
  for (const char c : where) {
    if (c != ']') pointer += c == '.' || c == '[' ? '/' : c;
  }
  return pointer;
}

// One step of a pointer, of whatever a field is called (RFC 6901).
std::string escaped(std::string_view name) {
  std::string text;
  for (const char c : name.substr(0, 256)) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

// Every fault of one kind: that kind; otherwise the document as a whole is what has to be corrected.
ErrorCode common_code(const DocumentFaults& faults) {
  const ErrorCode first = faults.first.front().error.code;
  const bool same = std::ranges::all_of(
      faults.first, [first](const DocumentFault& fault) { return fault.error.code == first; });
  return same ? first : ErrorCode::malformed_request;
}

}  // namespace

void PolicyFaults::put(std::string pointer, Error error) {
  if (++faults_.total <= kMostDocumentFaults) faults_.first.push_back({std::move(pointer), std::move(error)});
}

void PolicyFaults::add(std::string_view where, Error error) {
  // Whatever is wrong there, the message names the place in the document.
  if (error.message.find(where) == std::string::npos)
    error.message = fmt::format("{}: {}", where, error.message);
  put(pointer_to(where), std::move(error));
}

void PolicyFaults::take(ObjectReader& fields, const std::string& where) {
  for (auto& [field, error] : fields.faults()) {
    if (error.message.find(where) == std::string::npos)
      error.message = fmt::format("{}: {}", where, error.message);
    put(field.empty() ? pointer_to(where) : fmt::format("{}/{}", pointer_to(where), escaped(field)),
        std::move(error));
  }
}

unsigned status_of(const DocumentFaults& faults) { return status_of(common_code(faults)); }

std::string problem_document(const DocumentFaults& faults) {
  const std::string& first = faults.first.front().error.message;
  JsonWriter json;
  json.begin_object();
  write_problem(json, {common_code(faults),
                       faults.total == 1 ? first
                                         : fmt::format("{} things are wrong in the document; the first: {}",
                                                       faults.total, first),
                       {}});
  json.key("errors").begin_array();
  for (const DocumentFault& fault : faults.first) {
    json.begin_object()
        .field("pointer", fault.pointer)
        .field("code", to_string(fault.error.code))
        .field("detail", fault.error.message)
        .end_object();
  }
  json.end_array();
  if (faults.total > faults.first.size())
    json.field("more_errors", std::uint64_t{faults.total - faults.first.size()});
  json.end_object();
  return json.take();
}

}  // namespace sallyport::api
