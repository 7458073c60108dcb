#include "control/control.h"

#include "control/core.h"

namespace sallyport::control {

Control::Control(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Control::~Control() = default;

Result<std::unique_ptr<Control>> Control::open(Store& store, const Clock& clock, snapshot::Slot& slot,
                                               const Secrets& secrets, const ControlSettings& settings,
                                               const std::function<void(std::uint64_t)>& progress) {
  auto core = std::make_unique<Core>(store, clock, slot, secrets, settings);
  SALLYPORT_TRY(core->load(progress));
  return std::unique_ptr<Control>(new Control(std::move(core)));
}

Directory Control::directory() { return Directory(*core_); }
Family Control::family() { return Family(*core_); }
People Control::people() { return People(*core_); }
Tokens Control::tokens() { return Tokens(*core_); }
Webhooks Control::webhooks() { return Webhooks(*core_); }
Versions Control::versions() { return Versions(*core_); }
Review Control::review() { return Review(*core_); }
Policies Control::policies() { return Policies(*core_); }
Protections Control::protections() { return Protections(*core_); }
Lists Control::lists() { return Lists(*core_); }
Follows Control::follows() { return Follows(*core_); }
Alerts Control::alerts() { return Alerts(*core_); }
AuditLog Control::audit() { return AuditLog(*core_); }
Requests Control::requests() { return Requests(*core_); }
Access Control::access() { return Access(*core_); }
Loop Control::loop() { return Loop(*core_); }

Control::Statistics Control::statistics() {
  Statistics statistics;
  {
    const std::lock_guard lock(core_->mutex);
    statistics.organizations = core_->organizations;
    statistics.credentials = core_->credentials;
    statistics.entries = core_->entries;
  }
  statistics.generation = core_->slot.current()->generation();
  statistics.webhook_events_dropped = core_->webhook_events_dropped;
  if (const auto reader = core_->store.view()) {
    statistics.outbox_waiting = (*reader)->mail_count().value_or(0);
    statistics.webhook_events_waiting = (*reader)->webhooks().waiting_count().value_or(0);
  }
  return statistics;
}

}  // namespace sallyport::control
