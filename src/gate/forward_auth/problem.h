// What a caller who is not let through is told: a problem document, RFC 9457.
//
// Thread safety: pure functions over their arguments.
#pragma once

#include <optional>
#include <string_view>

#include "gate/gate.h"
#include "http/message.h"
#include "net/address.h"

namespace sallyport::gate {

void tell_decision(http::Response& response, const Answer& answer, const net::Address& address);
void tell_refusal(http::Response& response, Refusal refusal);

}  // namespace sallyport::gate
