// What is followed, as JSON: of requests, of answers, and in policy documents.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json_writer.h"
#include "api/object_reader.h"
#include "control/following/follow.h"

namespace sallyport::api {

// Of offerings, sites or features; none where they are not there. What is wrong is kept by `fields`.
std::vector<std::string> read_ids(ObjectReader& fields, std::string_view name);

// All of it but the vendor. What is wrong is kept by `fields`.
control::Follow read_follow(ObjectReader& fields);

// The fields of an object that is open; what is not said is left out.
void write_follow(JsonWriter& json, const control::Follow& follow);

}  // namespace sallyport::api
