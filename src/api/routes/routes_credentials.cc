#include <array>

#include "api/handlers/handlers.h"
#include "api/paging.h"
#include "api/routes/routes.h"

namespace sallyport::api {
namespace {

constexpr std::array kCredentialsList{
    kLimit, kCursor,
    QueryParameter{"channel", R"({"$ref":"#/components/schemas/Channel"})", "Only of this channel"}};

constexpr std::array kCredentialsRoutes{
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/credentials",
          .id = "listCredentials",
          .summary = "Its credentials, by name",
          .query = kCredentialsList,
          .response = "CredentialPage",
          .errors = codes(ErrorCode::unknown_organization),
          .need = Need::read,
          .handle = &list_credentials},
    Route{.method = "POST",
          .path = "/api/v1/organizations/{organization}/credentials",
          .id = "createCredential",
          .summary = "A new credential; without a fingerprint, with a secret that is shown this once",
          .request = "NewCredential",
          .response = "CreatedCredential",
          .success = 201,
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::duplicate),
          .need = Need::owner,
          .handle = &create_credential},
    Route{.method = "GET",
          .path = "/api/v1/organizations/{organization}/credentials/{credential}",
          .id = "showCredential",
          .summary = "One credential",
          .response = "Credential",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::unknown_credential),
          .need = Need::read,
          .handle = &show_credential},
    Route{.method = "DELETE",
          .path = "/api/v1/organizations/{organization}/credentials/{credential}",
          .id = "removeCredential",
          .summary = "Removes a credential, its own list and its own protection",
          .success = 204,
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::unknown_credential),
          .need = Need::owner,
          .handle = &remove_credential},
    Route{.method = "POST",
          .path = "/api/v1/organizations/{organization}/credentials/{credential}/rotation",
          .id = "rotateCredential",
          .summary =
              "A new secret, shown this once; or, where the platform owns the key, its new fingerprint, or "
              "a request to the platform by webhook",
          .request = "NewRotation",
          .response = "Rotation",
          .errors = codes(ErrorCode::unknown_organization, ErrorCode::unknown_credential,
                          ErrorCode::duplicate, ErrorCode::invalid_setting, ErrorCode::too_many_entries),
          .need = Need::owner,
          .handle = &rotate_credential},
};

}  // namespace

std::span<const Route> credentials_routes() { return kCredentialsRoutes; }

}  // namespace sallyport::api
