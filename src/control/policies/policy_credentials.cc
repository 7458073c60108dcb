// PolicyApplier: credentials, with what is their own.

#include <fmt/format.h>

#include "control/organizations/directory_change.h"
#include "control/organizations/protection_change.h"
#include "control/policies/policy_applier.h"

namespace sallyport::control {

Result<void> PolicyApplier::credentials(const Organization& organization,
                                        const DocumentOrganization& wanted) {
  const auto& all = *wanted.credentials;
  if (const auto second = second_of(all, &DocumentCredential::name)) {
    return at("credentials", *second,
              fail(ErrorCode::duplicate, fmt::format("the credential {} is named twice", all[*second].name)));
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto done = at("credentials", i, credential(organization, all[i], wanted.prune_learned));
    if (done) continue;
    Error error = std::move(done).error();
    error.message = fmt::format("credential {}: {}", all[i].name, error.message);
    return std::unexpected(std::move(error));
  }
  return {};
}

Result<void> PolicyApplier::credential(const Organization& organization, const DocumentCredential& wanted,
                                       bool prune_learned) {
  SALLYPORT_ASSIGN(const auto credential, need_credential(organization, wanted));
  const Place place{organization, credential};
  SALLYPORT_TRY(at("protection",
                   wanted.inherits ? inherit(place) : protect(place, credential.channel, wanted.protection)));
  if (!wanted.entries) return {};
  return entries(place, *wanted.entries, prune_learned);
}

Result<void> PolicyApplier::inherit(const Place& place) {
  SALLYPORT_ASSIGN(const auto own, change_.read().protection(place.scope(), place.credential->channel));
  if (!own) return {};
  return inherit_protection(change_, actor_, place);
}

Result<Credential> PolicyApplier::need_credential(const Organization& organization,
                                                  const DocumentCredential& wanted) {
  std::optional<policy::Fingerprint> fingerprint;
  if (wanted.fingerprint) {
    auto parsed = policy::Fingerprint::parse(*wanted.fingerprint);
    if (!parsed) refused_at_ = "/fingerprint";
    SALLYPORT_ASSIGN(fingerprint, std::move(parsed));
  }
  SALLYPORT_ASSIGN(const auto existing, change_.read().credential(organization.id, wanted.name));
  if (existing) {
    if (existing->channel != wanted.channel) {
      refused_at_ = "/channel";
      return fail(ErrorCode::invalid_setting,
                  fmt::format("its channel is {}, and stays so: create one of another name",
                              policy::to_string(existing->channel)));
    }
    if (!fingerprint || existing->fingerprint == *fingerprint) return *existing;
    refused_at_ = "/fingerprint";
    return fail(ErrorCode::invalid_setting,
                "it has another fingerprint: rotate it, or leave the fingerprint out");
  }
  if (!fingerprint) {
    return fail(ErrorCode::unknown_credential,
                "there is none of this name: give its fingerprint, or create it first, so that its secret "
                "can be shown");
  }
  Credential created;
  created.name = wanted.name;
  created.channel = wanted.channel;
  created.fingerprint = *fingerprint;
  SALLYPORT_TRY(create_credential(change_, actor_, organization, created));
  return created;
}

}  // namespace sallyport::control
