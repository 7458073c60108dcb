#include "api/handlers.h"
#include "api/represent.h"

namespace sallyport::api {

Result<Reply> list_unauthorized(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto page, call.control.lists().unauthorized(call.organization(), request));
  return reply_with_page(page);
}

Result<Reply> list_activity(const Call& call) {
  SALLYPORT_ASSIGN(const auto request, call.page());
  SALLYPORT_ASSIGN(const auto page, call.control.lists().activity(call.organization(), request));
  return reply_with_page(page);
}

Result<Reply> explain(const Call& call) {
  SALLYPORT_ASSIGN(const auto address, net::parse_address(call.queried("address")));
  SALLYPORT_ASSIGN(
      const auto decision,
      call.control.lists().explain(call.organization(), std::string(call.queried("credential")), address));
  return reply_with(decision);
}

}  // namespace sallyport::api
