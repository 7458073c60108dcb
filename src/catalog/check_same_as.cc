#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "catalog/check_catalog.h"

namespace sallyport::catalog {
namespace {

// A cell at one of its sites.
struct CellNode {
  std::size_t offering = 0;
  std::size_t cell = 0;
  std::string_view site;  // empty: the offering has none
};

// The graph of which cells share whose addresses, walked without recursion: it may be as long as the file.
class SameAsGraph {
 public:
  explicit SameAsGraph(YamlReading& reading) : reading_(reading) {
    for (std::size_t i = 0; i < offerings().size(); ++i) {
      index_of_[offerings()[i].id] = i;
      add_nodes(i);
    }
    state_.resize(nodes_.size(), State::unseen);
  }

  void check() {
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
      if (state_[node] == State::unseen) walk(node);
    }
  }

 private:
  enum class State : std::uint8_t { unseen, open, done };
  struct Step {
    std::size_t node = 0;
    std::vector<std::size_t> next;  // still to be walked
  };

  const std::vector<Offering>& offerings() const { return reading_.catalog.offerings; }
  const Offering& offering(const CellNode& node) const { return offerings()[node.offering]; }
  const Cell& cell(const CellNode& node) const { return offering(node).cells[node.cell]; }
  const CellPlaces& places(const CellNode& node) const { return reading_.cells[node.offering][node.cell]; }

  void add_nodes(std::size_t index) {
    const Offering& offering = offerings()[index];
    const auto add = [&](std::size_t cell, std::string_view site) {
      at_[{index, site}].push_back(nodes_.size());
      nodes_.push_back({index, cell, site});
    };
    for (std::size_t i = 0; i < offering.cells.size(); ++i) {
      if (offering.cells[i].sites.empty()) add(i, {});
      for (const std::string& site : offering.cells[i].sites) add(i, site);
    }
  }

  void refuse(const CellNode& node, std::string why) {
    if (told_.insert({places(node).same_as.pos, why}).second)
      reading_.faults.add(places(node).same_as, std::move(why));
  }

  void add_targets(const CellNode& node, std::size_t target, const VersionRange& versions,
                   std::vector<std::size_t>& found) {
    const std::size_t before = found.size();
    const auto add_site = [&](std::string_view site) {
      const auto list = at_.find({target, site});
      if (list == at_.end()) return;
      for (const std::size_t other : list->second) {
        if (cell(nodes_[other]).versions.overlaps(versions)) found.push_back(other);
      }
    };
    if (!offerings()[target].has_sites()) {
      add_site({});
    } else if (!node.site.empty()) {
      add_site(node.site);
    } else {
      for (const Site& site : reading_.catalog.sites) add_site(site.id);
    }
    if (found.size() == before) {
      refuse(node, fmt::format("{} has no cell for {}: say which of its versions are meant, as in 'same-as: "
                               "{{offerings: {}, versions: {{from: ...}}}}'",
                               offerings()[target].id, versions.to_string(), offerings()[target].id));
    }
  }

  // The nodes whose addresses this one shares.
  std::vector<std::size_t> targets(const CellNode& node) {
    std::vector<std::size_t> found;
    const auto* const addresses = std::get_if<Addresses>(&cell(node).content);
    if (addresses == nullptr || !addresses->same_as) return found;
    const SameAs& same = *addresses->same_as;
    for (const std::string& id : same.offerings) {
      const std::size_t target = index_of_.at(id);
      if (offerings()[target].direction != offering(node).direction) {
        refuse(node, fmt::format("{} is {}, and {} is {}: they cannot be the same", offering(node).id,
                                 to_string(offering(node).direction), id,
                                 to_string(offerings()[target].direction)));
        continue;
      }
      add_targets(node, target, same.versions ? *same.versions : cell(node).versions, found);
    }
    return found;
  }

  void refuse_cycle(const std::vector<Step>& steps, std::size_t back_to) {
    const auto start = std::ranges::find(steps, back_to, &Step::node);
    std::string path;
    for (auto step = start; step != steps.end(); ++step) path += offering(nodes_[step->node]).id + " -> ";
    refuse(nodes_[steps.back().node],
           fmt::format("same-as goes around in a circle: {}{}", path, offering(nodes_[back_to]).id));
  }

  void walk(std::size_t first) {
    std::vector<Step> steps;
    const auto enter = [&](std::size_t node) {
      state_[node] = State::open;
      steps.push_back({node, targets(nodes_[node])});
      std::ranges::reverse(steps.back().next);
    };
    enter(first);
    while (!steps.empty()) {
      if (steps.back().next.empty()) {
        state_[steps.back().node] = State::done;
        steps.pop_back();
        continue;
      }
      const std::size_t next = steps.back().next.back();
      steps.back().next.pop_back();
      if (state_[next] == State::open) refuse_cycle(steps, next);
      if (state_[next] == State::unseen) enter(next);
    }
  }

  YamlReading& reading_;
  std::map<std::string_view, std::size_t> index_of_;
  std::vector<CellNode> nodes_;
  std::map<std::pair<std::size_t, std::string_view>, std::vector<std::size_t>> at_;  // offering and site
  std::vector<State> state_;
  std::set<std::pair<int, std::string>> told_;
};

}  // namespace

void check_same_as(YamlReading& reading) { SameAsGraph(reading).check(); }

}  // namespace sallyport::catalog
