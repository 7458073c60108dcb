#include "net/host_pattern.h"

#include "net/host_reader.h"
#include "net/public_suffix.h"

namespace sallyport::net {
namespace {

// Whether `host` is `name` with labels in front.
bool is_under(std::string_view host, std::string_view name) {
  return host.size() > name.size() + 1 && host.ends_with(name) && host[host.size() - name.size() - 1] == '.';
}

// Takes the last label off.
std::string_view take_last_label(std::string_view& name) {
  const std::size_t dot = name.rfind('.');
  const std::string_view label = name.substr(dot + 1);  // the whole where there is no dot: npos + 1 is 0
  name = dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
  return label;
}

}  // namespace

Result<HostPattern> HostPattern::parse(std::string_view text) {
  auto parts = read_host(text, PublicSuffixes::refused);
  if (!parts) return std::unexpected(describe_host(text, parts.error()));
  return HostPattern(std::move(parts->name), parts->depth);
}

Result<HostPattern> HostPattern::parse_published(std::string_view text) {
  auto parts = read_host(text, PublicSuffixes::let_through);
  if (!parts) return std::unexpected(describe_host(text, parts.error()));
  return HostPattern(std::move(parts->name), parts->depth);
}

bool HostPattern::is_on_public_suffix() const { return is_wildcard() && is_public_suffix(name_); }

bool HostPattern::contains(std::string_view host) const noexcept {
  if (depth_ == Depth::exact) return host == name_;
  if (!is_under(host, name_)) return false;
  return depth_ == Depth::any || host.find('.') == host.size() - name_.size() - 1;
}

bool HostPattern::contains(const HostPattern& other) const noexcept {
  if (!other.is_wildcard()) return contains(other.name_);
  if (other.depth_ > depth_) return false;  // any has names of every depth, one those of one
  return other.name_ == name_ || (depth_ == Depth::any && is_under(other.name_, name_));
}

std::string HostPattern::to_string() const {
  return (depth_ == Depth::any ? "**." : depth_ == Depth::one ? "*." : "") + name_;
}

std::strong_ordering operator<=>(const HostPattern& a, const HostPattern& b) {
  std::string_view left = a.name_;
  std::string_view right = b.name_;
  while (!left.empty() && !right.empty()) {
    if (const auto order = take_last_label(left) <=> take_last_label(right); order != 0) return order;
  }
  if (left.empty() != right.empty()) {
    return left.empty() ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  return a.depth_ <=> b.depth_;
}

}  // namespace sallyport::net
