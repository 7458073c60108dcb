// The table of routes: everything the API answers, one row each. The dispatcher (api.cc) and the OpenAPI
// document (openapi.cc) are made from it and from schemas.h, so neither can know what the other does not.
//
// Thread safety: immutable.
// Invariants: a template's parameters are names in braces, each a whole segment; GET rows change nothing.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "api/call.h"

namespace sallyport::api {

struct QueryParameter {
  std::string_view name;
  std::string_view schema;  // JSON Schema
  std::string_view description;
  bool required = false;
};

// A set of error codes.
using ErrorCodes = std::uint64_t;
static_assert(static_cast<unsigned>(ErrorCode::internal) < 64);
constexpr ErrorCodes codes() { return 0; }
template <class... Rest>
constexpr ErrorCodes codes(ErrorCode first, Rest... rest) {
  return (ErrorCodes{1} << static_cast<unsigned>(first)) | codes(rest...);
}

// Who may use a route. What is about an organization is asked of that organization: whoever has no permission
// there gets the answer for one that does not exist.
enum class Need : std::uint8_t {
  administrator,
  owner,
  authorized_ips,
  audit,
  read,
  token,   // any valid one
  nobody,  // open to everyone
};

struct Route {
  std::string_view method;
  std::string_view path;  // template
  std::string_view id;    // operationId
  std::string_view summary;
  std::span<const QueryParameter> query = {};
  std::span<const std::string_view> texts = {};  // media types besides JSON in which the body may come
  bool large = false;              // whether its body may be larger than others': lists and documents
  std::string_view request = {};   // name of the body's schema; empty: the request has no body
  std::string_view response = {};  // name of the answer's schema; empty: the answer is no JSON
  unsigned success = 200;
  ErrorCodes errors = 0;  // besides those that any route may have
  std::string_view type = kJson;
  Need need = Need::administrator;
  Result<Reply> (*handle)(const Call&) = nullptr;

  bool open() const { return need == Need::nobody; }
  // The plain texts for machines that watch the daemon are always answered.
  bool limited() const { return !open() || !response.empty() || !request.empty() || type == kHtml; }
};

// The rows of each part of the table, each in its routes_<part>.cc.
std::span<const Route> organizations_routes();
std::span<const Route> people_routes();
std::span<const Route> family_routes();
std::span<const Route> credentials_routes();
std::span<const Route> protection_routes();
std::span<const Route> lists_routes();
std::span<const Route> history_routes();
std::span<const Route> traffic_routes();
std::span<const Route> audit_routes();
std::span<const Route> webhooks_routes();
std::span<const Route> policy_routes();
std::span<const Route> catalogs_routes();
std::span<const Route> follows_routes();
std::span<const Route> render_routes();
std::span<const Route> service_routes();

struct RoutePart {
  std::string_view tag;  // under which the document lists its operations
  std::string_view description;
  std::span<const Route> rows;
};
std::span<const RoutePart> route_parts();

// All of them.
std::span<const Route> routes();

// The codes that `route` may answer with, its own and those that come with what it is.
ErrorCodes errors_of(const Route& route);

}  // namespace sallyport::api
