#include "catalog/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "net/prefix_set.h"

namespace sallyport::catalog {
namespace {

using Lines = std::vector<Listing::Line>;
using Kind = Difference::Kind;

constexpr const char* kByItself = "a line of its own";
constexpr const char* kByOthers = "allowed by other lines";

std::string joined(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string ports_of(const net::Destination& destination) {
  return destination.ports ? net::to_string(*destination.ports) : "any port";
}

// Whether lines of a list allow a destination, those of its ports or those of all ports, found without
// looking at each.
class Cover {
 public:
  explicit Cover(const Lines& lines) {
    std::map<std::optional<net::Ports>, std::vector<net::Prefix>> prefixes;
    for (const auto& line : lines) {
      const auto& [what, ports] = line.destination;
      if (const auto* prefix = std::get_if<net::Prefix>(&what)) {
        prefixes[ports].push_back(*prefix);
      } else if (const auto& host = std::get<net::HostPattern>(what); host.is_wildcard()) {
        wildcards_[ports].push_back(&host);
      }
    }
    for (auto& [ports, list] : prefixes) prefixes_.emplace(ports, net::PrefixSet::of(std::move(list)));
  }

  bool contains(const net::Destination& destination) const {
    return contains(destination, destination.ports) || contains(destination, std::nullopt);
  }

 private:
  bool contains(const net::Destination& destination, const std::optional<net::Ports>& ports) const {
    if (const auto* prefix = std::get_if<net::Prefix>(&destination.what)) {
      const auto set = prefixes_.find(ports);
      return set != prefixes_.end() && set->second.contains(*prefix);
    }
    const auto& host = std::get<net::HostPattern>(destination.what);
    const auto list = wildcards_.find(ports);
    return list != wildcards_.end() &&
           std::ranges::any_of(list->second, [&host](const auto* each) { return each->contains(host); });
  }

  std::map<std::optional<net::Ports>, net::PrefixSet> prefixes_;
  std::map<std::optional<net::Ports>, std::vector<const net::HostPattern*>> wildcards_;
};

class Comparison {
 public:
  Comparison(const Listing& before, const Listing& after) : before_(before), after_(after) {}

  std::vector<Difference> all() {
    auto a = before_.lines.begin();
    auto b = after_.lines.begin();
    while (a != before_.lines.end() || b != after_.lines.end()) {
      if (b == after_.lines.end() || (a != before_.lines.end() && a->destination < b->destination)) {
        gone_.push_back(&*a++);
      } else if (a == before_.lines.end() || b->destination < a->destination) {
        come_.push_back(&*b++);
      } else {
        in_both(*a++, *b++);
      }
    }
    other_ports();
    const Cover covered_before(before_.lines);
    const Cover covered_after(after_.lines);
    for (const auto* line : come_) {
      if (covered_before.contains(line->destination)) {
        add(Kind::rescoped, *line, kByOthers, kByItself);
      } else {
        add(Kind::added, *line, {}, joined(line->places));
      }
    }
    for (const auto* line : gone_) {
      if (covered_after.contains(line->destination)) {
        add(Kind::rescoped, *line, kByItself, kByOthers);
      } else {
        add(Kind::removed, *line, joined(line->places), {});
      }
    }
    cells();
    return by_kind();
  }

 private:
  void add(Kind kind, const Listing::Line& line, std::string before, std::string after) {
    found_.push_back({kind, net::to_string(line.destination), std::move(before), std::move(after),
                      kind == Kind::removed ? line.replaced_by : std::vector<net::Destination>()});
  }

  void in_both(const Listing::Line& a, const Listing::Line& b) {
    if (a.places.empty() || b.places.empty()) return;
    std::vector<std::string> left, entered;
    std::ranges::set_difference(a.places, b.places, std::back_inserter(left));
    std::ranges::set_difference(b.places, a.places, std::back_inserter(entered));
    if (left.empty() && entered.empty()) return;
    const bool moved = !left.empty() && !entered.empty();
    add(moved ? Kind::moved : Kind::rescoped, b, joined(left), joined(entered));
  }

  // What went with its ports and came with others. In both lists, the lines of one host stand together.
  void other_ports() {
    const auto bare = [](const Listing::Line* line) { return net::Destination{line->destination.what, {}}; };
    std::vector<const Listing::Line*> gone, come;
    auto b = come_.begin();
    for (const auto* const line : gone_) {
      while (b != come_.end() && bare(*b) < bare(line)) come.push_back(*b++);
      if (b != come_.end() && bare(*b) == bare(line)) {
        add(Kind::rescoped, **b, ports_of(line->destination), ports_of((*b)->destination));
        ++b;
      } else {
        gone.push_back(line);
      }
    }
    come.insert(come.end(), b, come_.end());
    gone_ = std::move(gone);
    come_ = std::move(come);
  }

  // Within a kind, as they were found. (std::stable_sort is deprecated for clang on this library.)
  std::vector<Difference> by_kind() {
    std::vector<Difference> sorted;
    for (const Kind kind : {Kind::added, Kind::removed, Kind::moved, Kind::rescoped, Kind::restated}) {
      for (Difference& difference : found_) {
        if (difference.kind == kind) sorted.push_back(std::move(difference));
      }
    }
    return sorted;
  }

  void cells() {
    const auto said = [](const Listing& listing, const std::string& place) {
      const auto cell = listing.cells.find(place);
      return cell != listing.cells.end() ? cell->second : std::string();
    };
    if (before_.cells.empty() || after_.cells.empty()) return;  // a plain list has none
    auto places = before_.cells;
    places.insert(after_.cells.begin(), after_.cells.end());
    for (const auto& [place, unused] : places) {
      auto a = said(before_, place);
      auto b = said(after_, place);
      // Addresses that come or go with their cell stand among the lines.
      const bool told = (a.empty() && b == "addresses") || (b.empty() && a == "addresses");
      if (a != b && !told) found_.push_back({Kind::restated, place, std::move(a), std::move(b), {}});
    }
  }

  const Listing& before_;
  const Listing& after_;
  std::vector<const Listing::Line*> gone_, come_;
  std::vector<Difference> found_;
};

}  // namespace

std::string_view to_string(Difference::Kind kind) {
  switch (kind) {
    case Kind::added:
      return "added";
    case Kind::removed:
      return "removed";
    case Kind::moved:
      return "moved";
    case Kind::rescoped:
      return "re-scoped";
    case Kind::restated:
      return "restated";
  }
  return "";
}

std::vector<Difference> compare(const Listing& before, const Listing& after) {
  return Comparison(before, after).all();
}

}  // namespace sallyport::catalog
