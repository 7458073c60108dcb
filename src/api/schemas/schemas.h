// JSON Schemas (draft 2020-12, as OpenAPI 3.1 uses it) of what the API takes and gives.
//
// Thread safety: immutable.
#pragma once

#include <span>
#include <string_view>

namespace sallyport::api {

struct Schema {
  std::string_view name;
  std::string_view json;
};

// Each in its schemas_<part>.cc.
std::span<const Schema> basic_schemas();
std::span<const Schema> organizations_schemas();
std::span<const Schema> family_schemas();
std::span<const Schema> people_schemas();
std::span<const Schema> lists_schemas();
std::span<const Schema> traffic_schemas();
std::span<const Schema> webhooks_schemas();
std::span<const Schema> policy_schemas();

std::span<const Schema> catalogs_schemas();
std::span<const Schema> follows_schemas();

// All of them.
std::span<const Schema> schemas();

}  // namespace sallyport::api
