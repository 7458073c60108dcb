#include "api/openapi/openapi_components.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <utility>
#include <vector>

#include "api/examples/problem_examples.h"
#include "api/problem.h"

namespace sallyport::api {
namespace {

struct HeaderField {
  std::string_view key;  // in the components
  std::string_view name;
  std::string_view description;
  std::string_view example;
};

constexpr std::array kRequestFields{
    HeaderField{
        "IfMatch", "If-Match",
        "ETags of answers about this organization, or *. The change is made only where the organization "
        "is still at the version of one of them; otherwise precondition_failed",
        "\"17-9f86d081884c7d659a2feaa0c55ad015\""},
    HeaderField{
        "IfNoneMatch", "If-None-Match",
        "ETags of answers that you have, or *: where the answer is still one of them, 304 and no body",
        "\"17-9f86d081884c7d659a2feaa0c55ad015\""},
    HeaderField{
        "IdempotencyKey", "Idempotency-Key",
        "1 to 255 visible ASCII characters of your choice, such as a UUID, also in double quotes. A "
        "request that is sent again under its key within 24 hours changes nothing more: it gets the "
        "first answer, or answer_lost where that was not kept (it held a secret or was large, or the "
        "daemon ended before), or unavailable while the first is under way: repeat it then. Another "
        "request, or the same of another Content-Type, under the key: key_reused. Of each token, the last "
        "10000 keys are remembered; a request that changed nothing is not",
        "8e03978e-40d5-43dd-bc93-6894a57f9324"},
};

constexpr std::array kAnswerFields{
    HeaderField{
        "ETag", "ETag",
        "Of this very answer. About an organization: its version, the number of its newest audit record, "
        "a hyphen and a hash of the body. If-Match compares the version only",
        "\"17-9f86d081884c7d659a2feaa0c55ad015\""},
    HeaderField{"IdempotentReplay", "Idempotent-Replay",
                "true: this is the answer to an earlier request under the same Idempotency-Key", "true"},
    HeaderField{"RateLimit", "RateLimit", "What is left: r requests now, all of them again in t seconds",
                "\"token\";r=999;t=1"},
    HeaderField{
        "RateLimitPolicy", "RateLimit-Policy",
        "The limit: q requests at once, as many again in w seconds; of the administrator's token, of this "
        "token, or of this network where there is no valid one",
        "\"token\";q=1000;w=10"},
    HeaderField{"Location", "Location", "Where to ask how far it is", "/api/v1/catalogs/withsecure/checks/1"},
    HeaderField{"RetryAfter", "Retry-After", "Seconds to wait", "1"},
    HeaderField{"WWWAuthenticate", "WWW-Authenticate", "How to send a token", "Bearer realm=\"sallyport\""},
};

// Of every problem document, where there is a limit: also of what a token would be needed for.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kLimitFields{
    {{"RateLimit", "RateLimit"}, {"RateLimit-Policy", "RateLimitPolicy"}}};

constexpr unsigned kWrongType = 415;

bool conditional(const Route& route) { return route.path.contains("{organization}") && !route.open(); }

void write_reference(JsonWriter& json, std::string_view where, std::string_view key) {
  json.begin_object().field("$ref", fmt::format("#/components/{}/{}", where, key)).end_object();
}

void write_problem_example(JsonWriter& json, ErrorCode code) {
  json.begin_object().field("summary", title_of(code)).key("value");
  json.raw(problem_document({code, std::string(example_detail(code)), {}}));
  json.end_object();
}

template <class Each>
void each_code(const Each& each) {
  for (unsigned bit = 0; bit <= static_cast<unsigned>(ErrorCode::internal); ++bit) {
    each(static_cast<ErrorCode>(bit));
  }
}

// What may go wrong, by status.
using Refused = std::vector<ErrorCode>;
std::map<unsigned, Refused> refusals(const Route& route) {
  std::map<unsigned, Refused> by_status;
  each_code([&](ErrorCode code) {
    if ((errors_of(route) & codes(code)) != 0) by_status[status_of(code)].push_back(code);
  });
  if (!route.request.empty()) by_status[kWrongType] = {ErrorCode::malformed_request};
  return by_status;
}

std::string names_of(const Refused& refused, std::string_view between) {
  std::string names;
  for (const ErrorCode code : refused) {
    names += names.empty() ? "" : between;
    names += to_string(code);
  }
  return names;
}

// Routes that refuse the same share one description.
std::string name_of(unsigned status, const Refused& refused) {
  return fmt::format("{}.{}", status, names_of(refused, "-"));
}

void write_response(JsonWriter& json, unsigned status, const Refused& refused) {
  json.begin_object().field("description", names_of(refused, ", "));
  json.key("headers").begin_object();
  for (const auto& [name, key] : kLimitFields) write_reference(json.key(name), "headers", key);
  if (status == status_of(ErrorCode::rate_limited) || status == status_of(ErrorCode::unavailable)) {
    write_reference(json.key("Retry-After"), "headers", "RetryAfter");
  }
  if (status == status_of(ErrorCode::unauthenticated)) {
    write_reference(json.key("WWW-Authenticate"), "headers", "WWWAuthenticate");
  }
  json.end_object();
  json.key("content").begin_object().key(kProblem).begin_object().key("schema").begin_object();
  json.field("$ref", schema_reference("Problem")).end_object();
  if (status == kWrongType) {  // no code has this status: it says more than its code
    const Error error{ErrorCode::malformed_request, "send the body with Content-Type: application/json", {}};
    json.key("example").raw(problem_document(error, status));
  } else {
    json.key("examples").begin_object();
    for (const ErrorCode code : refused)
      write_reference(json.key(to_string(code)), "examples", to_string(code));
    json.end_object();
  }
  json.end_object().end_object().end_object();
}

void write_responses(JsonWriter& json) {
  std::map<std::string, std::pair<unsigned, Refused>> shared;
  for (const Route& route : routes()) {
    if (route.type == kHtml) continue;
    for (const auto& [status, refused] : refusals(route))
      shared[name_of(status, refused)] = {status, refused};
  }
  json.key("responses").begin_object();
  for (const auto& [name, response] : shared) write_response(json.key(name), response.first, response.second);
  json.end_object();
}

}  // namespace

std::string schema_reference(std::string_view schema) {
  return fmt::format("#/components/schemas/{}", schema);
}

void write_request_fields(JsonWriter& json, const Route& route) {
  if (conditional(route)) write_reference(json, "parameters", "IfMatch");
  if (route.method == "GET" && !route.response.empty()) write_reference(json, "parameters", "IfNoneMatch");
  if (route.method != "GET" && !route.open()) write_reference(json, "parameters", "IdempotencyKey");
}

void write_answer_fields(JsonWriter& json, const Route& route, unsigned status) {
  std::vector<std::string_view> names;
  const bool reads = route.method == "GET";
  // Of a change: where it is to one organization, which a route without one in its path may make, too.
  if (!route.response.empty() && (reads || (!route.open() && status != 204))) names.push_back("ETag");
  if (!reads && !route.open()) names.push_back("Idempotent-Replay");
  if (route.id == "startCatalogCheck") names.push_back("Location");
  if (route.limited()) {
    names.push_back("RateLimit");
    names.push_back("RateLimit-Policy");
  }
  if (names.empty()) return;
  json.key("headers").begin_object();
  for (const auto& field : kAnswerFields) {
    for (const auto name : names) {
      if (name == field.name) write_reference(json.key(name), "headers", field.key);
    }
  }
  json.end_object();
}

void write_refusals(JsonWriter& json, const Route& route) {
  for (const auto& [status, refused] : refusals(route)) {
    json.key(fmt::format("{}", status)).begin_object();
    if (route.type == kHtml) {
      json.field("description", names_of(refused, ", ")).key("content").begin_object().key("text/html");
      json.begin_object().key("schema").begin_object().field("type", "string");
      json.end_object().end_object().end_object();
    } else {
      json.field("$ref", "#/components/responses/" + name_of(status, refused));
    }
    json.end_object();
  }
}

void write_servers_and_tags(JsonWriter& json) {
  json.key("servers").begin_array().begin_object();
  json.field("url", "/").field("description", "Where this document comes from").end_object();
  json.begin_object()
      .field("url", "http://127.0.0.1:8080")
      .field("description", "What sallyportd listens on when nothing else is said");
  json.end_object().end_array();
  json.key("tags").begin_array();
  for (const RoutePart& part : route_parts()) {
    json.begin_object().field("name", part.tag).field("description", part.description).end_object();
  }
  json.end_array();
}

void write_components(JsonWriter& json) {
  json.key("parameters").begin_object();
  for (const auto& field : kRequestFields) {
    json.key(field.key).begin_object().field("name", field.name).field("in", "header");
    json.field("description", field.description).flag("required", false);
    json.key("schema").raw(R"({"type":"string"})").field("example", field.example).end_object();
  }
  json.end_object().key("headers").begin_object();
  for (const auto& field : kAnswerFields) {
    json.key(field.key).begin_object().field("description", field.description);
    json.key("schema").raw(R"({"type":"string"})").field("example", field.example).end_object();
  }
  json.end_object();
  write_responses(json);
  json.key("examples").begin_object();
  each_code([&](ErrorCode code) { write_problem_example(json.key(to_string(code)), code); });
  json.end_object().key("securitySchemes").begin_object().key("token").begin_object();
  json.field("type", "http").field("scheme", "bearer");
  json.field(
      "description",
      "The administrator's token (spa_...), a member's session (sps_...), or a program's token (spt_...). "
      "An organization in which it has no permission is answered like one that does not exist");
  json.end_object().end_object();
}

}  // namespace sallyport::api
