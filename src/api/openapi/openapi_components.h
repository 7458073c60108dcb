// The parts of the OpenAPI document that many operations share: fields of requests and answers, problems,
// tags, servers, tokens.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "api/json_writer.h"
#include "api/routes/routes.h"

namespace sallyport::api {

// What $ref says of a schema among the components.
std::string schema_reference(std::string_view schema);

// Items of `parameters`: the request's fields that the route understands.
void write_request_fields(JsonWriter& json, const Route& route);
// The member `headers` of an answer that is no refusal, where it has any.
void write_answer_fields(JsonWriter& json, const Route& route, unsigned status);
// Members of `responses`: what the route refuses, by status.
void write_refusals(JsonWriter& json, const Route& route);

// The members `servers` and `tags`.
void write_servers_and_tags(JsonWriter& json);
// The members of `components` besides the schemas.
void write_components(JsonWriter& json);

}  // namespace sallyport::api
