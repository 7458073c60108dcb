#include "app/daemon/workers.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <span>
#include <string>

namespace sallyport::daemon {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kBatch = 16'384;  // observations in one transaction: others wait that long at most
constexpr auto kPatience = 400ms;       // of a thread that is told to stop
constexpr auto kCheckEvery = 24h;
constexpr unsigned kWebhookThreads = 4;  // of which WebhookClaims gives two to those that fail
constexpr auto kWebhooksEvery = 500ms;

// Says the same trouble once a minute, however often it comes.
class Complaints {
 public:
  void say(std::string_view what, const Error& error) {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + 1min;
    spdlog::error("{}: {} ({}) {}", what, error.message, to_string(error.code), error.detail);
  }

 private:
  std::chrono::steady_clock::time_point next_;
};

// Counts each attempt when it was made, and not when the round of all that is due is over.
class CountingSender final : public control::WebhookSender {
 public:
  CountingSender(control::WebhookSender& sender, Counter& delivered, Counter& failed)
      : sender_(sender), delivered_(delivered), failed_(failed) {}

  control::WebhookAnswer send(const control::WebhookMessage& message) override {
    auto answer = sender_.send(message);
    (answer.failure.empty() ? delivered_ : failed_).add();
    return answer;
  }

 private:
  control::WebhookSender& sender_;
  Counter& delivered_;
  Counter& failed_;
};

// A thread whose end can be waited for with a time limit.
std::future<void> run(std::function<void()> work) {
  std::packaged_task<void()> task(std::move(work));
  auto done = task.get_future();
  std::thread(std::move(task)).detach();
  return done;
}

}  // namespace

Workers::Workers(BoundedQueue<policy::Observation>& observations, control::Notifier& notifier,
                 control::WebhookSender& webhook_sender, MetricRegistry& metrics)
    : observations_(observations),
      notifier_(notifier),
      webhook_sender_(webhook_sender),
      failures_(
          metrics.counter("sallyport_control_failures_total",
                          "Rounds of recording, learning or delivering that failed; the log says why.")),
      delivered_(metrics.counter("sallyport_control_mails_total", "Mails that have left the outbox.")),
      mails_failed_(metrics.counter("sallyport_control_mail_failures_total",
                                    "Attempts to hand a mail over that failed; the log says why.")),
      webhooks_delivered_(metrics.counter("sallyport_control_webhooks_total",
                                          "Attempts to send an event to a webhook, by what came of it.",
                                          "result=\"delivered\"")),
      webhooks_failed_(metrics.counter("sallyport_control_webhooks_total",
                                       "Attempts to send an event to a webhook, by what came of it.",
                                       "result=\"failed\"")) {
  metrics.gauge("sallyport_store_sound", "1 unless the last check of the database found damage.",
                [this] { return sound_.load() ? 1.0 : 0.0; });
}

Workers::~Workers() { stop(); }

void Workers::start(control::Control& control, control::Store& store, CatalogWatch* catalogs,
                    std::chrono::seconds catalogs_interval) {
  control_ = &control;
  store_ = &store;
  catalogs_ = catalogs;
  catalogs_interval_ = catalogs_interval;
  loop_ = std::thread([this] { run_loop(); });
  delivery_ = run([this] { run_delivery(); });
  check_ = run([this] { run_check(); });
  if (catalogs_ != nullptr) catalogs_done_ = run([this] { run_catalogs(); });
  for (unsigned i = 0; i < kWebhookThreads; ++i) webhooks_.push_back(run([this] { run_webhooks(); }));
}

bool Workers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  webhooks_stop_.request_stop();
  observations_.wake();
  if (loop_.joinable()) loop_.join();
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  const auto ended = [&](const std::future<void>& done) {
    return !done.valid() || done.wait_until(deadline) == std::future_status::ready;
  };
  bool all_ended = ended(delivery_);
  for (const auto& webhooks : webhooks_) all_ended = ended(webhooks) && all_ended;
  all_ended = ended(catalogs_done_) && all_ended;
  return ended(check_) && all_ended;
}

bool Workers::sleep(std::chrono::milliseconds duration) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, duration, [this] { return stopping_; });
}

void Workers::run_loop() {
  Complaints complaints;
  Milliseconds wait = 0ms;
  bool more = true;
  while (more) {
    const auto observations = observations_.take(wait);
    more = sleep(0ms);
    for (std::size_t done = 0; done < observations.size(); done += kBatch) {
      const auto batch = std::span(observations).subspan(done, std::min(kBatch, observations.size() - done));
      if (const auto recorded = control_->loop().record(batch); !recorded) {
        failures_.add();
        complaints.say("observations could not be recorded; those addresses are recorded when used again",
                       recorded.error());
      }
    }
    const auto next = control_->loop().run_due();
    if (!next) {
      failures_.add();
      complaints.say("what is due could not be done; it is tried again", next.error());
    }
    wait = next ? std::clamp<Milliseconds>(*next, 1ms, 1s) : Milliseconds(1s);
  }
  if (const auto stopped = control_->loop().stop(); !stopped) {
    complaints.say("the time watched could not be written down", stopped.error());
  }
}

void Workers::run_delivery() {
  Complaints complaints;
  do {
    const auto round = control_->loop().deliver(notifier_);
    if (round) {
      delivered_.add(round->sent);
      mails_failed_.add(round->failed);
    }
    if (!round || round->trouble) {
      failures_.add();
      complaints.say("mails could not be delivered; they wait", round ? *round->trouble : round.error());
    }
  } while (sleep(1s));
}

void Workers::run_webhooks() {
  Complaints complaints;
  do {
    CountingSender sender(webhook_sender_, webhooks_delivered_, webhooks_failed_);
    const auto round = control_->webhooks().deliver(sender, webhooks_stop_.get_token());
    if (!round) {
      failures_.add();
      complaints.say("events could not be sent to webhooks; they wait", round.error());
    }
  } while (sleep(kWebhooksEvery));
}

void Workers::run_check() {
  do {
    const auto checked = store_->check();
    const bool damaged = !checked && checked.error().code == ErrorCode::corrupted;
    sound_ = !damaged;
    if (damaged) {
      spdlog::critical("the database is damaged: {} {}", checked.error().message, checked.error().detail);
    } else if (!checked) {
      spdlog::warn("the database could not be checked: {} {}", checked.error().message,
                   checked.error().detail);
    } else {
      spdlog::debug("the database is sound");
    }
  } while (sleep(kCheckEvery));
}

void Workers::run_catalogs() {
  Complaints complaints;
  while (sleep(catalogs_interval_)) {
    try {
      catalogs_->look();
    } catch (const std::exception& error) {  // no memory, say: what was read before stands
      failures_.add();
      complaints.say("the catalogs could not be looked at; it is tried again",
                     {ErrorCode::unavailable, "something is amiss", error.what()});
    }
  }
}

}  // namespace sallyport::daemon
