#include "control/resolve.h"

#include <fmt/format.h>

#include <charconv>

#include "control/organizations/effective.h"

namespace sallyport::control {
namespace {

constexpr unsigned kLargestPage = 1000;
constexpr std::size_t kShownName = 100;

// An e-mail address has no space; "token NAME" has one, whatever the name.
bool is_person(std::string_view actor) {
  return actor.find('@') != std::string_view::npos && actor.find(' ') == std::string_view::npos;
}

}  // namespace

Result<Organization> need_organization(Reader& reader, std::string_view name) {
  SALLYPORT_ASSIGN(auto found, reader.organization(name));
  if (found) return *std::move(found);
  return fail_unknown_organization(name);
}

std::unexpected<Error> fail_unknown_organization(std::string_view name) {
  return fail(ErrorCode::unknown_organization,
              fmt::format("there is no organization '{}': create it, or correct its name",
                          name.substr(0, kShownName)));
}

Result<Member> need_member(Reader& reader, const Organization& organization, std::string_view email) {
  SALLYPORT_ASSIGN(auto found, reader.member(organization.id, email));
  if (found) return *std::move(found);
  return fail(ErrorCode::unknown_member,
              fmt::format("{} has no member '{}': add the member, or correct the address", organization.name,
                          email.substr(0, kShownName)));
}

Result<Credential> need_credential(Reader& reader, const Organization& organization, std::string_view name) {
  SALLYPORT_ASSIGN(auto found, reader.credential(organization.id, name));
  if (found) return *std::move(found);
  return fail(ErrorCode::unknown_credential,
              fmt::format("{} has no credential '{}': create it, or correct its name", organization.name,
                          name.substr(0, kShownName)));
}

Result<Place> need_place(Reader& reader, const ScopeName& name) {
  Place place;
  SALLYPORT_ASSIGN(place.organization, need_organization(reader, name.organization));
  if (name.credential.empty()) return place;
  SALLYPORT_ASSIGN(place.credential, need_credential(reader, place.organization, name.credential));
  return place;
}

Result<void> need_permission(Reader& reader, const Actor& actor, const Organization& organization) {
  if (!is_person(actor.name)) return {};
  SALLYPORT_ASSIGN(const auto permissions, permissions_in(reader, organization, actor.name));
  if (!permissions) {
    return fail(ErrorCode::unknown_member,
                fmt::format("{} has no such member: add the member first", organization.name));
  }
  if (permissions->manages_addresses()) return {};
  return fail(
      ErrorCode::forbidden,
      fmt::format("this needs the permission authorized_ips in {}: ask an owner of it", organization.name));
}

Result<Place> need_managed_place(Reader& reader, const Actor& actor, const ScopeName& name) {
  SALLYPORT_ASSIGN(const auto organization, need_organization(reader, name.organization));
  SALLYPORT_TRY(need_permission(reader, actor, organization));
  return need_place(reader, name);
}

Result<void> check_page(const PageRequest& page) {
  if (page.limit >= 1 && page.limit <= kLargestPage) return {};
  return fail(ErrorCode::malformed_request, fmt::format("a page has 1 to {} items", kLargestPage));
}

std::unexpected<Error> fail_cursor() {
  return fail(ErrorCode::malformed_request, "this cursor is none of this list's: start without one");
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || text.front() == '-') return std::nullopt;
  return value;
}

}  // namespace sallyport::control
