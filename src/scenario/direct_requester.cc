#include "base/bounded_queue.h"
#include "base/metrics.h"
#include "gate/gate.h"
#include "scenario/requester.h"

namespace sallyport::scenario {
namespace {

constexpr std::size_t kObservations = 1024;  // far more than one request makes

class DirectRequester final : public Requester {
 public:
  DirectRequester(const snapshot::Slot& slot, const Clock& clock, policy::FingerprintKey key)
      : key_(key),
        queue_(kObservations),
        gate_(slot, key_, clock, queue_, metrics_),
        lane_(gate_.open_lane()) {}

  Result<Answer> request(std::string_view secret, std::string_view address) override {
    SALLYPORT_ASSIGN(const auto client, net::parse_address(address));
    const auto answer = lane_.decide(secret, client);
    return Answer{answer.lets_through() ? policy::Verdict::allow : policy::Verdict::deny,
                  std::string(policy::to_string(answer.decision.reason))};
  }

  std::vector<policy::Observation> observations() override {
    lane_.tick();
    return queue_.take(std::chrono::milliseconds(0));
  }

 private:
  const policy::FingerprintKey key_;
  MetricRegistry metrics_;
  BoundedQueue<policy::Observation> queue_;
  gate::Gate gate_;
  gate::Lane& lane_;
};

}  // namespace

RequesterFactory direct_requester() {
  return [](const snapshot::Slot& slot, const Clock& clock,
            policy::FingerprintKey key) -> Result<std::unique_ptr<Requester>> {
    return std::make_unique<DirectRequester>(slot, clock, key);
  };
}

}  // namespace sallyport::scenario
