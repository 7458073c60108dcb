// Permissions as JSON: a list of their names.
//
// Thread safety: pure functions.
#pragma once

#include "api/json_writer.h"
#include "api/object_reader.h"
#include "control/model.h"

namespace sallyport::api {

void write_permissions(JsonWriter& json, const control::Permissions& permissions);
// The field `permissions`; empty where it is not there. What is wrong with it is the reader's error.
std::optional<control::Permissions> read_permissions(ObjectReader& fields);

}  // namespace sallyport::api
