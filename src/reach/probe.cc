#include "reach/probe.h"

#include <fmt/format.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <deque>
#include <map>

#include "net/special_use.h"
#include "reach/connection.h"
#include "reach/lookups.h"

namespace sallyport::reach {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

constexpr auto kTick = 200ms;
constexpr std::size_t kNoHost = static_cast<std::size_t>(-1);

class Probe {
 public:
  Probe(const std::vector<Target>& targets, const Options& options, Time deadline, const Progress& progress)
      : targets_(targets), options_(options), deadline_(deadline), progress_(progress) {
    options_.timeout = std::clamp(options_.timeout, kShortestTimeout, kLongestTimeout);
    options_.parallel = std::clamp<std::size_t>(options_.parallel, 1, kMostParallel);
  }

  Result<std::vector<Finding>> run() {
    SALLYPORT_TRY(prepare());
    plan();
    bool going_on = tell();
    while (going_on && done_ < targets_.size()) {
      const Time now = Clock::now();
      if (now >= deadline_) break;
      start(now);
      wait(now);
      end_late(Clock::now());
      collect();
      going_on = tell();
    }
    give_up();
    return std::move(findings_);
  }

 private:
  struct Host {
    std::string name;
    std::vector<std::size_t> targets;
    Names names;
  };
  struct Subject {  // what is known of a target
    std::size_t host = kNoHost;
    std::vector<Attempt> attempts;
    std::size_t open = 0;  // of them
    bool done = false;
  };
  struct Job {
    std::size_t target;
    std::size_t attempt;
  };
  struct Running {
    Job job;
    Connection connection;
    Time deadline;
    std::uint32_t events = 0;  // as epoll knows them
  };

  Result<void> prepare() {
    epoll_ = Descriptor(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll_.is_open())
      return fail(ErrorCode::unavailable, "this machine has no room to wait for connections");
    SALLYPORT_ASSIGN(auto trust, TlsTrust::make(options_.ca_file));
    trust_ = std::move(trust);
    lookups_.emplace(options_, epoll_.get());
    return {};
  }

  // Each host once, in the order of the targets; addresses at once.
  void plan() {
    findings_.resize(targets_.size());
    subjects_.resize(targets_.size());
    running_.resize(options_.parallel);
    std::map<std::string, std::size_t, std::less<>> known;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      const Target& target = targets_[i];
      if (const auto* host = target.host()) {
        if (host->is_wildcard()) {
          findings_[i].reason = "a pattern is no host that could be looked up";
          finish(i);
          continue;
        }
        const auto [place, is_new] = known.try_emplace(host->name(), hosts_.size());
        if (is_new) hosts_.push_back({host->name(), {}, {}});
        subjects_[i].host = place->second;
        hosts_[place->second].targets.push_back(i);
      } else if (target.port) {
        add_attempts(i, {*target.address()});
      } else {
        findings_[i].reason = "there is no port to connect to";
        finish(i);
      }
    }
  }

  void add_attempts(std::size_t target, const std::vector<net::Address>& addresses) {
    Subject& subject = subjects_[target];
    std::array<std::size_t, 2> count{};
    for (const net::Address& address : addresses) {
      if (++count[address.is_ipv4() ? 0 : 1] > kTriedAddresses) continue;
      jobs_.push_back({target, subject.attempts.size()});
      subject.attempts.push_back(
          {.address = address, .step = Step::tcp, .outcome = {}, .reason = {}, .certificate = {}});
    }
    subject.open = subject.attempts.size();
  }

  // What was begun comes before what was not, so that little is open at a time.
  void start(Time now) {
    while (in_use_ < options_.parallel && !jobs_.empty()) {
      const Job job = jobs_.front();
      jobs_.pop_front();
      start(job, now);
    }
    while (in_use_ < options_.parallel && next_host_ < hosts_.size()) {
      ++in_use_;
      lookups_->start(next_host_, hosts_[next_host_].name, now + options_.timeout);
      ++next_host_;
    }
  }

  void start(const Job& job, Time now) {
    Attempt& attempt = subjects_[job.target].attempts[job.attempt];
    if (options_.only_public) {
      if (const auto* block = net::find_special_use(net::Prefix(attempt.address))) {
        attempt.outcome = Outcome::special_use;
        attempt.reason =
            fmt::format("{} is no public address ({})", attempt.address.to_string(), block->name);
        return ended(job);
      }
    }
    const Target& target = targets_[job.target];
    const bool tls = target.tls && target.host() != nullptr;
    Running running{job,
                    Connection(attempt.address, *target.port, tls ? &*trust_ : nullptr,
                               target.host() != nullptr ? target.host()->name() : std::string()),
                    now + options_.timeout};
    ++in_use_;
    const auto slot = std::ranges::find_if(running_, [](const auto& each) { return !each; });
    *slot = std::move(running);
    settle(static_cast<std::size_t>(slot - running_.begin()));
  }

  // Tells epoll what a connection waits for, or ends it.
  void settle(std::size_t slot) {
    Running& running = *running_[slot];
    if (running.connection.is_over()) {
      subjects_[running.job.target].attempts[running.job.attempt] = running.connection.attempt();
      const Job job = running.job;
      running_[slot].reset();
      --in_use_;
      return ended(job);
    }
    if (running.events == running.connection.events()) return;
    epoll_event event{};
    event.events = running.connection.events();
    event.data.u64 = slot;
    const int what = running.events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    running.events = event.events;
    if (::epoll_ctl(epoll_.get(), what, running.connection.descriptor(), &event) == 0) return;
    running.connection.give_up();
    settle(slot);
  }

  void ended(const Job& job) {
    Subject& subject = subjects_[job.target];
    if (--subject.open == 0) finish(job.target);
  }

  void wait(Time now) {
    const Time until = std::min({now + kTick, deadline_, soonest(now)});
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now);
    std::array<epoll_event, 64> events{};
    const int timeout = static_cast<int>(std::max<std::int64_t>(left.count(), 0));
    const int count = in_use_ == 0 ? 0 : ::epoll_wait(epoll_.get(), events.data(), events.size(), timeout);
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if ((event.data.u64 & kLookupMark) != 0) {
        const bool failed = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
        lookups_->on_event(event.data.u64, failed || (event.events & EPOLLIN) != 0,
                           failed || (event.events & EPOLLOUT) != 0);
      } else if (running_[event.data.u64]) {
        running_[event.data.u64]->connection.on_events();
        settle(event.data.u64);
      }
    }
  }

  Time soonest(Time now) const {
    Time soonest = lookups_->soonest(now);
    for (const auto& running : running_) {
      if (running) soonest = std::min(soonest, running->deadline);
    }
    return soonest;
  }

  void end_late(Time now) {
    lookups_->on_time(now);
    for (std::size_t slot = 0; slot < running_.size(); ++slot) {
      if (!running_[slot] || running_[slot]->deadline > now) continue;
      running_[slot]->connection.time_out(options_.timeout);
      settle(slot);
    }
  }

  void collect() {
    for (auto& [number, names] : lookups_->take_finished()) {
      --in_use_;
      Host& host = hosts_[number];
      host.names = std::move(names);
      for (const std::size_t target : host.targets) {
        if (targets_[target].port) add_attempts(target, host.names.addresses);
        if (subjects_[target].open == 0) finish(target);
      }
    }
  }

  void finish(std::size_t target) {
    Subject& subject = subjects_[target];
    if (subject.host != kNoHost) {
      for (Attempt& attempt : subject.attempts) hint(attempt);
      findings_[target] =
          judge(hosts_[subject.host].names, targets_[target].port.has_value(), std::move(subject.attempts));
    } else if (!subject.attempts.empty()) {
      findings_[target] = judge(std::move(subject.attempts.front()));
    }
    subject.done = true;
    ++done_;
  }

  // A name that leads where no vendor can be was often led there on purpose.
  static void hint(Attempt& attempt) {
    const auto* const block = net::find_special_use(net::Prefix(attempt.address));
    if (block == nullptr || attempt.outcome == Outcome::works || attempt.outcome == Outcome::gave_up ||
        attempt.outcome == Outcome::special_use) {
      return;
    }
    attempt.reason += fmt::format("; {} is no public address ({}): perhaps the name server filters this name",
                                  attempt.address.to_string(), block->name);
  }

  bool tell() const { return !progress_ || progress_(done_, targets_.size()); }

  void give_up() {
    const Looked given_up{Outcome::gave_up, "there was no time left to look it up"};
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      Subject& subject = subjects_[i];
      if (subject.done) continue;
      if (subject.attempts.empty()) {
        hosts_[subject.host].names = {given_up, given_up, {}};
      }
      for (Attempt& attempt : subject.attempts) {
        if (attempt.outcome != Outcome::not_tried) continue;
        attempt.outcome = Outcome::gave_up;
        attempt.reason = "there was no time left for it";
      }
      finish(i);
    }
  }

  const std::vector<Target>& targets_;
  Options options_;
  const Time deadline_;
  const Progress& progress_;
  Descriptor epoll_;  // outlives what stands in it
  std::optional<TlsTrust> trust_;
  std::optional<Lookups> lookups_;
  std::vector<Host> hosts_;
  std::vector<Subject> subjects_;
  std::vector<Finding> findings_;
  std::deque<Job> jobs_;
  std::vector<std::optional<Running>> running_;
  std::size_t next_host_ = 0;
  std::size_t in_use_ = 0;  // look-ups and connections
  std::size_t done_ = 0;
};

}  // namespace

Result<std::vector<Finding>> probe(const std::vector<Target>& targets, const Options& options,
                                   std::chrono::steady_clock::time_point deadline, const Progress& progress) {
  return Probe(targets, options, deadline, progress).run();
}

}  // namespace sallyport::reach
