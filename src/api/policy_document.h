// Policy documents as JSON: read from requests, written as answers. The command line turns YAML into the
// same.
//
// Thread safety: pure functions.
#pragma once

#include "api/json_writer.h"
#include "api/object_reader.h"
#include "control/policy_document.h"

namespace sallyport::api {

// {"organizations": [...]}. Errors: malformed_request and those of addresses, with the place in the document.
Result<control::PolicyDocument> read_policy_document(const JsonValue& value, const std::string& where);

void write(JsonWriter& json, const control::PolicyDocument& document);

}  // namespace sallyport::api
