// The OpenAPI 3.1 document, made from the tables of routes.h and schemas.h.

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "api/api.h"
#include "api/dispatch.h"
#include "api/examples/examples.h"
#include "api/json_writer.h"
#include "api/openapi/openapi_components.h"
#include "api/openapi/openapi_webhooks.h"
#include "api/routes/routes.h"
#include "api/schemas/schemas.h"

namespace sallyport::api {
namespace {

// `example` is JSON where the type is, and the text itself where it is not.
void write_form(JsonWriter& json, std::string_view type, std::string_view schema, std::string_view example) {
  json.key(type).begin_object().key("schema").begin_object();
  if (schema.empty()) {
    json.field("type", "string");
  } else {
    json.field("$ref", schema_reference(schema));
  }
  json.end_object();
  if (!example.empty()) {
    json.key("example");
    const bool is_text = !type.ends_with("json") && !type.ends_with("urlencoded");
    is_text ? json.string(example) : json.raw(example);
  }
  json.end_object();
}

void write_content(JsonWriter& json, std::string_view type, std::string_view schema,
                   std::string_view example = {}) {
  json.key("content").begin_object();
  write_form(json, type, schema, example);
  json.end_object();
}

std::string_view request_of(const Example* example) { return example != nullptr ? example->request : ""; }
std::string_view answer_of(const Example* example) { return example != nullptr ? example->answer : ""; }

void write_body(JsonWriter& json, const Route& route) {
  json.key("requestBody").begin_object().flag("required", true).key("content").begin_object();
  write_form(json, route.type == kHtml ? "application/x-www-form-urlencoded" : kJson, route.request,
             request_of(example_of(route.id)));
  for (const std::string_view text : route.texts)
    write_form(json, text, {}, request_of(example_of(route.id, text)));
  json.end_object().end_object();
}

void write_parameter(JsonWriter& json, std::string_view name, std::string_view place,
                     std::string_view description, std::string_view schema, bool required,
                     std::string_view example) {
  json.begin_object().field("name", name).field("in", place);
  if (!description.empty()) json.field("description", description);
  json.flag("required", required).key("schema").raw(schema);
  if (!example.empty()) {
    json.key("example");
    const bool number = schema.contains(R"("type":"integer")") || schema.contains(R"("type":"boolean")");
    number ? json.raw(example) : json.string(example);
  }
  json.end_object();
}

// What the example's target has for each parameter, by name.
NamedValues example_values(const Route& route, const Example* example) {
  NamedValues values;
  if (example == nullptr) return values;
  const std::size_t mark = example->target.find('?');
  if (auto matched = match(route.method, example->target.substr(0, mark)))
    values = std::move(matched->parameters);
  if (mark == std::string_view::npos) return values;
  if (auto query = decode_query(example->target.substr(mark + 1))) {
    values.insert(values.end(), query->begin(), query->end());
  }
  return values;
}

std::string_view value_of(const NamedValues& values, std::string_view name) {
  const auto found = std::ranges::find(values, name, &NamedValues::value_type::first);
  return found == values.end() ? std::string_view() : std::string_view(found->second);
}

void write_parameters(JsonWriter& json, const Route& route, const Example* example) {
  const NamedValues values = example_values(route, example);
  json.key("parameters").begin_array();
  for (std::size_t open = route.path.find('{'); open != std::string_view::npos;
       open = route.path.find('{', open + 1)) {
    const std::string_view name = route.path.substr(open + 1, route.path.find('}', open) - open - 1);
    write_parameter(
        json, name, "path",
        name == "prefix" ? "Percent-encoded as any path segment: 192.0.2.0%2F24" : std::string_view(),
        R"({"type":"string"})", true, value_of(values, name));
  }
  for (const QueryParameter& parameter : route.query) {
    write_parameter(json, parameter.name, "query", parameter.description, parameter.schema,
                    parameter.required, value_of(values, parameter.name));
  }
  write_request_fields(json, route);
  json.end_array();
}

void write_operation(JsonWriter& json, const Route& route, std::string_view tag) {
  const Example* const example = example_of(route.id);
  json.begin_object().field("operationId", route.id).field("summary", route.summary);
  json.key("tags").begin_array().string(tag).end_array();
  if (route.open()) json.key("security").begin_array().end_array();
  write_parameters(json, route, example);
  if (!route.request.empty()) write_body(json, route);
  json.key("responses").begin_object();
  json.key(fmt::format("{}", route.success)).begin_object().field("description", "Done");
  write_answer_fields(json, route, route.success);
  if (route.success != 204) {
    write_content(json, route.type.substr(0, route.type.find(';')), route.response, answer_of(example));
  }
  json.end_object();
  // Where what is done is answered with 200, its schema has room for a preview.
  if (route.success != 200 &&
      std::ranges::find(route.query, "preview", &QueryParameter::name) != route.query.end()) {
    json.key("200").begin_object().field("description", "A preview: nothing was changed");
    write_content(json, kJson, "Preview", answer_of(example_of(route.id, {}, 200)));
    json.end_object();
  }
  if (route.method == "GET" && !route.response.empty()) {
    json.key("304").begin_object().field("description", "As If-None-Match has it");
    write_answer_fields(json, route, 304);
    json.end_object();
  }
  write_refusals(json, route);
  json.end_object().end_object();
}

std::string lower(std::string_view method) {
  std::string text(method);
  std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  return text;
}

void write_paths(JsonWriter& json) {
  std::vector<std::string_view> paths;  // each once, in the table's order
  for (const Route& route : routes()) {
    if (std::ranges::find(paths, route.path) == paths.end()) paths.push_back(route.path);
  }
  json.key("paths").begin_object();
  for (const std::string_view path : paths) {
    json.key(path).begin_object();
    for (const RoutePart& part : route_parts()) {
      for (const Route& route : part.rows) {
        if (route.path == path) write_operation(json.key(lower(route.method)), route, part.tag);
      }
    }
    json.end_object();
  }
  json.end_object();
}

}  // namespace

std::string openapi_document() {
  JsonWriter json;
  json.begin_object().field("openapi", "3.1.0");
  json.key("info").begin_object().field("title", "Sallyport").field("version", "1");
  json.field(
      "description",
      "Which network addresses may use which credentials. Names in paths are percent-encoded. Errors "
      "are problem "
      "documents (RFC 9457); their `code` is stable. So is what is answered before a route is looked for: "
      "400, 408, 411, 413, 417, 431, and 503 where too many large requests arrive at once. HEAD is answered "
      "wherever GET is.");
  json.end_object();
  write_servers_and_tags(json);
  json.key("security")
      .begin_array()
      .begin_object()
      .key("token")
      .begin_array()
      .end_array()
      .end_object()
      .end_array();
  write_paths(json);
  write_webhooks(json);
  json.key("components").begin_object().key("schemas").begin_object();
  for (const Schema& schema : schemas()) json.key(schema.name).raw(schema.json);
  json.end_object();
  write_components(json);
  json.end_object().end_object();
  return json.take();
}

}  // namespace sallyport::api
