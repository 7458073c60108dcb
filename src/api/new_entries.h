// Reads what a request wants put into a list.
//
// Thread safety: pure functions.
#pragma once

#include <vector>

#include "api/json_value.h"
#include "api/problem.h"
#include "control/model.h"

namespace sallyport::api {

struct NewEntries {
  std::vector<control::NewEntry> entries;  // complete only where `wrong` is empty
  std::vector<LineError> wrong;            // one for each entry that is malformed, or repeats another
};

// One of {"prefix"}, {"prefixes": []} (both with "note", "valid_from" and "valid_until" for all) and
// {"entries": [{"prefix", "note", "valid_from", "valid_until"}]}. Errors: malformed_request.
Result<NewEntries> read_new_entries(const JsonValue& body);

// {"prefix", "note", "valid_from", "valid_until"}. Errors: malformed_request, malformed_address,
// host_bits_set.
Result<control::NewEntry> read_new_entry(const JsonValue& body);

}  // namespace sallyport::api
