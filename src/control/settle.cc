#include "control/settle.h"

#include <array>
#include <unordered_set>

#include "control/alert_events.h"

namespace sallyport::control {
namespace {

constexpr std::size_t kFew = 16;
constexpr unsigned kAtOnce = 1000;

// Whether any of many prefixes contains an address.
class Cover {
 public:
  explicit Cover(const std::vector<net::Prefix>& prefixes) : prefixes_(prefixes.begin(), prefixes.end()) {
    for (const net::Prefix& prefix : prefixes) lengths_[prefix.address().is_ipv4()][prefix.length()] = true;
  }

  bool contains(const net::Address& address) const {
    const auto& lengths = lengths_[address.is_ipv4()];
    for (unsigned length = 0; length < lengths.size(); ++length) {
      if (lengths[length] && prefixes_.contains(net::Prefix::enclosing(address, length))) return true;
    }
    return false;
  }

 private:
  std::unordered_set<net::Prefix> prefixes_;
  std::array<std::array<bool, 129>, 2> lengths_{};  // in use, by family
};

Result<void> settle_unauthorized(Change& change, Scope scope, const Cover& cover) {
  std::optional<net::Address> after;
  while (true) {
    SALLYPORT_ASSIGN(const auto rows, change.read().unauthorized(scope.organization, after, kAtOnce));
    for (const UnauthorizedAddress& row : rows) {
      if (!cover.contains(row.address)) continue;
      SALLYPORT_TRY(change.rows().erase_unauthorized(scope, net::Prefix(row.address)));
    }
    if (rows.size() < kAtOnce) return {};
    after = rows.back().address;
  }
}

Result<void> settle_alerts(Change& change, const Actor& actor, Scope scope, const Cover& cover,
                           AlertState state) {
  std::optional<AlertId> before;
  while (true) {
    SALLYPORT_ASSIGN(const auto rows,
                     change.read().alerts(scope.organization, AlertState::open, before, kAtOnce));
    for (const AlertRow& row : rows) {
      if (scope.of_credential() && row.scope.credential != scope.credential) continue;
      if (!cover.contains(row.alert.address)) continue;
      SALLYPORT_TRY(write_answer(change, row, state, actor.name));
    }
    if (rows.size() < kAtOnce) return {};
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
    const Cover cover(prefixes);
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
