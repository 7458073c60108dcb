// Api: REST over control under /api/v1, its OpenAPI description, and the pages on which people answer alerts.
//
// Routes are rows of one table (routes.h) from which the dispatcher and the OpenAPI document are both made,
// so that they cannot disagree. Errors are problem documents (RFC 9457) whose `code` is the stable name of
// base/error.h.
//
// Thread safety: handle() may be called by any thread.
// Invariants: nothing but /healthz, /metrics, /api/v1/openapi.json, /answer/, /password/, /catalogs/, signing
// in and asking for a password is answered without a valid token; an organization is answered to those who
// have a permission there, and to others as if there were none of that name; GET and HEAD change nothing. A
// body of more than kBodyBytes is read only where the route is for large ones and the token may use it; its
// head counts against the limits by itself, or announcing one would cost nothing.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/api_limits.h"
#include "api/handlers/catalog_checks.h"
#include "api/pages/published_catalogs.h"
#include "catalog/shelf/catalogs.h"
#include "control/control.h"
#include "http/client_address.h"
#include "http/message.h"

namespace sallyport::api {

struct ApiSettings {
  std::function<std::string()> metrics = {};  // the text of /metrics; empty: there is none
  ApiRates rates = {};
  const Clock* clock = nullptr;  // by which rates count; null: the system's. REQUIRES: outlives the API
  // All catalogs as they stand now; empty: there are none.
  std::function<std::shared_ptr<const catalog::Catalogs>()> catalogs = {};
  // Which address the client is: for limits, the audit and whoever must not lock himself out. The end of the
  // connection counts where it is no trusted proxy, or sends no header, as the command line beside a proxy.
  http::ClientAddressFinder addresses = {};
  http::UnnamedProxyWatch unnamed_proxy = {};  // may be empty
  bool publish_catalogs = true;                // to everyone, below /catalogs/ (published_site.h)
  reach::Options check_options = {};  // how what a catalog lists is tried; tests name a server on loopback
};

class Api final : public http::Handler {
 public:
  static constexpr std::size_t kBodyBytes = 8 * 1024 * 1024;        // for http::Limits
  static constexpr std::size_t kLargeBodyBytes = 64 * 1024 * 1024;  // of lists and policy documents

  Api(control::Control& control, ApiSettings settings);
  void handle(const http::Request& request, http::Response& response) noexcept override;
  std::optional<http::BodyGrant> grant_body(const http::Request& head,
                                            http::Response& refusal) noexcept override;

 private:
  control::Control& control_;
  ApiSettings settings_;
  ApiLimits limits_;
  PublishedCatalogs published_;
  CatalogChecks checks_;
};

// The OpenAPI 3.1 document, as served.
std::string openapi_document();

}  // namespace sallyport::api
