#include "api/clients.h"

namespace sallyport::api {

Result<http::Request> with_client(const ApiSettings& settings, const http::Request& request) {
  const auto found = settings.addresses.find(request.peer, request.fields);
  const bool unnamed = !found && found.error() == http::AddressFault::unnamed_proxy;
  if (settings.unnamed_proxy && (unnamed || (found && found->ignored_header))) {
    settings.unnamed_proxy(request.peer);
  }
  http::Request known = request;
  if (found) {
    known.peer = {found->address, std::nullopt};
  } else if (!unnamed && found.error() != http::AddressFault::absent) {
    return fail(
        ErrorCode::malformed_request,
        "the proxy does not say which address the client has, or so that it can be read in two ways: "
        "let it set X-Forwarded-For or Forwarded, as the daemon is told, and take the other one away");
  }
  return known;
}

}  // namespace sallyport::api
