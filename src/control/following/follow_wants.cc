#include "control/following/follow_wants.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "catalog/resolve.h"

namespace sallyport::control {
namespace {

using catalog::Direction;
using catalog::Remark;
using std::chrono::sys_days;

constexpr std::size_t kNoteBytes = 200;  // a note may have 500
constexpr std::size_t kRemarkBytes = 300;

// What an entry is for: offerings, by site, in the order in which they were found.
class Purpose {
 public:
  void add(const catalog::Reason& reason) {
    const std::string& offering = (reason.through != nullptr ? reason.through : reason.offering)->id;
    auto place = std::ranges::find(places_, reason.site, &Place::site);
    if (place == places_.end()) place = places_.insert(places_.end(), {reason.site, {}});
    if (std::ranges::find(place->offerings, offering) == place->offerings.end())
      place->offerings.push_back(offering);
  }

  std::string to_string() const {
    std::string text;
    for (const Place& place : places_) {
      std::string part;
      for (const std::string& offering : place.offerings) part += (part.empty() ? "" : ", ") + offering;
      if (!place.site.empty()) part += " at " + place.site;
      if (text.size() + part.size() > kNoteBytes) return text.empty() ? "many" : text + "; and more";
      text += (text.empty() ? "" : "; ") + part;
    }
    return text;
  }

 private:
  struct Place {
    std::string site;
    std::vector<std::string> offerings;
  };
  std::vector<Place> places_;
};

// What a remark is about: an entry's destinations, or those of all of its cell.
template <class Each>
void for_each_prefix(const catalog::Reason& reason, const Each& each) {
  const auto of_entry = [&](const catalog::Entry& entry) {
    for (const net::Destination& destination : entry.destinations) {
      if (const net::Prefix* const prefix = destination.prefix()) each(*prefix);
    }
  };
  if (reason.entry != nullptr) return of_entry(*reason.entry);
  if (reason.cell == nullptr) return;
  const auto* const addresses = std::get_if<catalog::Addresses>(&reason.cell->content);
  if (addresses == nullptr) return;
  for (const catalog::Entry& entry : addresses->entries) of_entry(entry);
}

// The last day on which it counted.
sys_days last_day_of(const catalog::Reason& reason) {
  auto last = reason.until;
  if (reason.entry != nullptr && reason.entry->until) {
    const sys_days own = reason.entry->until->last();
    last = last ? std::min(*last, own) : own;
  }
  return last.value_or(sys_days{});
}

void take_ended(const catalog::Reason& reason, FollowWants& wants) {
  const Timestamp over = last_day_of(reason) + std::chrono::days(1);
  for_each_prefix(reason, [&](const net::Prefix& prefix) {
    const auto [known, is_new] = wants.ended.emplace(prefix, over);
    if (!is_new) known->second = std::max(known->second, over);
  });
}

void take_later(const catalog::Reason& reason, FollowWants& wants, std::map<net::Prefix, Purpose>& purposes) {
  const Timestamp start = reason.entry->from->first();
  for_each_prefix(reason, [&](const net::Prefix& prefix) {
    const auto [known, is_new] = wants.later.emplace(prefix, start);
    if (!is_new) known->second = std::min(known->second, start);
    purposes[prefix].add(reason);
  });
}

void take_remark(const Remark& remark, FollowWants& wants, std::map<net::Prefix, Purpose>& purposes) {
  if (remark.kind == Remark::Kind::not_available && wants.not_available.size() < kRemarkBytes) {
    wants.not_available += (wants.not_available.empty() ? "" : "; ") + remark.text;
  }
  if (remark.reason.offering->direction != Direction::from_vendor) return;
  if (remark.kind == Remark::Kind::ended) take_ended(remark.reason, wants);
  if (remark.kind == Remark::Kind::not_yet && remark.reason.entry != nullptr)
    take_later(remark.reason, wants, purposes);
}

Result<void> check_known(const catalog::Resolved& resolved) {
  std::string unknown;
  for (const Remark& remark : resolved.remarks) {
    if (remark.kind != Remark::Kind::unknown) continue;
    if (unknown.size() > kRemarkBytes) {
      unknown += "; and more";
      break;
    }
    unknown += (unknown.empty() ? "" : "; ") + remark.text;
  }
  if (unknown.empty()) return {};
  return fail(
      ErrorCode::unknown_cell,
      unknown + " (what is unknown is not none, and cannot be followed: leave it out of the selection)");
}

}  // namespace

Timestamp next_day(Timestamp now) {
  return std::chrono::floor<std::chrono::days>(now) + std::chrono::days(1);
}

Result<FollowWants> wants_of(const catalog::Catalog& catalog, const Follow& follow, Timestamp now) {
  catalog::Selection selection;
  selection.offerings = follow.offerings;
  selection.sites = follow.sites;
  selection.version = follow.version;
  selection.features = follow.features;
  selection.all = follow.all;
  selection.on = std::chrono::floor<std::chrono::days>(now);
  selection.allow_unknown = true;  // what is unknown is told below, in words that fit
  SALLYPORT_ASSIGN(const auto resolved, catalog::resolve(catalog, selection));
  SALLYPORT_TRY(check_known(resolved));
  FollowWants wants;
  for (const catalog::ResolvedLine& line : resolved.lines) {
    const net::Prefix* const prefix = line.destination.prefix();
    if (line.direction != Direction::from_vendor) {
      wants.goes_to_vendor = true;
    } else if (prefix == nullptr) {
      wants.hosts = true;
    } else {
      Purpose purpose;
      for (const catalog::Reason& reason : line.reasons) purpose.add(reason);
      wants.now.emplace(*prefix, purpose.to_string());  // of several with ports, the first
    }
  }
  std::map<net::Prefix, Purpose> purposes;
  for (const Remark& remark : resolved.remarks) take_remark(remark, wants, purposes);
  std::erase_if(wants.later, [&](const auto& item) { return wants.now.contains(item.first); });
  if (follow.early) {
    for (const auto& [prefix, start] : wants.later) wants.now.emplace(prefix, purposes[prefix].to_string());
    wants.later.clear();
  }
  for (auto& [prefix, note] : wants.now) note = fmt::format("{}: {}", catalog.vendor, note);
  return wants;
}

Result<void> check_followable(const FollowWants& wants, const std::string& vendor) {
  if (!wants.now.empty() || !wants.later.empty()) return {};
  if (wants.goes_to_vendor) {
    return fail(
        ErrorCode::invalid_setting,
        fmt::format("there is no address from which {} comes to you in this selection: these are hosts "
                    "that you connect to: use sallyport render for them",
                    vendor));
  }
  if (wants.hosts) {
    return fail(ErrorCode::invalid_setting,
                fmt::format("{} is known by host names only here, and a list has addresses", vendor));
  }
  return fail(
      ErrorCode::invalid_setting,
      wants.not_available.empty()
          ? fmt::format("nothing of {} is left in this selection: choose other offerings or sites", vendor)
          : fmt::format("nothing of this selection is available: {}", wants.not_available));
}

}  // namespace sallyport::control
