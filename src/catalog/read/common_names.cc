#include "catalog/read/common_names.h"

namespace sallyport::catalog {

CommonNames::CommonNames(const Feed& before, const Feed& after)
    : before_(before.names.size()), after_(after.names.size()) {
  std::size_t i = 0;
  std::size_t j = 0;
  for (std::uint32_t number = 0; i < before_.size() || j < after_.size(); ++number) {
    const bool old = j == after_.size() || (i < before_.size() && before.names[i] <= after.names[j]);
    const bool both = old && j < after_.size() && before.names[i] == after.names[j];
    if (old) before_[i++] = number;
    if (!old || both) after_[j++] = number;
  }
}

}  // namespace sallyport::catalog
