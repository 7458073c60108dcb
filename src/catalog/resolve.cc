#include "catalog/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>
#include <tuple>

#include "base/nearest.h"

namespace sallyport::catalog {
namespace {

using LastDay = std::optional<std::chrono::sys_days>;

LastDay earlier_end(const LastDay& a, const LastDay& b) { return a && b ? std::min(*a, *b) : (a ? a : b); }
LastDay earlier_end(const LastDay& a, const std::optional<Day>& b) {
  return earlier_end(a, b ? LastDay(b->last()) : std::nullopt);
}

bool is_among(const std::vector<std::string>& list, std::string_view id) {
  return std::ranges::find(list, id) != list.end();
}

// "push at DC-02", "atlant, versions 2.3 to 2.9", "push at DC-02, as content-api has it".
std::string remark_place(const Reason& reason) {
  std::string text = reason.offering->id;
  if (!reason.site.empty()) text += " at " + reason.site;
  if (reason.cell != nullptr && !reason.cell->versions.is_everything()) {
    text += ", " + reason.cell->versions.to_string();
  }
  if (reason.through != nullptr) text += fmt::format(", as {} has it", reason.through->id);
  return text;
}

// The versions that are asked for: one, or a range.
struct AskedVersions {
  std::optional<Version> exactly;
  VersionRange within;  // where there is no `exactly`

  bool meets(const VersionRange& range) const {
    return exactly ? range.contains(*exactly) : range.overlaps(within);
  }
  // REQUIRES: meets(range)
  AskedVersions among(const VersionRange& range) const {
    return exactly ? *this : AskedVersions{std::nullopt, within.common(range)};
  }
  std::string in_words() const { return exactly ? "version " + exactly->to_string() : within.to_string(); }
};

// An offering to be looked at, at one site.
struct Visit {
  const Offering* offering = nullptr;
  std::string_view site;  // empty: the offering has none
  AskedVersions versions;
  LastDay until;                      // of the cells that led here
  const Offering* through = nullptr;  // whose cells those are
};

class Resolver {
 public:
  Resolver(const Catalog& catalog, const Selection& selection) : catalog_(catalog), selection_(selection) {}

  Result<Resolved> resolve() {
    SALLYPORT_TRY(check());
    for (const Offering& offering : catalog_.offerings) {
      if (!is_selected(offering)) continue;
      seen_.clear();
      add_visits(offering, {}, {selection_.version, {}}, std::nullopt, nullptr);
      for (; !visits_.empty(); visits_.pop_front()) visit(visits_.front());
    }
    SALLYPORT_TRY(check_unknown());
    resolved_.lines = merged();
    return std::move(resolved_);
  }

 private:
  struct Found {
    net::Destination destination;
    Direction direction;
    std::size_t number = 0;
    Reason reason;
  };

  template <class T>
  static Result<void> check_ids(const std::vector<std::string>& ids, std::string_view what,
                                const std::vector<T>& known) {
    std::vector<std::string_view> names;
    for (const T& thing : known) names.push_back(thing.id);
    for (const std::string& id : ids) {
      if (std::ranges::find(names, id) == names.end()) {
        return fail(ErrorCode::not_found, no_such(what, id, names));
      }
    }
    return {};
  }

  Result<void> check() const {
    const Selection& s = selection_;
    if (!s.all && s.offerings.empty() && s.sites.empty() && !s.version && s.features.empty()) {
      return fail(
          ErrorCode::malformed_request,
          "nothing is selected: name offerings, sites, a version or features, or ask for all (--all)");
    }
    SALLYPORT_TRY(check_ids(s.offerings, "offering", catalog_.offerings));
    SALLYPORT_TRY(check_ids(s.sites, "site", catalog_.sites));
    std::vector<Feature> features;
    for (const Offering& offering : catalog_.offerings) {
      for (const Feature& feature : offering.features) {
        if (std::ranges::find(features, feature.id, &Feature::id) == features.end())
          features.push_back(feature);
      }
    }
    return check_ids(s.features, "feature", features);
  }

  bool is_selected(const Offering& offering) const {
    return selection_.offerings.empty() || is_among(selection_.offerings, offering.id);
  }

  // `site`: of the cell that leads there; empty for all that are selected.
  void add_visits(const Offering& offering, std::string_view site, const AskedVersions& versions,
                  LastDay until, const Offering* through) {
    if (!offering.has_sites()) {
      add_visit({&offering, {}, versions, until, through});
    } else if (!site.empty()) {
      add_visit({&offering, site, versions, until, through});
    } else {
      for (const Site& each : catalog_.sites) {
        const bool selected = selection_.sites.empty() || is_among(selection_.sites, each.id);
        if (selected) add_visit({&offering, each.id, versions, until, through});
      }
    }
  }

  void add_visit(const Visit& visit) {
    std::string versions = (visit.versions.exactly ? "=" : "") + visit.versions.in_words();
    if (seen_.emplace(visit.offering, visit.site, std::move(versions), visit.until).second)
      visits_.push_back(visit);
  }

  void visit(const Visit& visit) {
    bool found = false;
    for (const Cell& cell : visit.offering->cells) {
      if (!cell.is_at(visit.site) || !visit.versions.meets(cell.versions)) continue;
      found = true;
      look_at(visit, cell);
    }
    if (found) return;
    Reason reason{visit.offering, nullptr, nullptr, std::string(visit.site), visit.through, {}};
    std::string text =
        fmt::format("{}: the catalog says nothing about {}", remark_place(reason), visit.versions.in_words());
    resolved_.remarks.push_back({Remark::Kind::unknown, std::move(reason), std::move(text)});
  }

  void remark(Remark::Kind kind, const Reason& reason, std::string_view why) {
    resolved_.remarks.push_back({kind, reason, fmt::format("{}: {}", remark_place(reason), why)});
  }

  void look_at(const Visit& visit, const Cell& cell) {
    Reason reason{visit.offering,          &cell,         nullptr,
                  std::string(visit.site), visit.through, earlier_end(visit.until, cell.until)};
    if (cell.until && cell.until->last() < selection_.on) {
      remark(Remark::Kind::ended, reason, fmt::format("ended on {}", to_string(cell.until->last())));
    } else if (std::holds_alternative<NotAvailable>(cell.content)) {
      remark(Remark::Kind::not_available, reason, "not available");
    } else if (const auto* const unknown = std::get_if<Unknown>(&cell.content)) {
      remark(Remark::Kind::unknown, reason, fmt::format("unknown. {}", unknown->why.en));
    } else {
      const auto& addresses = std::get<Addresses>(cell.content);
      for (const Entry& entry : addresses.entries) take(reason, entry);
      if (addresses.same_as) follow(visit, cell, *addresses.same_as, reason.until);
    }
  }

  void take(Reason reason, const Entry& entry) {
    reason.entry = &entry;
    const bool several = entry.destinations.front().what != entry.destinations.back().what;
    const std::string what =
        net::to_string({entry.destinations.front().what, {}}) + (several ? " and others" : "");
    if (!entry.feature.empty() && !selection_.all && !is_among(selection_.features, entry.feature)) {
      remark(Remark::Kind::feature_not_chosen, reason,
             fmt::format("{} only with feature {}", what, entry.feature));
    } else if (entry.need != Need::required && !selection_.all) {
      remark(Remark::Kind::not_required, reason,
             fmt::format("{} {} {}", what, several ? "are" : "is", to_string(entry.need)));
    } else if (entry.until && entry.until->last() < selection_.on) {
      remark(Remark::Kind::ended, reason,
             fmt::format("{} ended on {}", what, to_string(entry.until->last())));
    } else if (entry.from && entry.from->first() > selection_.on) {
      remark(Remark::Kind::not_yet, reason,
             fmt::format("{} not before {}", what, to_string(entry.from->first())));
    } else {
      reason.until = earlier_end(reason.until, entry.until);
      for (const net::Destination& destination : entry.destinations) {
        found_.push_back({destination, reason.offering->direction, found_.size(), reason});
      }
    }
  }

  void follow(const Visit& visit, const Cell& cell, const SameAs& same, LastDay until) {
    const auto chosen = [&](const std::string& id) { return is_among(selection_.offerings, id); };
    const bool only_chosen = same.chosen && std::ranges::any_of(same.offerings, chosen);
    const AskedVersions versions =
        same.versions ? AskedVersions{std::nullopt, *same.versions} : visit.versions.among(cell.versions);
    const Offering* const asked = visit.through != nullptr ? visit.through : visit.offering;
    for (const std::string& id : same.offerings) {
      if (only_chosen && !chosen(id)) continue;
      add_visits(*catalog_.offering(id), visit.site, versions, until, asked);
    }
  }

  Result<void> check_unknown() const {
    if (selection_.allow_unknown) return {};
    std::string text;
    for (const Remark& remark : resolved_.remarks) {
      if (remark.kind == Remark::Kind::unknown) text += (text.empty() ? "" : "; ") + remark.text;
    }
    if (text.empty()) return {};
    return fail(ErrorCode::unknown_cell, text +
                                             " (what is unknown is not none: leave it out of the selection, "
                                             "or allow it with --allow-unknown)");
  }

  static bool ends_later(const LastDay& a, const LastDay& b) { return b && (!a || *a > *b); }

  // Where two ways lead to the same entry, the one that lasts longer is the reason.
  static void add_reason(std::vector<Reason>& reasons, const Reason& reason) {
    const auto same = std::ranges::find_if(reasons, [&](const Reason& other) {
      return other.entry == reason.entry && other.through == reason.through && other.site == reason.site;
    });
    if (same == reasons.end()) {
      reasons.push_back(reason);
    } else if (ends_later(reason.until, same->until)) {
      same->until = reason.until;
    }
  }

  std::vector<ResolvedLine> merged() {
    // The order in which they were found last: std::stable_sort is deprecated for clang on this library.
    std::ranges::sort(found_, [](const Found& a, const Found& b) {
      return std::tie(a.destination, a.direction, a.number) < std::tie(b.destination, b.direction, b.number);
    });
    std::vector<ResolvedLine> lines;
    for (Found& found : found_) {
      if (lines.empty() || lines.back().destination != found.destination ||
          lines.back().direction != found.direction) {
        lines.push_back({std::move(found.destination), found.direction, {}});
      }
      add_reason(lines.back().reasons, found.reason);
    }
    return lines;
  }

  const Catalog& catalog_;
  const Selection& selection_;
  std::deque<Visit> visits_;
  std::set<std::tuple<const Offering*, std::string_view, std::string, LastDay>> seen_;
  std::vector<Found> found_;
  Resolved resolved_;
};

}  // namespace

Result<Resolved> resolve(const Catalog& catalog, const Selection& selection) {
  return Resolver(catalog, selection).resolve();
}

}  // namespace sallyport::catalog
