// The part of the OpenAPI document that says what webhooks send.
//
// Thread safety: a pure function.
#pragma once

#include "api/json_writer.h"

namespace sallyport::api {

// The member `webhooks`, from control's table of events. REQUIRES: the writer is inside the document's
// object.
void write_webhooks(JsonWriter& json);

}  // namespace sallyport::api
