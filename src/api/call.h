// Call: one request on its way through a route's handler; Reply: what comes of it.
//
// Thread safety: one thread. The control behind it may be used by any number of calls at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/api.h"
#include "api/object_reader.h"
#include "api/pages/percent.h"
#include "api/problem.h"
#include "control/control.h"
#include "http/message.h"

namespace sallyport::api {

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kJsonLines = "application/jsonl";
inline constexpr std::string_view kText = "text/plain";  // of bodies
inline constexpr std::string_view kCsv = "text/csv";
inline constexpr std::string_view kProblem = "application/problem+json";
inline constexpr std::string_view kHtml = "text/html; charset=utf-8";

struct Reply {
  unsigned status = 200;
  std::string body;
  std::string_view type = kJson;  // empty: it is among the fields, or there is none
  std::vector<std::pair<std::string_view, std::string>> fields = {};  // besides those that every answer has
  std::string policy = {};  // Content-Security-Policy, where it is not that of all pages
};

struct Call {
  control::Control& control;
  const ApiSettings& settings;
  CatalogChecks& checks;
  const http::Request& request;       // its peer is the client, also where a proxy is between (clients.h)
  control::Actor actor;               // empty where the route needs no token
  NamedValues parameters;             // of the path, by the names in its template
  NamedValues query;                  // only names that the route has
  control::Principal principal = {};  // whose token it is; empty as `actor` is

  // Empty where the route has no such parameter, or the query does not name it.
  std::string_view parameter(std::string_view name) const;
  std::string_view queried(std::string_view name) const;

  std::string organization() const { return std::string(parameter("organization")); }
  // The organization, or its credential where the path goes on to one.
  control::ScopeName scope() const { return {organization(), std::string(parameter("credential"))}; }
  Result<control::Channel> channel() const;  // of the path; Errors: not_found
  // Of a query parameter: true, or false, also where it is not there. Errors: malformed_request.
  Result<bool> flag(std::string_view name) const;
  // Of a query parameter; empty where it is not there. Errors: malformed_request.
  Result<std::optional<Timestamp>> time(std::string_view name) const;
  Result<control::PageRequest> page() const;  // of `limit` and `cursor`; Errors: malformed_request
  Result<JsonValue> body() const { return parse_json(request.body); }
  // Of the pages that mails link to.
  Result<std::string> link_token() const;        // Errors: not_found
  std::optional<NamedValues> sent_form() const;  // nothing where the body is none of ours
};

}  // namespace sallyport::api
