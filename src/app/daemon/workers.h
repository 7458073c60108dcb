// What a daemon does besides answering: the control loop, the delivery of mails, the check of the database, a
// look at the catalogs; a thread for each, and a few for webhooks, so that receivers that hang do not hold up
// the others.
//
// Thread safety: start and stop by one thread.
// Invariants: nothing here ends the daemon: what fails is logged, at most once a minute, and tried again.
#pragma once

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "app/daemon/catalog_watch.h"
#include "base/bounded_queue.h"
#include "base/metrics.h"
#include "control/control.h"
#include "control/ports/store.h"
#include "policy/observation.h"

namespace sallyport::daemon {

class Workers {
 public:
  // REQUIRES: all of them outlive the workers. Registers its metrics.
  Workers(BoundedQueue<policy::Observation>& observations, control::Notifier& notifier,
          control::WebhookSender& webhook_sender, MetricRegistry& metrics);
  ~Workers();

  // Reads the database once, and then daily; looks at the catalogs that often, where there are some.
  // REQUIRES: called once; `catalogs` outlives the workers, or is null.
  void start(control::Control& control, control::Store& store, CatalogWatch* catalogs,
             std::chrono::seconds catalogs_interval);

  // Records what is in the queue, writes down the time watched, and ends the threads. False where a mail
  // server, the receiver of a webhook or the check of the database keeps a thread busy: the caller then ends
  // the process without waiting for it.
  bool stop();

 private:
  void run_loop();
  void run_delivery();
  void run_webhooks();
  void run_check();
  void run_catalogs();
  bool sleep(std::chrono::milliseconds duration);  // false: it is time to stop

  BoundedQueue<policy::Observation>& observations_;
  control::Notifier& notifier_;
  control::WebhookSender& webhook_sender_;
  Counter& failures_;
  Counter& delivered_;
  Counter& mails_failed_;
  Counter& webhooks_delivered_;
  Counter& webhooks_failed_;
  std::atomic<bool> sound_{true};  // what the last check of the database found

  control::Control* control_ = nullptr;
  control::Store* store_ = nullptr;
  CatalogWatch* catalogs_ = nullptr;
  std::chrono::seconds catalogs_interval_{};

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread loop_;
  std::future<void> delivery_;
  std::future<void> check_;
  std::future<void> catalogs_done_;
  std::stop_source webhooks_stop_;
  std::vector<std::future<void>> webhooks_;
};

}  // namespace sallyport::daemon
