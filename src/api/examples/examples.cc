#include "api/examples/examples.h"

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
             texts_examples(),
         }) {
      rows.insert(rows.end(), part.begin(), part.end());
    }
    return rows;
  }();
  return all;
}

const Example* example_of(std::string_view id, std::string_view type, unsigned status) {
  const auto all = examples();
  const auto found = std::ranges::find_if(
      all, [&](const Example& each) { return each.id == id && each.type == type && each.status == status; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace sallyport::api
