#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "control/change.h"
#include "control/credentials/credential_secret.h"
#include "control/organizations/effective.h"
#include "control/people/bearer_secret.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

constexpr unsigned kMostHomes = 1000;

std::unexpected<Error> fail_token() {
  return fail(ErrorCode::unauthenticated,
              "this token is none, or it has expired or was revoked: sign in again");
}

bool is_everywhere(const Principal& principal) {
  return principal.administrator ||
         (principal.member.empty() && principal.organization.empty() && principal.permissions.any());
}

Result<Permissions> permissions_at(Reader& reader, const Principal& principal,
                                   const Organization& organization) {
  if (principal.administrator) return Permissions{.owner = true};
  if (!principal.member.empty()) {
    SALLYPORT_ASSIGN(const auto found, permissions_in(reader, organization, principal.member));
    return found.value_or(Permissions());
  }
  if (is_everywhere(principal) || principal.organization == organization.name) return principal.permissions;
  SALLYPORT_ASSIGN(const auto ancestors, ancestors_of(reader, organization));
  const bool below =
      std::ranges::find(ancestors, principal.organization, &Organization::name) != ancestors.end();
  return below ? principal.permissions : Permissions();
}

}  // namespace

Result<std::string> Access::issue_administrator_token() {
  std::string token = make_administrator_token();
  SALLYPORT_ASSIGN(auto change, Change::begin(core_));
  SALLYPORT_TRY(change.rows().put_bytes(Bytes::administrator_hash, hash_of_token(token)));
  SALLYPORT_TRY(change.audit({"command line", std::nullopt, {}}, {}, "administrator.token_issued", {}, {}));
  SALLYPORT_TRY(change.commit());
  return token;
}

Result<bool> Access::has_administrator_token() {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto hash, reader->bytes(Bytes::administrator_hash));
  return hash.has_value();
}

// A token is found by its hash: nobody can choose what that compares to.
Result<Principal> Access::authenticate(std::string_view token, std::optional<net::Address> from) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto expected, reader->bytes(Bytes::administrator_hash));
  const Hash given = hash_of_token(token);
  if (expected && expected->size() == given.size() &&
      sodium_memcmp(expected->data(), given.data(), given.size()) == 0) {
    return Principal{{"administrator", from, {}}, true, {}, {}, {}, 0};
  }
  SALLYPORT_ASSIGN(const auto row, reader->people().access_token(given));
  const Timestamp now = core_.clock.now();
  if (!row || (row->token.expires && *row->token.expires <= now)) return fail_token();
  core_.token_uses.note(row->token.id, now);
  if (row->session) return Principal{{row->token.name, from, {}}, false, row->token.name, {}, {}, 0};
  const bool all = row->organization == OrganizationId{};
  if (!all && row->token.organization.empty()) return fail_token();
  // No name has a '/' in it: two tokens of one name are told apart.
  const std::string name = all ? row->token.name : row->token.organization + '/' + row->token.name;
  return Principal{{"token " + name, from, {}},
                   all && row->token.permissions.owner,
                   {},
                   row->token.organization,
                   row->token.permissions,
                   row->token.id};
}

Result<Permissions> Access::permissions(const Principal& principal, const std::string& organization) {
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto found, reader->organization(organization));
  if (!found) return fail_unknown_organization(organization);
  SALLYPORT_ASSIGN(const auto permissions, permissions_at(*reader, principal, *found));
  if (permissions.any()) return permissions;
  return fail_unknown_organization(organization);
}

Result<void> Access::authorize(const Principal& principal, const std::string& organization,
                               Permission permission) {
  SALLYPORT_ASSIGN(const auto given, permissions(principal, organization));
  if (given.grants(permission)) return {};
  return fail(ErrorCode::forbidden, fmt::format("this needs the permission {} in {}: ask an owner of it",
                                                to_string(permission), organization));
}

Result<Access::Homes> Access::homes(const Principal& principal) {
  Homes homes;
  if (is_everywhere(principal)) {
    homes.everywhere = principal.administrator ? Permissions{.owner = true} : principal.permissions;
  } else if (principal.member.empty()) {
    if (!principal.organization.empty())
      homes.list.push_back({principal.organization, principal.permissions});
  } else {
    SALLYPORT_ASSIGN(const auto reader, core_.store.view());
    SALLYPORT_ASSIGN(const auto found, reader->people().memberships(principal.member, kMostHomes));
    for (const Membership& membership : found) {
      if (membership.permissions.any()) {
        homes.list.push_back({membership.organization.name, membership.permissions});
      }
    }
  }
  return homes;
}

Result<Page<Organization>> Access::organizations(const Principal& principal, const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  std::vector<Organization> rows;
  if (is_everywhere(principal)) {
    SALLYPORT_ASSIGN(rows, reader->organizations(page.cursor, page.limit + 1));
  } else if (!principal.member.empty()) {
    SALLYPORT_ASSIGN(rows, reader->people().organizations_of(principal.member, page.cursor, page.limit + 1));
  } else {
    SALLYPORT_ASSIGN(const auto top, reader->organization(principal.organization));
    if (top && principal.permissions.any()) {
      SALLYPORT_ASSIGN(rows, reader->people().organizations_under(top->id, page.cursor, page.limit + 1));
    }
  }
  return to_page<Organization>(
      std::move(rows), page, [](Organization row) { return row; },
      [](const Organization& row) { return row.name; });
}

}  // namespace sallyport::control
