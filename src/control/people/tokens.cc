#include <fmt/format.h>

#include <algorithm>

#include "control/audit/audit_json.h"
#include "control/change.h"
#include "control/names.h"
#include "control/people/bearer_secret.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kTokensPerOrganization = 100;
constexpr std::chrono::seconds kLongestLifetime = std::chrono::days(3650);

// 0: all organizations.
Result<OrganizationId> place_of(Reader& reader, const std::string& organization) {
  if (organization.empty()) return OrganizationId{};
  SALLYPORT_ASSIGN(const auto found, need_organization(reader, organization));
  return found.id;
}

Result<void> check_lifetime(const std::optional<std::chrono::seconds>& lifetime) {
  if (!lifetime || (lifetime->count() >= 1 && *lifetime <= kLongestLifetime)) return {};
  return fail(ErrorCode::invalid_setting, "a token lives for 1 s to 3650 days, or until it is revoked");
}

// Makes room for one of that name.
Result<void> check_room(Change& change, OrganizationId place, const std::string& name) {
  SALLYPORT_TRY(change.rows().people().erase_access_tokens(change.now()));
  SALLYPORT_ASSIGN(const auto existing, change.read().people().access_tokens(place));
  if (std::ranges::any_of(existing, [&](const AccessTokenRow& row) { return row.token.name == name; })) {
    return fail(ErrorCode::duplicate,
                "there is a token of this name already: revoke it, or choose another name");
  }
  if (existing.size() < kTokensPerOrganization) return {};
  return fail(ErrorCode::too_many_entries,
              fmt::format("there are {} tokens already: revoke some", kTokensPerOrganization));
}

}  // namespace

Result<CreatedToken> Tokens::create(const Actor& actor, const std::string& organization,
                                    const std::string& name, Permissions permissions,
                                    std::optional<std::chrono::seconds> lifetime) {
  SALLYPORT_TRY(check_name(name));
  SALLYPORT_TRY(check_lifetime(lifetime));
  if (!permissions.any()) {
    return fail(ErrorCode::malformed_request,
                "a token needs a permission: owner, authorized_ips, read or audit");
  }
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  AccessTokenRow row;
  SALLYPORT_ASSIGN(row.organization, place_of(change.read(), organization));
  SALLYPORT_TRY(check_room(change, row.organization, name));
  CreatedToken created;
  created.secret = make_program_token();
  created.token = {0, name, organization, permissions, actor.name, change.now(), std::nullopt, std::nullopt};
  if (lifetime) created.token.expires = change.now() + *lifetime;
  row.token = created.token;
  row.hash = hash_of_token(created.secret);
  SALLYPORT_ASSIGN(created.token.id, change.rows().people().add_access_token(row));
  SALLYPORT_TRY(change.audit(actor, organization, "token.created", {}, token_json(created.token)));
  SALLYPORT_TRY(change.commit());
  return created;
}

Result<std::vector<AccessToken>> Tokens::list(const std::string& organization) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto place, place_of(*reader, organization));
  SALLYPORT_ASSIGN(const auto rows, reader->people().access_tokens(place));
  std::vector<AccessToken> tokens;
  for (const AccessTokenRow& row : rows) {
    if (row.token.expires && *row.token.expires <= core_.clock.now()) continue;
    AccessToken& token = tokens.emplace_back(row.token);
    if (const auto used = core_.token_uses.last(token.id)) token.last_used = used;
  }
  return tokens;
}

Result<void> Tokens::revoke(const Actor& actor, const std::string& organization, const std::string& name) {
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_ASSIGN(const auto place, place_of(change.read(), organization));
  SALLYPORT_ASSIGN(const auto row, change.read().people().access_token(place, name));
  if (!row) return fail(ErrorCode::not_found, "there is no token of this name");
  SALLYPORT_TRY(change.rows().people().erase_access_token(row->token.id));
  SALLYPORT_TRY(change.audit(actor, organization, "token.revoked", token_json(row->token), {}));
  return change.commit();
}

}  // namespace sallyport::control
