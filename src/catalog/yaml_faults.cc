#include "catalog/yaml_faults.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace sallyport::catalog {

void YamlFaults::add(const YAML::Mark& at, std::string why) {
  ++count_;
  const auto behind =
      std::ranges::upper_bound(first_, at.pos, {}, [](const Found& found) { return found.mark.pos; });
  if (behind == first_.end() && first_.size() == kMostFaults) return;
  first_.insert(behind, {at, std::move(why)});
  if (first_.size() > kMostFaults) first_.pop_back();
}

Error YamlFaults::error() const {
  std::string text;
  for (const Found& found : first_) {
    if (!text.empty()) text += '\n';
    text += fault_line(file_, yaml::place_of(found.mark, text_), found.why);
  }
  if (count_ > first_.size())
    text += fmt::format("\n{}: and {} more", printable(file_), count_ - first_.size());
  return {ErrorCode::malformed_catalog, std::move(text), {}};
}

std::string fault_line(const std::string& file, yaml::Place place, std::string_view why) {
  if (place.line == 0) return fmt::format("{}: {}", printable(file), why);
  return fmt::format("{}:{}:{}: {}", printable(file), place.line, place.column, why);
}

}  // namespace sallyport::catalog
