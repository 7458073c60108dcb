#include "api/api.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/dispatch.h"
#include "api/page.h"

namespace sallyport::api {
namespace {

bool same_without_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    return lower(x) == lower(y);
  });
}

// The media type without its parameters; empty where there is not exactly one field.
std::string_view media_type(const http::Request& request) {
  std::string_view type = request.only("Content-Type").value_or(std::string_view());
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  return type;
}

std::string_view query_of(const http::Request& request) {
  const std::size_t mark = request.target.find('?');
  return mark == std::string_view::npos ? std::string_view() : request.target.substr(mark + 1);
}

// Exactly one Authorization field with a Bearer token (RFC 6750).
Result<control::Principal> authenticate(control::Control& control, const http::Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  constexpr std::size_t kTokenBytes = 512;
  const std::string_view value = request.only("Authorization").value_or(std::string_view());
  const std::string_view token = value.substr(std::min(value.size(), kScheme.size()));
  if (!same_without_case(value.substr(0, kScheme.size()), kScheme) || token.empty() ||
      token.size() > kTokenBytes) {
    return fail(ErrorCode::unauthenticated, "send exactly one field 'Authorization: Bearer TOKEN'");
  }
  return control.access().authenticate(token, request.peer.address);
}

Result<NamedValues> read_query(const Route& route, std::string_view text) {
  SALLYPORT_ASSIGN(auto query, decode_query(text));
  for (const auto& [name, value] : query) {
    if (std::ranges::find(route.query, name, &QueryParameter::name) == route.query.end()) {
      return fail(ErrorCode::malformed_request,
                  fmt::format("there is no query parameter {} here", name.substr(0, 64)));
    }
  }
  for (const QueryParameter& parameter : route.query) {
    const auto given = std::ranges::find(query, parameter.name, &NamedValues::value_type::first);
    if (parameter.required && (given == query.end() || given->second.empty())) {
      return fail(ErrorCode::malformed_request,
                  fmt::format("the query parameter {} is missing", parameter.name));
    }
  }
  return query;
}

// A refusal with the status it has, where that is not the one of its code.
struct Refusal {
  Error error;
  unsigned status;
};

std::optional<Refusal> check_body(const Route& route, const http::Request& request) {
  if (request.body.size() > Api::kBodyBytes) {
    return Refusal{{ErrorCode::too_many_entries,
                    fmt::format("the body is larger than {} bytes: send it in parts", Api::kBodyBytes),
                    {}},
                   413};
  }
  if (route.request.empty()) {
    if (request.body.empty()) return std::nullopt;
    return Refusal{{ErrorCode::malformed_request, "this request has no body", {}}, 400};
  }
  const bool form = route.type == kHtml;
  const std::string_view expected = form ? "application/x-www-form-urlencoded" : kJson;
  // JSON may come without a name; a form may not: it is what tells a browser's button from a bare POST.
  if (same_without_case(media_type(request), expected) || (!form && request.count("Content-Type") == 0)) {
    return std::nullopt;
  }
  if (form) return Refusal{{ErrorCode::malformed_request, std::string(kPressTheButton), {}}, 400};
  return Refusal{
      {ErrorCode::malformed_request, fmt::format("send the body with Content-Type: {}", expected), {}}, 415};
}

void put(http::Response& response, Reply reply) {
  response.status = reply.status;
  response.body = std::move(reply.body);
  if (reply.status != 204) response.set("Content-Type", reply.type);
  if (reply.status == 401) response.set("WWW-Authenticate", "Bearer realm=\"sallyport\"");
  if (reply.type == kHtml) {
    response.set("Content-Security-Policy", page_policy());
    response.set("Referrer-Policy", "no-referrer");  // the URL carries the token
  }
}

// `route` is null before one was found.
Reply refuse(const Route* route, const Error& error, unsigned status) {
  if (route != nullptr && route->type == kHtml) return {status, error_page(error), kHtml};
  return {status, problem_document(error, status), kProblem};
}

Reply refuse(const Route* route, const Error& error) { return refuse(route, error, status_of(error.code)); }

Reply answer(control::Control& control, const ApiSettings& settings, const http::Request& request,
             const Route& route, NamedValues parameters) {
  Call call{control, settings, request, {}, std::move(parameters), {}};
  if (!route.open()) {
    auto principal = authenticate(control, request);
    if (!principal) return refuse(&route, principal.error());
    call.actor = std::move(principal->actor);
  }
  auto query = read_query(route, query_of(request));
  if (!query) return refuse(&route, query.error());
  call.query = std::move(*query);
  if (const auto refusal = check_body(route, request)) return refuse(&route, refusal->error, refusal->status);
  auto reply = route.handle(call);
  if (!reply) return refuse(&route, reply.error());
  return std::move(*reply);
}

}  // namespace

Api::Api(control::Control& control, ApiSettings settings)
    : control_(control), settings_(std::move(settings)) {}

void Api::handle(const http::Request& request, http::Response& response) noexcept {
  try {
    response.set("Cache-Control", "no-store");
    response.set("X-Content-Type-Options", "nosniff");
    auto matched = match(request.method, request.path());
    if (!matched) return put(response, refuse(nullptr, matched.error()));
    if (matched->route != nullptr) {
      return put(response,
                 answer(control_, settings_, request, *matched->route, std::move(matched->parameters)));
    }
    if (matched->allow.empty()) {
      return put(response, refuse(nullptr, {ErrorCode::not_found, "there is nothing at this path", {}}));
    }
    response.set("Allow", matched->allow);
    put(response, refuse(nullptr,
                         {ErrorCode::malformed_request,
                          fmt::format("this path does not take this method: it takes {}", matched->allow),
                          {}},
                         405));
  } catch (...) {  // memory is all that can be missing here
    response.clear();
  }
}

}  // namespace sallyport::api
