// From the names that people use to what the store knows, with the errors that they see.
//
// Thread safety: as the reader's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control/ports/store.h"

namespace sallyport::control {

// Whose list or protection is meant.
struct Place {
  Organization organization;
  std::optional<Credential> credential;

  Scope scope() const { return {organization.id, credential ? credential->id : CredentialId{}}; }
  std::string credential_name() const { return credential ? credential->name : std::string(); }
};

Result<Organization> need_organization(Reader& reader, std::string_view name);  // unknown_organization
std::unexpected<Error> fail_unknown_organization(std::string_view name);
Result<Member> need_member(Reader& reader, const Organization& organization,
                           std::string_view email);  // unknown_member
Result<Credential> need_credential(Reader& reader, const Organization& organization,
                                   std::string_view name);  // unknown_credential
Result<Place> need_place(Reader& reader, const ScopeName& name);

// R14: a member (an actor whose name is an e-mail address) manages the addresses of an organization of their
// own, and of those below it, with the permission only. Others (the administrator, learning, timers) may.
// Errors: unknown_member, forbidden.
Result<void> need_permission(Reader& reader, const Actor& actor, const Organization& organization);

// As need_place(), and the actor may change things there.
Result<Place> need_managed_place(Reader& reader, const Actor& actor, const ScopeName& name);

// Errors: malformed_request.
Result<void> check_page(const PageRequest& page);
std::unexpected<Error> fail_cursor();
// A decimal without sign; empty where it is none.
std::optional<std::int64_t> parse_number(std::string_view text);

// Cuts what was read to the page's limit. REQUIRES: rows were asked for with limit + 1.
// `cursor(row)` names a row; `item(row)` makes an item of it.
template <class Item, class Row, class ToItem, class ToCursor>
Page<Item> to_page(std::vector<Row> rows, const PageRequest& request, const ToItem& item,
                   const ToCursor& cursor) {
  Page<Item> page;
  if (rows.size() > request.limit) {
    rows.resize(request.limit);
    page.next = cursor(rows.back());
  }
  page.items.reserve(rows.size());
  for (Row& row : rows) page.items.push_back(item(std::move(row)));
  return page;
}

}  // namespace sallyport::control
