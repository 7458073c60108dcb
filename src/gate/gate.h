// Gate: a credential and an address in, a verdict out. What all adapters (forward_auth/ and the others)
// share.
//
// Every thread that decides has a Lane of its own, so that a decision takes no lock: it reads the newest
// snapshot, decides, counts, and notes the observation.
//
// Thread safety: open_lane() before the threads start; a Lane belongs to one thread; refuse() by any thread.
// Invariants: what the snapshot denies is denied, but for what GateSettings says; unknown credentials are
// counted and never observed, so that a stranger can make nothing grow.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string_view>

#include "base/bounded_queue.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "gate/credential.h"
#include "gate/observation_buffer.h"
#include "http/client_address.h"
#include "policy/fingerprint.h"
#include "policy/observation.h"
#include "snapshot/slot.h"

namespace sallyport::gate {

struct GateSettings {
  bool allow_unknown_credential = false;
  bool allow_without_snapshot = false;  // fails open until there is a snapshot; counted apart
};

// Why a request was refused before there was anything to decide.
enum class Refusal : std::uint8_t {
  missing_credential,
  malformed_credential,
  ambiguous_credential,
  no_client_address,
  malformed_client_address,
  ambiguous_client_address,
};
std::string_view to_string(Refusal refusal);
Refusal refusal_of(CredentialFault fault);
Refusal refusal_of(http::AddressFault fault);

// Counted apart, as sallyport_gate_denied_total and so on.
enum class Outcome : std::uint8_t {
  failed,  // it could not be decided, and is not let through: malformed, ambiguous, or no snapshot
  denied,
  allowed,
  failed_open,  // it could not be decided, and is let through because the settings say so
};

struct Answer {
  Outcome outcome = Outcome::failed;
  policy::Decision decision;

  bool lets_through() const { return outcome == Outcome::allowed || outcome == Outcome::failed_open; }
};

class Gate;

class Lane {
 public:
  explicit Lane(Gate& gate);
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  Answer decide(std::string_view credential, const net::Address& address) noexcept;
  Answer decide(const policy::Request& request) noexcept;
  // To be called about once a second: tells the observations that were counted, and lets go of an old
  // snapshot.
  void tick() noexcept;

 private:
  Gate& gate_;
  snapshot::Reader reader_;
  ObservationBuffer observations_;
};

class Gate {
 public:
  // REQUIRES: all but the settings outlive the gate. Registers its metrics.
  Gate(const snapshot::Slot& slot, const policy::FingerprintKey& key, const Clock& clock,
       BoundedQueue<policy::Observation>& observations, MetricRegistry& metrics, GateSettings settings = {});
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  Lane& open_lane();
  void refuse(Refusal refusal) noexcept;  // counts it
  void ignore_header() noexcept;          // counts a forwarding header from somebody who is no trusted proxy
  bool is_ready() const;                  // whether there is a snapshot, or none is needed

 private:
  friend class Lane;
  static constexpr std::size_t kRefusals = static_cast<std::size_t>(Refusal::ambiguous_client_address) + 1;
  static constexpr std::size_t kOutcomes = static_cast<std::size_t>(Outcome::failed_open) + 1;

  Outcome judge(const policy::Decision& decision) const noexcept;

  const snapshot::Slot& slot_;
  const policy::FingerprintKey& key_;
  const Clock& clock_;
  BoundedQueue<policy::Observation>& queue_;
  const GateSettings settings_;

  std::array<Counter*, kOutcomes> outcomes_{};
  std::array<Counter*, policy::kReasons> reasons_{};
  std::array<Counter*, kRefusals> refusals_{};
  Counter* told_ = nullptr;
  Counter* dropped_ = nullptr;
  Counter* ignored_headers_ = nullptr;
  std::deque<Lane> lanes_;
};

}  // namespace sallyport::gate
