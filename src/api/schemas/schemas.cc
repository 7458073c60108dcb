#include "api/schemas/schemas.h"

#include <vector>

namespace sallyport::api {

std::span<const Schema> schemas() {
  static const std::vector<Schema> all = [] {
    std::vector<Schema> rows;
    for (const auto part : {
             basic_schemas(),
             organizations_schemas(),
             family_schemas(),
             people_schemas(),
             lists_schemas(),
             traffic_schemas(),
             webhooks_schemas(),
             policy_schemas(),
             catalogs_schemas(),
             follows_schemas(),
         }) {
      rows.insert(rows.end(), part.begin(), part.end());
    }
    return rows;
  }();
  return all;
}

}  // namespace sallyport::api
