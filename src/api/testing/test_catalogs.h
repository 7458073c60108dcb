// The catalogs that come with the product, for tests of the API.
//
// Thread safety: any thread.
#pragma once

#include <memory>

#include "catalog/shelf/catalogs.h"

namespace sallyport::api::testing {

// Read once. REQUIRES: they are sound, which other tests hold.
std::shared_ptr<const catalog::Catalogs> real_catalogs();

}  // namespace sallyport::api::testing
