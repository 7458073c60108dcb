#include "api/examples.h"

#include <algorithm>
#include <vector>

namespace sallyport::api {

std::span<const Example> examples() {
  static const std::vector<Example> all = [] {
    std::vector<Example> rows;
    for (const auto part : {
             accounts_examples(),
             lists_examples(),
             traffic_examples(),
             family_examples(),
             webhooks_examples(),
             policy_examples(),
             catalogs_examples(),
             follows_examples(),
         }) {
      rows.insert(rows.end(), part.begin(), part.end());
    }
    return rows;
  }();
  return all;
}

const Example* example_of(std::string_view id) {
  const auto all = examples();
  const auto found = std::ranges::find(all, id, &Example::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace sallyport::api
