#include "api/handlers/handlers.h"

namespace sallyport::api {

Result<Reply> show_openapi(const Call&) {
  static const std::string document = openapi_document();
  return Reply{200, document, kJson};
}

Result<Reply> show_health(const Call&) { return Reply{200, "ok\n", "text/plain; charset=utf-8"}; }

Result<Reply> show_metrics(const Call& call) {
  if (!call.settings.metrics) return fail(ErrorCode::not_found, "this Sallyport offers no metrics");
  return Reply{200, call.settings.metrics(), "text/plain; version=0.0.4; charset=utf-8"};
}

}  // namespace sallyport::api
