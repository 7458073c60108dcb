#include <fmt/format.h>

#include "control/core.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

// "1767225600000.3.192.0.2.1": when, which credential, which address.
std::string to_cursor(const Reader::ActivityKey& key) {
  return fmt::format("{}.{}.{}", key.last_seen.time_since_epoch().count(),
                     static_cast<std::uint32_t>(key.credential), key.address.to_string());
}

std::optional<Reader::ActivityKey> parse_activity_cursor(std::string_view cursor) {
  const std::size_t first = cursor.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = cursor.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto time = parse_number(cursor.substr(0, first));
  const auto credential = parse_number(cursor.substr(first + 1, second - first - 1));
  const auto address = net::Address::parse(cursor.substr(second + 1));
  if (!time || !credential || *credential > 0xffff'ffff || !address) return std::nullopt;
  return Reader::ActivityKey{Timestamp(Milliseconds(*time)),
                             CredentialId{static_cast<std::uint32_t>(*credential)}, *address};
}

// Of the credential to show; empty where none is named.
Result<std::optional<CredentialId>> credential_to_show(Reader& reader, const Organization& owner,
                                                       const std::string& name) {
  if (name.empty()) return std::nullopt;
  SALLYPORT_ASSIGN(const auto credential, need_credential(reader, owner, name));
  return credential.id;
}

}  // namespace

Result<Page<ListedEntry>> Lists::entries(const ScopeName& scope, policy::EntryKind kind,
                                         const PageRequest& page, const EntryFilter& filter) {
  SALLYPORT_TRY(check_page(page));
  std::optional<net::Prefix> after;
  if (!page.cursor.empty()) {
    const auto prefix = net::Prefix::parse(page.cursor);
    if (!prefix) return fail_cursor();
    after = *prefix;
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto place, need_place(*reader, scope));
  Reader::EntrySelection selection{kind, filter.source, filter.note, filter.inside, std::nullopt};
  if (filter.unseen_for) selection.unseen_since = core_.clock.now() - *filter.unseen_for;
  SALLYPORT_ASSIGN(auto rows, reader->entries(place.scope(), selection, after, page.limit + 1));
  return to_page<ListedEntry>(
      std::move(rows), page, [](ListedEntry row) { return row; },
      [](const ListedEntry& row) { return row.entry.prefix.to_string(); });
}

Result<Page<UnauthorizedAddress>> Lists::unauthorized(const std::string& organization,
                                                      const PageRequest& page,
                                                      const UnauthorizedFilter& filter) {
  SALLYPORT_TRY(check_page(page));
  std::optional<net::Address> after;
  if (!page.cursor.empty()) {
    const auto address = net::Address::parse(page.cursor);
    if (!address) return fail_cursor();
    after = *address;
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  Reader::UseSelection selection;
  selection.inside = filter.inside;
  SALLYPORT_ASSIGN(selection.credential, credential_to_show(*reader, owner, filter.credential));
  SALLYPORT_ASSIGN(auto rows, reader->unauthorized(owner.id, after, page.limit + 1, selection));
  return to_page<UnauthorizedAddress>(
      std::move(rows), page, [](UnauthorizedAddress row) { return row; },
      [](const UnauthorizedAddress& row) { return row.address.to_string(); });
}

Result<Page<Activity>> Lists::activity(const std::string& organization, const PageRequest& page,
                                       const ActivityFilter& filter) {
  SALLYPORT_TRY(check_page(page));
  std::optional<Reader::ActivityKey> after;
  if (!page.cursor.empty()) {
    after = parse_activity_cursor(page.cursor);
    if (!after) return fail_cursor();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  Reader::UseSelection selection{std::nullopt,  filter.inside, filter.verdict,
                                 filter.reason, filter.since,  filter.until};
  SALLYPORT_ASSIGN(selection.credential, credential_to_show(*reader, owner, filter.credential));
  SALLYPORT_ASSIGN(auto rows, reader->activity(owner.id, after, page.limit + 1, selection));
  return to_page<Activity>(
      std::move(rows), page, [](Reader::ActivityRow row) { return std::move(row.activity); },
      [](const Reader::ActivityRow& row) { return to_cursor(row.key); });
}

Result<policy::Decision> Lists::explain(const std::string& organization, const std::string& credential,
                                        const net::Address& address) {
  policy::Request request;
  {
    SALLYPORT_ASSIGN(const auto reader, core_.store.view());
    SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
    SALLYPORT_ASSIGN(const auto found, need_credential(*reader, owner, credential));
    request = {found.fingerprint, address};
  }
  return core_.slot.current()->decide(request, core_.clock.now());
}

}  // namespace sallyport::control
