// Daemon: everything that sallyportd is made of, wired together.
//
// The gate listens first and denies; then the policy is read; then the API listens and the workers start.
//
// Thread safety: one thread.
// Invariants: the parts are destroyed in the reverse order of their use.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>

#include "api/api.h"
#include "app/daemon/catalog_watch.h"
#include "app/daemon/proxy_warnings.h"
#include "app/daemon/settings.h"
#include "app/daemon/workers.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "control/control.h"
#include "control/ports/store.h"
#include "gate/forward_auth/forward_auth.h"
#include "gate/gate.h"
#include "http/server.h"
#include "notify/mail_notifier.h"
#include "notify/webhook_sender.h"
#include "snapshot/slot.h"

namespace sallyport::daemon {

class Daemon {
 public:
  // Takes the data, and lets the gate listen. Errors: what the settings or the machine do not allow, and what
  // to do.
  static Result<std::unique_ptr<Daemon>> create(const Settings& settings);
  ~Daemon();

  // Reads the policy and starts everything else. May take a while where there is much of it.
  Result<void> start();

  // Stops what start() started. False where a thread cannot be ended in time: end the process without
  // destroying.
  bool stop();

 private:
  Daemon(Settings settings, const control::Secrets& secrets, std::unique_ptr<control::Store> store,
         std::unique_ptr<control::Notifier> notifier);
  Result<void> open_gate();
  void register_metrics();

  const Settings settings_;
  const control::Secrets secrets_;
  const SystemClock clock_;
  MetricRegistry metrics_;
  snapshot::Slot slot_;
  BoundedQueue<policy::Observation> observations_;
  std::unique_ptr<control::Store> store_;
  std::unique_ptr<control::Notifier> notifier_;
  notify::HttpWebhookSender webhook_sender_;

  const policy::FingerprintKey key_;
  ProxyWarnings gate_warnings_;
  ProxyWarnings api_warnings_;
  gate::Gate gate_;
  std::unique_ptr<gate::ForwardAuth> forward_auth_;
  std::unique_ptr<http::Server> gate_server_;

  std::unique_ptr<CatalogWatch> catalogs_;       // null: there are none
  std::atomic<CatalogWatch*> watched_{nullptr};  // the same, for the metrics
  std::unique_ptr<control::Control> control_;
  std::atomic<control::Control*> opened_{nullptr};  // for the metrics, which are read before there is one
  std::unique_ptr<api::Api> api_;
  std::unique_ptr<http::Server> api_server_;
  Workers workers_;
};

}  // namespace sallyport::daemon
