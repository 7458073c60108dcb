// What the manual says of sallyport beyond its words.
//
// Thread safety: constants.
#pragma once

#include "app/manual.h"

namespace sallyport::cli {

const app::About& about();

}  // namespace sallyport::cli
