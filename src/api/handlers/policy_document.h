// Policy documents as JSON: read from requests, written as answers. The command line turns YAML into the
// same.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

#include "api/json_writer.h"
#include "api/object_reader.h"
#include "control/policies/policy_document.h"

namespace sallyport::api {

// One thing that is wrong with a document. `pointer`: where it stands in the request (RFC 6901).
struct DocumentFault {
  std::string pointer;
  Error error;
};

// What is wrong, in the order in which it stands there. `total` may be more than are kept.
struct DocumentFaults {
  std::vector<DocumentFault> first;
  std::size_t total = 0;
};
inline constexpr std::size_t kMostDocumentFaults = 100;

// {"organizations": [...]}. `where` names the value in messages, as a field of the request. Errors:
// malformed_request and those of addresses, each with its place.
std::expected<control::PolicyDocument, DocumentFaults> read_policy_document(const JsonValue& value,
                                                                            const std::string& where);

// A problem document with "errors": [{"pointer", "code", "detail"}]. REQUIRES: there is one.
std::string problem_document(const DocumentFaults& faults);
unsigned status_of(const DocumentFaults& faults);

void write(JsonWriter& json, const control::PolicyDocument& document);

}  // namespace sallyport::api
