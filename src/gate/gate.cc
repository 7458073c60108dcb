#include "gate/gate.h"

#include <fmt/format.h>

#include <utility>

namespace sallyport::gate {
namespace {

struct OutcomeMetric {
  std::string_view name;
  std::string_view help;
};

OutcomeMetric metric_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::failed:
      return {"sallyport_gate_failed_total",
              "Requests that could not be decided: malformed, ambiguous, or no snapshot."};
    case Outcome::denied:
      return {"sallyport_gate_denied_total", "Requests that were denied."};
    case Outcome::allowed:
      return {"sallyport_gate_allowed_total", "Requests that were let through."};
    case Outcome::failed_open:
      return {"sallyport_gate_failed_open_total", "Requests that were let through without a decision."};
  }
  std::unreachable();
}

// What is absent is a denial, what cannot be read a failure.
Outcome outcome_of(Refusal refusal) {
  const bool absent = refusal == Refusal::missing_credential || refusal == Refusal::no_client_address;
  return absent ? Outcome::denied : Outcome::failed;
}

std::string reason_label(std::string_view reason) { return fmt::format("reason=\"{}\"", reason); }

}  // namespace

std::string_view to_string(Refusal refusal) {
  switch (refusal) {
    case Refusal::missing_credential:
      return "missing_credential";
    case Refusal::malformed_credential:
      return "malformed_credential";
    case Refusal::ambiguous_credential:
      return "ambiguous_credential";
    case Refusal::no_client_address:
      return "no_client_address";
    case Refusal::malformed_client_address:
      return "malformed_client_address";
    case Refusal::ambiguous_client_address:
      return "ambiguous_client_address";
  }
  std::unreachable();
}

Refusal refusal_of(CredentialFault fault) {
  switch (fault) {
    case CredentialFault::missing:
      return Refusal::missing_credential;
    case CredentialFault::malformed:
      return Refusal::malformed_credential;
    case CredentialFault::ambiguous:
      return Refusal::ambiguous_credential;
  }
  std::unreachable();
}

Refusal refusal_of(http::AddressFault fault) {
  switch (fault) {
    case http::AddressFault::absent:
    case http::AddressFault::unknown:
    case http::AddressFault::unnamed_proxy:
      return Refusal::no_client_address;
    case http::AddressFault::malformed:
      return Refusal::malformed_client_address;
    case http::AddressFault::ambiguous:
      return Refusal::ambiguous_client_address;
  }
  std::unreachable();
}

Gate::Gate(const snapshot::Slot& slot, const policy::FingerprintKey& key, const Clock& clock,
           BoundedQueue<policy::Observation>& observations, MetricRegistry& metrics, GateSettings settings)
    : slot_(slot), key_(key), clock_(clock), queue_(observations), settings_(settings) {
  for (std::size_t i = 0; i < kOutcomes; ++i) {
    const auto [name, help] = metric_of(static_cast<Outcome>(i));
    outcomes_[i] = &metrics.counter(name, help);
  }
  constexpr std::string_view kReason = "sallyport_gate_reasons_total";
  constexpr std::string_view kReasonHelp = "Requests by the reason of their decision or refusal.";
  for (std::size_t i = 0; i < policy::kReasons; ++i) {
    const auto reason = static_cast<policy::Reason>(i);
    reasons_[i] = &metrics.counter(kReason, kReasonHelp, reason_label(policy::to_string(reason)));
  }
  for (std::size_t i = 0; i < kRefusals; ++i) {
    refusals_[i] = &metrics.counter(kReason, kReasonHelp, reason_label(to_string(static_cast<Refusal>(i))));
  }
  told_ = &metrics.counter("sallyport_gate_observations_total", "Observations handed on.");
  dropped_ =
      &metrics.counter("sallyport_gate_observations_dropped_total",
                       "Observations that found the queue full; they are told again with the next request.");
  ignored_headers_ =
      &metrics.counter("sallyport_gate_xff_untrusted_total",
                       "Requests with a forwarding header from somebody who is no trusted proxy.");
  metrics.gauge("sallyport_gate_generation", "The newest snapshot's generation; 0 where there is none.",
                [&slot] {
                  const auto current = slot.current();
                  return current ? static_cast<double>(current->generation()) : 0.0;
                });
}

Lane& Gate::open_lane() { return lanes_.emplace_back(*this); }

void Gate::refuse(Refusal refusal) noexcept {
  outcomes_[static_cast<std::size_t>(outcome_of(refusal))]->add();
  refusals_[static_cast<std::size_t>(refusal)]->add();
}

void Gate::ignore_header() noexcept { ignored_headers_->add(); }

bool Gate::is_ready() const { return settings_.allow_without_snapshot || slot_.current() != nullptr; }

Outcome Gate::judge(const policy::Decision& decision) const noexcept {
  if (decision.verdict == policy::Verdict::allow) return Outcome::allowed;
  if (decision.reason == policy::Reason::no_snapshot) {
    return settings_.allow_without_snapshot ? Outcome::failed_open : Outcome::failed;
  }
  const bool unknown = decision.reason == policy::Reason::unknown_credential;
  return unknown && settings_.allow_unknown_credential ? Outcome::allowed : Outcome::denied;
}

Lane::Lane(Gate& gate)
    : gate_(gate), reader_(gate.slot_), observations_(gate.queue_, *gate.told_, *gate.dropped_) {}

Answer Lane::decide(std::string_view credential, const net::Address& address) noexcept {
  return decide({gate_.key_.of(credential), address});
}

Answer Lane::decide(const policy::Request& request) noexcept {
  const auto now = gate_.clock_.now();
  Answer answer;
  if (const auto* snapshot = reader_.current()) answer.decision = snapshot->decide(request, now);
  answer.outcome = gate_.judge(answer.decision);
  gate_.outcomes_[static_cast<std::size_t>(answer.outcome)]->add();
  gate_.reasons_[static_cast<std::size_t>(answer.decision.reason)]->add();
  if (answer.decision.credential != policy::CredentialId{})
    observations_.note(answer.decision, request.address, now);
  return answer;
}

void Lane::tick() noexcept {
  reader_.current();
  observations_.flush();
}

}  // namespace sallyport::gate
