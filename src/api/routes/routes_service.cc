#include <array>

#include "api/handlers/handlers.h"
#include "api/routes/routes.h"

namespace sallyport::api {
namespace {

constexpr std::array kServiceRoutes{
    Route{.method = "GET",
          .path = "/api/v1/openapi.json",
          .id = "showOpenapi",
          .summary = "This document",
          .response = "OpenApi",
          .need = Need::nobody,
          .handle = &show_openapi},
    Route{.method = "GET",
          .path = "/healthz",
          .id = "showHealth",
          .summary = "Whether the daemon answers",
          .type = "text/plain; charset=utf-8",
          .need = Need::nobody,
          .handle = &show_health},
    Route{.method = "GET",
          .path = "/metrics",
          .id = "showMetrics",
          .summary = "Metrics in the Prometheus text format",
          .errors = codes(ErrorCode::not_found),
          .type = "text/plain; version=0.0.4; charset=utf-8",
          .need = Need::nobody,
          .handle = &show_metrics},
    Route{.method = "GET",
          .path = "/answer/{token}",
          .id = "showAnswerPage",
          .summary = "The page that a link in a mail opens: says what would happen, changes nothing",
          .errors = codes(ErrorCode::not_found, ErrorCode::forbidden, ErrorCode::unknown_member,
                          ErrorCode::expired_token, ErrorCode::used_token),
          .type = kHtml,
          .need = Need::nobody,
          .handle = &show_answer_page},
    Route{.method = "POST",
          .path = "/answer/{token}",
          .id = "pressAnswerButton",
          .summary = "What the button on that page does",
          .request = "AnswerForm",
          .errors = codes(ErrorCode::not_found, ErrorCode::forbidden, ErrorCode::unknown_member,
                          ErrorCode::expired_token, ErrorCode::used_token, ErrorCode::too_many_entries,
                          ErrorCode::duplicate, ErrorCode::unauthenticated, ErrorCode::rate_limited,
                          ErrorCode::enforced_by_parent),
          .type = kHtml,
          .need = Need::nobody,
          .handle = &press_answer_button},
};

}  // namespace

std::span<const Route> service_routes() { return kServiceRoutes; }

}  // namespace sallyport::api
