// Family: what sharing looks like, from above and from below.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "control/core.h"
#include "control/organizations/effective.h"
#include "control/organizations/sharing.h"
#include "control/resolve.h"

namespace sallyport::control {
namespace {

// One list of shared entries, from where a page starts. Those before the cursor's own are passed over.
struct Position {
  net::Prefix prefix;
  OrganizationId from{};
  friend auto operator<=>(const Position&, const Position&) = default;
};

// "7.192.0.2.0/24": who shares, and what.
std::string to_cursor(const Position& position) {
  return fmt::format("{}.{}", static_cast<std::uint32_t>(position.from), position.prefix.to_string());
}

std::optional<Position> parse_position(std::string_view cursor) {
  const std::size_t dot = cursor.find('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  const auto from = parse_number(cursor.substr(0, dot));
  const auto prefix = net::Prefix::parse(cursor.substr(dot + 1));
  if (!from || *from > 0xffff'ffff || !prefix) return std::nullopt;
  return Position{*prefix, OrganizationId{static_cast<std::uint32_t>(*from)}};
}

// What ancestors share with it, the first of them in order, after the position.
Result<std::vector<Position>> received_after(Reader& reader, const Organization& organization,
                                             const std::optional<Position>& after, unsigned limit) {
  const auto from = after ? std::optional(after->prefix) : std::nullopt;
  const unsigned enough = limit + 1;  // one may be at the position itself
  std::vector<Position> found;
  const auto take = [&](const std::vector<ShareRow>& rows) {
    for (const ShareRow& row : rows) found.push_back({row.prefix, row.organization});
  };
  SALLYPORT_ASSIGN(const auto by_name, reader.family().shares_with(organization.id, from, enough));
  take(by_name);
  SALLYPORT_ASSIGN(const auto ancestors, ancestors_of(reader, organization));
  for (const Organization& ancestor : ancestors) {
    SALLYPORT_ASSIGN(const auto rows, reader.family().shares_with_all(ancestor.id, from, enough));
    take(rows);
  }
  std::erase_if(found, [&](const Position& position) { return after && position <= *after; });
  std::ranges::sort(found);
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace

Result<ListedEntry> need_entry_to_share(Reader& reader, const Organization& organization,
                                        const net::Prefix& prefix) {
  SALLYPORT_ASSIGN(auto listed, reader.entry({organization.id, {}}, prefix));
  if (listed && listed->entry.kind != policy::EntryKind::removed) return *std::move(listed);
  return fail(ErrorCode::not_found,
              fmt::format("{} is neither authorized nor denied by {}: put it there first", prefix.to_string(),
                          organization.name));
}

Result<Page<Sharing>> Family::shared(const std::string& organization, const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  std::optional<net::Prefix> after;
  if (!page.cursor.empty()) {
    const auto prefix = net::Prefix::parse(page.cursor);
    if (!prefix) return fail_cursor();
    after = *prefix;
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto owner, need_organization(*reader, organization));
  SALLYPORT_ASSIGN(const auto rows, reader->family().shares_after(owner.id, after, page.limit + 1));
  std::vector<Sharing> sharings;
  for (auto first = rows.begin(); first != rows.end();) {
    const auto last =
        std::find_if(first, rows.end(), [&](const ShareRow& row) { return row.prefix != first->prefix; });
    SALLYPORT_ASSIGN(const auto listed, need_entry_to_share(*reader, owner, first->prefix));
    SALLYPORT_ASSIGN(auto sharing, to_sharing(*reader, {first, last}, listed.entry.kind));
    sharings.push_back(std::move(sharing));
    first = last;
  }
  return to_page<Sharing>(
      std::move(sharings), page, [](Sharing sharing) { return sharing; },
      [](const Sharing& sharing) { return sharing.prefix.to_string(); });
}

Result<Page<Received>> Family::received(const std::string& organization, const PageRequest& page) {
  SALLYPORT_TRY(check_page(page));
  std::optional<Position> after;
  if (!page.cursor.empty()) {
    after = parse_position(page.cursor);
    if (!after) return fail_cursor();
  }
  SALLYPORT_ASSIGN(const auto reader, core_.store.view());
  SALLYPORT_ASSIGN(const auto recipient, need_organization(*reader, organization));
  SALLYPORT_ASSIGN(auto positions, received_after(*reader, recipient, after, page.limit + 1));
  auto places =
      to_page<Position>(std::move(positions), page, [](Position position) { return position; }, to_cursor);
  std::map<OrganizationId, Organization> sharers;
  Page<Received> received{{}, std::move(places.next)};
  for (const Position& position : places.items) {
    const auto [sharer, is_new] = sharers.try_emplace(position.from);
    if (is_new) {
      SALLYPORT_ASSIGN(const auto found, reader->organization(position.from));
      if (!found) return fail(ErrorCode::corrupted, "an unknown organization shares an entry");
      sharer->second = *found;
    }
    SALLYPORT_ASSIGN(auto listed, need_entry_to_share(*reader, sharer->second, position.prefix));
    received.items.push_back({std::move(listed), sharer->second.name});
  }
  return received;
}

}  // namespace sallyport::control
