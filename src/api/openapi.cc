// The OpenAPI 3.1 document, made from the tables of routes.h and schemas.h.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "api/api.h"
#include "api/json_writer.h"
#include "api/routes.h"
#include "api/schemas.h"

namespace sallyport::api {
namespace {

std::string reference(std::string_view schema) { return fmt::format("#/components/schemas/{}", schema); }

void write_content(JsonWriter& json, std::string_view type, std::string_view schema) {
  json.key("content").begin_object().key(type).begin_object().key("schema").begin_object();
  if (schema.empty()) {
    json.field("type", "string");
  } else {
    json.field("$ref", reference(schema));
  }
  json.end_object().end_object().end_object();
}

void write_parameter(JsonWriter& json, std::string_view name, std::string_view place,
                     std::string_view description, std::string_view schema, bool required) {
  json.begin_object().field("name", name).field("in", place);
  if (!description.empty()) json.field("description", description);
  json.flag("required", required).key("schema").raw(schema).end_object();
}

void write_parameters(JsonWriter& json, const Route& route) {
  json.key("parameters").begin_array();
  for (std::size_t open = route.path.find('{'); open != std::string_view::npos;
       open = route.path.find('{', open + 1)) {
    const std::string_view name = route.path.substr(open + 1, route.path.find('}', open) - open - 1);
    write_parameter(
        json, name, "path",
        name == "prefix" ? "Percent-encoded as any path segment: 192.0.2.0%2F24" : std::string_view(),
        R"({"type":"string"})", true);
  }
  for (const QueryParameter& parameter : route.query) {
    write_parameter(json, parameter.name, "query", parameter.description, parameter.schema,
                    parameter.required);
  }
  json.end_array();
}

// What may go wrong, by status.
std::map<unsigned, std::string> refusals(const Route& route) {
  std::map<unsigned, std::string> by_status;
  for (unsigned bit = 0; bit <= static_cast<unsigned>(ErrorCode::internal); ++bit) {
    const auto code = static_cast<ErrorCode>(bit);
    if ((errors_of(route) & codes(code)) == 0) continue;
    std::string& names = by_status[status_of(code)];
    names += names.empty() ? "" : ", ";
    names += to_string(code);
  }
  if (!route.request.empty()) by_status.emplace(415, to_string(ErrorCode::malformed_request));
  return by_status;
}

void write_operation(JsonWriter& json, const Route& route) {
  json.begin_object().field("operationId", route.id).field("summary", route.summary);
  if (route.open()) json.key("security").begin_array().end_array();
  write_parameters(json, route);
  if (!route.request.empty()) {
    json.key("requestBody").begin_object().flag("required", true);
    write_content(json, route.type == kHtml ? "application/x-www-form-urlencoded" : kJson, route.request);
    json.end_object();
  }
  json.key("responses").begin_object();
  json.key(fmt::format("{}", route.success)).begin_object().field("description", "Done");
  if (route.success != 204) write_content(json, route.type.substr(0, route.type.find(';')), route.response);
  json.end_object();
  for (const auto& [status, names] : refusals(route)) {
    json.key(fmt::format("{}", status)).begin_object().field("description", names);
    const bool page = route.type == kHtml;
    write_content(json, page ? "text/html" : kProblem, page ? "" : "Problem");
    json.end_object();
  }
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
    for (const Route& route : routes()) {
      if (route.path == path) write_operation(json.key(lower(route.method)), route);
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
  json.field("description",
             "Which network addresses may use which credentials. Names in paths are percent-encoded. Errors "
             "are problem "
             "documents (RFC 9457); their `code` is stable. HEAD is answered wherever GET is.");
  json.end_object();
  json.key("security")
      .begin_array()
      .begin_object()
      .key("token")
      .begin_array()
      .end_array()
      .end_object()
      .end_array();
  write_paths(json);
  json.key("components").begin_object().key("schemas").begin_object();
  for (const Schema& schema : schemas()) json.key(schema.name).raw(schema.json);
  json.end_object().key("securitySchemes").begin_object().key("token").begin_object();
  json.field("type", "http").field("scheme", "bearer").end_object().end_object().end_object().end_object();
  return json.take();
}

}  // namespace sallyport::api
