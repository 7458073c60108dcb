#include "api/routes/routes.h"

#include <vector>

namespace sallyport::api {

std::span<const RoutePart> route_parts() {
  static const std::vector<RoutePart> parts{
      {"Organizations", "Accounts, and who belongs to them", organizations_routes()},
      {"People", "Members, signing in, and the tokens of programs", people_routes()},
      {"Sub-organizations", "Trees: what an organization shares with those below it, and what it enforces",
       family_routes()},
      {"Credentials", "API keys and SMTP keys", credentials_routes()},
      {"Protection", "What happens to unknown addresses", protection_routes()},
      {"Addresses", "Authorized, denied and removed addresses", lists_routes()},
      {"Following", "Lists that follow what vendors publish, as it changes", follows_routes()},
      {"Versions", "Every state that lists ever had, and what looks wrong in them today", history_routes()},
      {"Traffic", "Who was let in or blocked, and the alerts about it", traffic_routes()},
      {"Audit", "Who changed what, when, from where", audit_routes()},
      {"Policy", "Policy as code: what organizations should be like, planned and applied as one change",
       policy_routes()},
      {"Webhooks", "Events, told to a platform as they happen", webhooks_routes()},
      {"Catalogs", "Vendors' addresses as data: which list somebody needs, whose an address is, what changed",
       catalogs_routes()},
      {"Rendering", "Lists as firewalls, proxies, clouds and feeds want them", render_routes()},
      {"Service", "The daemon itself, and the pages that mails link to", service_routes()},
  };
  return parts;
}

std::span<const Route> routes() {
  static const std::vector<Route> all = [] {
    std::vector<Route> rows;
    for (const RoutePart& part : route_parts()) rows.insert(rows.end(), part.rows.begin(), part.rows.end());
    return rows;
  }();
  return all;
}

ErrorCodes errors_of(const Route& route) {
  ErrorCodes errors = route.errors | codes(ErrorCode::internal, ErrorCode::malformed_request);
  if (!route.limited()) return errors;
  errors |= codes(ErrorCode::unavailable, ErrorCode::corrupted, ErrorCode::rate_limited);
  if (!route.open()) errors |= codes(ErrorCode::unauthenticated);
  if (!route.open() && route.need != Need::token) errors |= codes(ErrorCode::forbidden);
  if (route.path.contains("{organization}")) errors |= codes(ErrorCode::precondition_failed);
  if (route.method != "GET") {
    errors |= codes(ErrorCode::storage_full);
    if (!route.open()) errors |= codes(ErrorCode::answer_lost, ErrorCode::key_reused);
  }
  if (!route.request.empty()) errors |= codes(ErrorCode::too_many_entries);
  return errors;
}

}  // namespace sallyport::api
