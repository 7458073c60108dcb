#include "control/credentials/rotation.h"

#include <fmt/format.h>

#include "control/audit/audit_json.h"
#include "control/credentials/credential_secret.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

constexpr std::chrono::seconds kLongestGrace = std::chrono::days(30);
constexpr std::size_t kMostFormerSecrets = 10;  // of one credential: each is a credential to the gates
constexpr std::string_view kRotationRequested =
    "credential.rotation_requested";            // the audit's action, and the event
constexpr const char* kGrace = "grace period";  // the actor's name

Result<void> check_grace(std::chrono::seconds grace) {
  if (grace >= std::chrono::seconds(0) && grace <= kLongestGrace) return {};
  return fail(ErrorCode::invalid_setting, "the grace for a former secret is 0s to 30d");
}

// It stands in the audit in any case, for platforms that read that.
Result<Rotation> request_of_platform(Change& change, const Actor& actor, const Organization& organization,
                                     const Credential& credential) {
  SALLYPORT_TRY(change.audit(actor, organization.name, kRotationRequested, credential_json(credential), {}));
  Rotation rotation;
  rotation.credential = credential;
  SALLYPORT_ASSIGN(rotation.requested,
                   change.webhooks().platform_hears(change, organization, kRotationRequested));
  return rotation;
}

// Empty where the former secret ends now.
Result<std::optional<Timestamp>> keep_former(Change& change, const Credential& credential,
                                             std::chrono::seconds grace) {
  const Scope scope{credential.organization, credential.id};
  SALLYPORT_ASSIGN(const auto former, change.read().rotation().former_secrets(scope));
  if (grace == std::chrono::seconds(0)) {
    for (const FormerSecretRow& row : former) SALLYPORT_TRY(change.erase_former_secret(row));
    return std::nullopt;
  }
  if (former.size() >= kMostFormerSecrets) {
    return fail(
        ErrorCode::too_many_entries,
        fmt::format("{} former secrets of this credential still work: wait until one of them ends, or "
                    "rotate without a grace, which ends them all",
                    former.size()));
  }
  const Timestamp until = change.now() + grace;
  SALLYPORT_TRY(change.add_former_secret({{}, scope, credential.fingerprint, until}));
  return until;
}

}  // namespace

Result<void> check_fingerprint_free(Reader& reader, const policy::Fingerprint& fingerprint) {
  SALLYPORT_ASSIGN(const auto credential, reader.credential(fingerprint));
  SALLYPORT_ASSIGN(const auto former, reader.rotation().former_secret(fingerprint));
  if (!credential && !former) return {};
  return fail(ErrorCode::duplicate, credential ? "a credential has this fingerprint already"
                                               : "a former secret that still works has this fingerprint");
}

Result<Rotation> rotate(Change& change, const Actor& actor, const Organization& organization,
                        const Credential& credential, std::chrono::seconds grace,
                        std::optional<policy::Fingerprint> fingerprint) {
  SALLYPORT_TRY(check_grace(grace));
  if (credential.made_here && fingerprint) {
    return fail(ErrorCode::invalid_setting,
                "Sallyport makes the secret of this credential: leave the fingerprint out");
  }
  if (!credential.made_here && !fingerprint) {
    return request_of_platform(change, actor, organization, credential);
  }
  Rotation rotation;
  if (!fingerprint) {
    rotation.secret = make_credential_secret();
    fingerprint = policy::FingerprintKey(change.core().secrets.fingerprint_key).of(*rotation.secret);
  }
  SALLYPORT_TRY(check_fingerprint_free(change.read(), *fingerprint));
  SALLYPORT_ASSIGN(rotation.former_until, keep_former(change, credential, grace));
  SALLYPORT_TRY(change.put_fingerprint({credential.organization, credential.id}, *fingerprint));
  rotation.credential = credential;
  rotation.credential.fingerprint = *fingerprint;
  rotation.credential.rotated = change.now();
  SALLYPORT_TRY(change.audit(actor, organization.name, "credential.rotated", credential_json(credential),
                             rotation_json(rotation)));
  return rotation;
}

Result<std::size_t> end_former_secrets(Change& change, unsigned limit) {
  SALLYPORT_ASSIGN(const auto over, change.read().rotation().former_secrets_over(change.now(), limit));
  for (const FormerSecretRow& row : over) {
    SALLYPORT_ASSIGN(const auto organization, change.read().organization(row.scope.organization));
    SALLYPORT_ASSIGN(const auto credential, change.read().credential(row.scope));
    if (!organization || !credential) {
      return fail(ErrorCode::corrupted, "a former secret belongs to no credential");
    }
    SALLYPORT_TRY(change.erase_former_secret(row));
    SALLYPORT_TRY(change.audit({kGrace, std::nullopt, {}}, organization->name,
                               "credential.former_secret_ended", credential_json(*credential), {}));
  }
  return over.size();
}

Result<Rotation> Directory::rotate_credential(const Actor& actor, const std::string& organization,
                                              const std::string& name, std::chrono::seconds grace,
                                              std::optional<policy::Fingerprint> fingerprint) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto owner, need_organization(change.read(), organization));
  SALLYPORT_ASSIGN(const auto credential, need_credential(change.read(), owner, name));
  SALLYPORT_ASSIGN(auto rotation, rotate(change, actor, owner, credential, grace, fingerprint));
  SALLYPORT_TRY(change.commit());
  return rotation;
}

}  // namespace sallyport::control
