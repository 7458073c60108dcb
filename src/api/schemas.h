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

std::span<const Schema> schemas();

}  // namespace sallyport::api
