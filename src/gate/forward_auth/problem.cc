#include "gate/forward_auth/problem.h"

#include <fmt/format.h>

#include <iterator>

namespace sallyport::gate {
namespace {

struct Words {
  std::string_view title;
  std::string_view detail;
};

Words words_of(policy::Reason reason) {
  switch (reason) {
    case policy::Reason::no_snapshot:
      return {"Not ready", "The gate knows no policy yet. Try again in a moment."};
    case policy::Reason::unknown_credential:
      return {"Unknown credential", "The credential is not known. Check it, or create a new one."};
    case policy::Reason::denied:
      return {"Denied address", "Requests from this address are refused for this credential."};
    default:
      return {"Unauthorized address",
              "This credential may not be used from this address. Ask your administrator to authorize the "
              "address."};
  }
}

Words words_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::missing_credential:
      return {"Missing credential", "The request carries no credential. Send your key with it."};
    case Refusal::malformed_credential:
      return {"Malformed credential", "The credential must be 8 to 512 visible ASCII characters."};
    case Refusal::ambiguous_credential:
      return {"Ambiguous credential", "The credential must be sent exactly once, in one place."};
    case Refusal::no_client_address:
      return {"No client address", "No proxy that is trusted said from which address the request comes."};
    case Refusal::malformed_client_address:
      return {"Malformed client address", "The header with the client's address cannot be read."};
    default:
      return {"Ambiguous client address", "The client's address can be read in more than one way."};
  }
}

// Every text comes from here or is an address, so nothing needs an escape.
void tell(http::Response& response, unsigned status, std::string_view reason, Words words,
          std::optional<net::Address> address) {
  response.status = status;
  response.set("Sallyport-Reason", reason);
  response.set("Content-Type", "application/problem+json");
  response.set("Cache-Control", "no-store");
  auto out = std::back_inserter(response.body);
  fmt::format_to(
      out, R"({{"type":"urn:sallyport:problem:{}","title":"{}","status":{},"detail":"{}","reason":"{}")",
      reason, words.title, status, words.detail, reason);
  if (address) fmt::format_to(out, R"(,"address":"{}")", address->to_string());
  response.body.push_back('}');
}

}  // namespace

void tell_decision(http::Response& response, const Answer& answer, const net::Address& address) {
  const auto reason = answer.decision.reason;
  tell(response, answer.outcome == Outcome::failed ? 503 : 403, policy::to_string(reason), words_of(reason),
       address);
}

void tell_refusal(http::Response& response, Refusal refusal) {
  const bool absent = refusal == Refusal::missing_credential || refusal == Refusal::no_client_address;
  tell(response, absent ? 403 : 400, to_string(refusal), words_of(refusal), std::nullopt);
}

}  // namespace sallyport::gate
