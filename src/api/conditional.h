// Conditional requests (RFC 9110): the entity tags of answers, If-None-Match and If-Match.
//
// The tag of an answer about an organization is "VERSION-HASH": the number of the organization's newest audit
// record, and a hash of the body, since hits and times change without an audit record. If-None-Match compares
// all of it. If-Match compares the version: it means "if nobody changed this organization since".
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace sallyport::api {

struct Conditions {
  bool match = false;                     // there is an If-Match ...
  bool match_any = false;                 // ... of *
  std::vector<std::int64_t> versions;     // ... of these; -1 stands for tags that no version ever had
  bool none_match_any = false;            // If-None-Match: *
  std::vector<std::string_view> none_of;  // If-None-Match: the tags, in their quotes

  bool none_match() const { return none_match_any || !none_of.empty(); }
};

// REQUIRES: the request outlives the conditions. Errors: malformed_request.
Result<Conditions> read_conditions(const http::Request& request);

// Strong. Version 0: the answer is not about one organization.
std::string entity_tag(std::int64_t version, std::string_view body);

// Whether If-None-Match names this tag: the sender has the body already.
bool has_already(const Conditions& conditions, std::string_view tag);

}  // namespace sallyport::api
