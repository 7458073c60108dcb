#include "control/lists/settle.h"

#include "control/alerts/alert_events.h"
#include "control/lists/prefix_cover.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kFew = 16;

Result<void> settle_unauthorized(Change& change, Scope scope, const PrefixCover& cover) {
  std::optional<net::Address> after;
  while (true) {
    SALLYPORT_ASSIGN(const auto rows, change.read().unauthorized(scope.organization, after, kRowsAtOnce));
    for (const UnauthorizedAddress& row : rows) {
      if (!cover.contains(row.address)) continue;
      SALLYPORT_TRY(change.rows().erase_unauthorized(scope, net::Prefix(row.address)));
    }
    if (rows.size() < kRowsAtOnce) return {};
    after = rows.back().address;
  }
}

Result<void> settle_alerts(Change& change, const Actor& actor, Scope scope, const PrefixCover& cover,
                           AlertState state) {
  std::optional<AlertId> before;
  while (true) {
    SALLYPORT_ASSIGN(const auto rows,
                     change.read().alerts(scope.organization, AlertState::open, before, kRowsAtOnce));
    for (const AlertRow& row : rows) {
      if (scope.of_credential() && row.scope.credential != scope.credential) continue;
      if (!cover.contains(row.alert.address)) continue;
      SALLYPORT_TRY(write_answer(change, row, state, actor.name));
    }
    if (rows.size() < kRowsAtOnce) return {};
    before = rows.back().alert.id;
  }
}

}  // namespace

Result<void> settle(Change& change, const Actor& actor, Scope scope, const std::vector<net::Prefix>& prefixes,
                    AlertState state) {
  if (prefixes.size() > kFew) {
    SALLYPORT_ASSIGN(const auto unauthorized, change.read().unauthorized_count(scope.organization));
    SALLYPORT_ASSIGN(const auto alerts, change.read().open_alert_count(scope.organization));
    if (unauthorized == 0 && alerts == 0) return {};
    PrefixCover cover;
    for (const net::Prefix& prefix : prefixes) cover.insert(prefix);
    SALLYPORT_TRY(settle_unauthorized(change, scope, cover));
    return settle_alerts(change, actor, scope, cover, state);
  }
  for (const net::Prefix& prefix : prefixes) {
    SALLYPORT_TRY(change.rows().erase_unauthorized(scope, prefix));
    SALLYPORT_TRY(write_answers(change, scope, prefix, state, actor.name));
  }
  return {};
}

}  // namespace sallyport::control
