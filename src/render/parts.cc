#include "render/parts.h"

#include <algorithm>

#include "render/prefixes.h"

namespace sallyport::render {

std::vector<Part> parts(Part sorted, std::size_t most) {
  const auto [ipv4, ipv6] = by_family(sorted);
  std::vector<Part> result;
  for (Part rest : {ipv4, ipv6}) {
    while (!rest.empty()) {
      const std::size_t size = std::min(most, rest.size());
      result.push_back(rest.first(size));
      rest = rest.subspan(size);
    }
  }
  return result;
}

std::string cidr(const net::Prefix& prefix) {
  return prefix.address().to_string() + '/' + std::to_string(prefix.length());
}

std::string dashed(std::string_view name) {
  std::string result(name);
  std::ranges::replace(result, '_', '-');
  return result;
}

Result<std::string> kubernetes_label(std::string_view name) {
  std::string label = dashed(name);
  if (!label.ends_with('-')) return label;
  return fail(ErrorCode::invalid_setting, "for Kubernetes, a name ends with a letter or a digit");
}

std::string_view word(Direction direction) { return direction == Direction::in ? "in" : "out"; }

}  // namespace sallyport::render
