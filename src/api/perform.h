// perform: what every request needs around its route's handler: conditions, repetition, entity tags.
//
// Thread safety: as the control's.
#pragma once

#include "api/routes/routes.h"

namespace sallyport::api {

// `sender` is unique among all who may send; empty where the route needs no token. REQUIRES: the sender may
// do what the route needs.
Result<Reply> perform(const Route& route, Call& call, std::string_view sender);

}  // namespace sallyport::api
