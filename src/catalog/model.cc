#include "catalog/model.h"

#include <algorithm>

namespace sallyport::catalog {
namespace {

template <class T>
const T* model_find(const std::vector<T>& list, std::string_view id) {
  const auto found = std::ranges::find(list, id, &T::id);
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

std::string_view to_string(Direction direction) {
  return direction == Direction::from_vendor ? "from-vendor" : "to-vendor";
}

std::string_view to_string(Need need) {
  switch (need) {
    case Need::required:
      return "required";
    case Need::recommended:
      return "recommended";
    case Need::optional:
      return "optional";
  }
  return "required";
}

std::string_view to_string(AdviceKind kind) {
  switch (kind) {
    case AdviceKind::prerequisite:
      return "prerequisite";
    case AdviceKind::recommendation:
      return "recommendation";
    case AdviceKind::topology:
      return "topology";
    case AdviceKind::offline:
      return "offline";
    case AdviceKind::caution:
      return "caution";
  }
  return "caution";
}

std::string_view to_string(WayIn way) {
  switch (way) {
    case WayIn::self_service:
      return "self-service";
    case WayIn::ticket:
      return "ticket";
    case WayIn::not_offered:
      return "not-offered";
  }
  return "not-offered";
}

bool Cell::is_at(std::string_view site) const {
  return sites.empty() || std::ranges::find(sites, site) != sites.end();
}

bool operator==(const Cell& a, const Cell& b) {
  return a.sites == b.sites && a.versions == b.versions && a.until == b.until && a.content == b.content &&
         a.sources == b.sources;
}

const Offering* Catalog::offering(std::string_view id) const { return model_find(offerings, id); }
const Site* Catalog::site(std::string_view id) const { return model_find(sites, id); }
const Source* Catalog::source(std::string_view id) const { return model_find(sources, id); }

}  // namespace sallyport::catalog
