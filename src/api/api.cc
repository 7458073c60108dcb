#include "api/api.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/bulk/media_type.h"
#include "api/clients.h"
#include "api/dispatch.h"
#include "api/handlers/authorize.h"
#include "api/pages/page.h"
#include "api/pages/published_site.h"
#include "api/perform.h"

namespace sallyport::api {
namespace {

std::string_view query_of(const http::Request& request) {
  const std::size_t mark = request.target.find('?');
  return mark == std::string_view::npos ? std::string_view() : request.target.substr(mark + 1);
}

Result<control::Principal> authenticate(control::Control& control, const http::Request& request) {
  SALLYPORT_ASSIGN(const auto token, bearer_of(request));
  return control.access().authenticate(token, request.peer.address);
}

Result<NamedValues> read_query(const Route& route, std::string_view text) {
  SALLYPORT_ASSIGN(auto query, decode_query(text));
  for (const auto& [name, value] : query) {
    if (std::ranges::find(route.query, name, &QueryParameter::name) == route.query.end()) {
      return fail(ErrorCode::malformed_request,
                  fmt::format("there is no query parameter {} here", name.substr(0, 64)));
    }
    if (value.empty()) {
      return fail(ErrorCode::malformed_request,
                  fmt::format("the query parameter {} is empty: give it a value, or leave it out", name));
    }
  }
  for (const QueryParameter& parameter : route.query) {
    const auto given = std::ranges::find(query, parameter.name, &NamedValues::value_type::first);
    if (parameter.required && given == query.end()) {
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
  const std::size_t most = route.large ? Api::kLargeBodyBytes : Api::kBodyBytes;
  if (request.body.size() > most) {
    return Refusal{{ErrorCode::too_many_entries,
                    fmt::format("the body is larger than {} bytes: send it in parts", most),
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
  const auto is_this = [&](std::string_view text) { return same_without_case(media_type(request), text); };
  if (std::ranges::any_of(route.texts, is_this)) return std::nullopt;
  if (form) return Refusal{{ErrorCode::malformed_request, std::string(kPressTheButton), {}}, 400};
  return Refusal{
      {ErrorCode::malformed_request, fmt::format("send the body with Content-Type: {}", expected), {}}, 415};
}

void put(http::Response& response, Reply reply) {
  response.status = reply.status;
  response.body = std::move(reply.body);
  for (const auto& [name, value] : reply.fields) response.set(name, value);
  if (!reply.policy.empty()) response.set("Content-Security-Policy", reply.policy);
  if (reply.status != 204 && reply.status != 304 && !reply.type.empty())
    response.set("Content-Type", reply.type);
  if (reply.status == 503) response.set("Retry-After", "1");  // what is busy is so for moments
  if (reply.status == 401) response.set("WWW-Authenticate", "Bearer realm=\"sallyport\"");
  if (reply.type == kHtml && reply.policy.empty()) {
    response.set("Content-Security-Policy", page_policy());
    response.set("Referrer-Policy", "no-referrer");  // the URL carries the token
  }
}

// Links of mails lead there. Where one was cut short or broken on its way, its reader is still a person.
bool is_of_pages(std::string_view path) {
  return path.starts_with("/answer") || path.starts_with("/password");
}

// `route` is null before one was found.
Reply refuse(const Route* route, const http::Request& request, const Error& error, unsigned status) {
  if (route != nullptr ? route->type == kHtml : is_of_pages(request.path())) {
    return {status, error_page(error.code, language_of(request)), kHtml};
  }
  return {status, problem_document(error, status), kProblem};
}

Reply refuse(const Route* route, const http::Request& request, const Error& error) {
  return refuse(route, request, error, status_of(error.code));
}

// Unique among all principals, and for good: keys and counts of two of them never meet, nor does a token get
// those of a former one of its name.
std::string sender_of(const control::Principal& principal) {
  if (principal.token != 0) return fmt::format("token {}", principal.token);
  if (!principal.member.empty()) return "member " + principal.member;
  return "administrator";
}

using Count = std::function<Result<void>(ApiLimits::Kind kind, std::string_view sender)>;

// Who sends it, and may. REQUIRES: the route is not open. Errors: unauthenticated, rate_limited, and as
// authorize().
Result<control::Principal> let_in(const Route& route, const Call& call, const Count& count) {
  auto principal = authenticate(call.control, call.request);
  if (!principal) {
    SALLYPORT_TRY(count(ApiLimits::Kind::network, network_of(call.request.peer.address)));
    return principal;
  }
  SALLYPORT_TRY(count(principal->administrator ? ApiLimits::Kind::administrator : ApiLimits::Kind::token,
                      sender_of(*principal)));
  SALLYPORT_TRY(authorize(call.control, route, *principal, call.organization()));
  return principal;
}

// `call`: as far as it is known before anybody asked who sends it.
Reply answer(const Route& route, Call call, const Count& count) {
  const http::Request& request = call.request;
  std::string sender;
  if (!route.open()) {
    auto principal = let_in(route, call, count);
    if (!principal) return refuse(&route, request, principal.error());
    sender = sender_of(*principal);
    call.actor = principal->actor;
    call.principal = *std::move(principal);
  } else if (route.limited()) {
    const auto counted = count(ApiLimits::Kind::network, network_of(request.peer.address));
    if (!counted) return refuse(&route, request, counted.error());
  }
  // What a mail program or its gateway adds to a link means nothing here.
  auto query = read_query(route, route.type == kHtml ? std::string_view() : query_of(request));
  if (!query) return refuse(&route, request, query.error());
  call.query = std::move(*query);
  if (const auto refusal = check_body(route, request))
    return refuse(&route, request, refusal->error, refusal->status);
  auto reply = perform(route, call, sender);
  if (!reply) return refuse(&route, request, reply.error());
  return std::move(*reply);
}

// Where there is no route: nothing at all, or not for this method.
Reply refuse_unmatched(const Match& matched, const http::Request& request) {
  if (matched.allow.empty()) {
    return refuse(nullptr, request, {ErrorCode::not_found, "there is nothing at this path", {}});
  }
  Reply reply = refuse(nullptr, request,
                       {ErrorCode::malformed_request,
                        fmt::format("this path does not take this method: it takes {}", matched.allow),
                        {}},
                       405);
  reply.fields.emplace_back("Allow", matched.allow);
  return reply;
}

void set_common_fields(http::Response& response) {
  response.set("Cache-Control", "no-store");
  response.set("X-Content-Type-Options", "nosniff");
}

}  // namespace

Api::Api(control::Control& control, ApiSettings settings)
    : control_(control),
      settings_(std::move(settings)),
      limits_(settings_.rates),
      checks_(settings_.check_options) {
  static const SystemClock system;
  if (settings_.clock == nullptr) settings_.clock = &system;
}

void Api::handle(const http::Request& sent, http::Response& response) noexcept {
  try {
    set_common_fields(response);
    const auto known = with_client(settings_, sent);
    if (!known) return put(response, refuse(nullptr, sent, known.error()));
    const http::Request& request = *known;
    if (settings_.publish_catalogs && is_published(request.path())) {
      const auto counted = limits_.count(ApiLimits::Kind::network, network_of(request.peer.address),
                                         settings_.clock->monotonic(), response);
      if (!counted) return put(response, refuse(nullptr, request, counted.error()));
      return put(response, serve_published(settings_, published_, request));
    }
    auto matched = match(request.method, request.path());
    if (!matched) return put(response, refuse(nullptr, request, matched.error()));
    if (matched->route != nullptr) {
      const auto count = [&](ApiLimits::Kind kind, std::string_view sender) {
        return limits_.count(kind, sender, settings_.clock->monotonic(), response);
      };
      Call call{control_, settings_, checks_, request, {}, std::move(matched->parameters), {}};
      return put(response, answer(*matched->route, std::move(call), count));
    }
    put(response, refuse_unmatched(*matched, request));
  } catch (...) {  // memory is all that can be missing here
    response.clear();
  }
}

std::optional<http::BodyGrant> Api::grant_body(const http::Request& head, http::Response& refusal) noexcept {
  try {
    set_common_fields(refusal);
    const auto refused = [&](Reply reply) {
      put(refusal, std::move(reply));
      return std::nullopt;
    };
    const auto known = with_client(settings_, head);
    if (!known) return refused(refuse(nullptr, head, known.error()));
    const http::Request& request = *known;
    const http::BodyGrant small{kBodyBytes, {}};
    if (settings_.publish_catalogs && is_published(request.path())) return small;
    auto matched = match(request.method, request.path());
    if (!matched) return refused(refuse(nullptr, request, matched.error()));
    if (matched->route == nullptr) return refused(refuse_unmatched(*matched, request));
    const Route& route = *matched->route;
    if (!route.large || route.open()) return small;
    const auto count = [&](ApiLimits::Kind kind, std::string_view sender) {
      return limits_.count(kind, sender, settings_.clock->monotonic(), refusal);
    };
    const Call call{control_, settings_, checks_, request, {}, std::move(matched->parameters), {}};
    const auto principal = let_in(route, call, count);
    if (!principal) return refused(refuse(&route, request, principal.error()));
    return http::BodyGrant{kLargeBodyBytes, sender_of(*principal)};
  } catch (...) {  // as in handle()
    refusal.clear();
    return std::nullopt;
  }
}

}  // namespace sallyport::api
