#include <array>

#include "api/handlers/handlers.h"
#include "api/handlers/proof.h"
#include "api/routes/routes.h"

namespace sallyport::api {
namespace {

constexpr std::array kProtectionRoutes{
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/protection",
          .id = "showProtections",
          .summary = "Protection of both channels",
          .response = "Protections",
          .errors = codes(ErrorCode::unknown_organization),
          .need = Need::read,
          .handle = &show_protections},
    Route{.method = "PATCH",
          .path = "/api/v1/organizations/{organization}/protection",
          .id = "changeProtections",
          .summary = "Changes protection of both channels",
          .query = kOnlyPreview,
          .request = "ProtectionChange",
          .response = "Protections",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::invalid_setting,
                          ErrorCode::enforced_by_parent, ErrorCode::forbidden),
          .need = Need::authorized_ips,
          .handle = &change_protections},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/protection/{channel}",
          .id = "showProtection",
          .summary = "Protection of one channel",
          .response = "Protection",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::not_found),
          .need = Need::read,
          .handle = &show_protection},
    Route{.method = "PATCH",
          .path = "/api/v1/organizations/{organization}/protection/{channel}",
          .id = "changeProtection",
          .summary = "Changes protection of one channel",
          .query = kOnlyPreview,
          .request = "ProtectionChange",
          .response = "Protection",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::not_found, ErrorCode::invalid_setting,
                          ErrorCode::enforced_by_parent, ErrorCode::forbidden),
          .need = Need::authorized_ips,
          .handle = &change_protection},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/credentials/{credential}/protection",
          .id = "showCredentialProtection",
          .summary = "A credential's protection, its own or inherited",
          .response = "Protection",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::unknown_credential),
          .need = Need::read,
          .handle = &show_credential_protection},
    Route{.method = "PATCH",
          .path = "/api/v1/organizations/{organization}/credentials/{credential}/protection",
          .id = "changeCredentialProtection",
          .summary = "Gives a credential a protection of its own, or changes it",
          .query = kOnlyPreview,
          .request = "ProtectionChange",
          .response = "Protection",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::unknown_credential,
                          ErrorCode::invalid_setting, ErrorCode::enforced_by_parent, ErrorCode::forbidden),
          .need = Need::authorized_ips,
          .handle = &change_credential_protection},
    Route{.method = "DELETE",
          .path = "/api/v1/organizations/{organization}/credentials/{credential}/protection",
          .id = "inheritProtection",
          .summary = "Takes a credential back to its organization's protection; its own list stays",
          .response = "Protection",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::unknown_credential,
                          ErrorCode::not_found, ErrorCode::forbidden),
          .need = Need::authorized_ips,
          .handle = &inherit_protection},
};

}  // namespace

std::span<const Route> protection_routes() { return kProtectionRoutes; }

}  // namespace sallyport::api
