#include "catalog/whois/whois_index.h"

#include <algorithm>

namespace sallyport::catalog {

std::span<const WhoisIndex::Fact> WhoisIndex::Place::facts() const {
  const std::uint32_t first = index_->first_fact_[place_];
  return std::span(index_->facts_).subspan(first, index_->first_fact_[place_ + 1] - first);
}

WhoisIndex::Place WhoisIndex::Place::wider() const {
  const std::uint32_t wider = index_->wider_[place_];
  return wider == kNone ? Place() : Place(*index_, wider);
}

net::Destination WhoisIndex::Place::destination() const {
  if (place_ < index_->prefixes_.size()) return {index_->prefixes_[place_], {}};
  return {index_->hosts_[place_ - index_->prefixes_.size()], {}};
}

WhoisIndex::Place WhoisIndex::find(const net::Address& address) const noexcept {
  const std::uint32_t place = map_.find(address);
  return place == kNone ? Place() : Place(*this, place);
}

WhoisIndex::Place WhoisIndex::find(const net::Prefix& prefix) const noexcept {
  for (std::uint32_t place = map_.find(prefix.address()); place != kNone; place = wider_[place]) {
    if (prefixes_[place].contains(prefix)) return Place(*this, place);
  }
  return {};
}

WhoisIndex::Place WhoisIndex::find(std::string_view host) const {
  const auto at = [&](const std::string& key) {
    const auto found = by_host_.find(key);
    return found == by_host_.end() ? Place() : Place(*this, found->second);
  };
  if (const Place exact = at(std::string(host))) return exact;
  bool first = true;
  for (std::size_t dot = host.find('.'); dot != std::string_view::npos; dot = host.find('.', dot + 1)) {
    const std::string name(host.substr(dot + 1));
    if (first) {
      if (const Place one = at("*." + name)) return one;
    }
    if (const Place any = at("**." + name)) return any;
    first = false;
  }
  return {};
}

}  // namespace sallyport::catalog
