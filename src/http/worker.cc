#include "http/worker.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "http/response_writer.h"

namespace sallyport::http {
namespace {

using namespace std::chrono_literals;

constexpr auto kSweepEvery = 250ms;  // how exact deadlines are
constexpr auto kTickEvery = 1s;
constexpr int kEventsAtOnce = 128;

thread_local unsigned thread_number = 0;

}  // namespace

unsigned current_thread_number() noexcept { return thread_number; }

Result<std::unique_ptr<Worker>> Worker::create(Crew& crew, unsigned number) {
  Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
  Descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (epoll.is_open() && wake.is_open()) {
    std::unique_ptr<Worker> worker(new Worker(crew, number, std::move(epoll), std::move(wake)));
    if (worker->watch(worker->wake_.get(), worker->wake_watched_, EPOLLIN, EPOLL_CTL_ADD)) return worker;
  }
  return fail(ErrorCode::unavailable,
              fmt::format("the system gives no event queue: {}; raise the limit of open files",
                          std::generic_category().message(errno)));
}

Worker::Worker(Crew& crew, unsigned number, Descriptor epoll, Descriptor wake)
    : crew_(crew), number_(number), epoll_(std::move(epoll)), wake_(std::move(wake)) {}

Worker::~Worker() = default;

Result<void> Worker::listen(Listener& listener) {
  auto& watched = *listeners_.emplace_back(std::make_unique<WatchedListener>());
  watched.kind = Watched::Kind::listener;
  watched.listener = &listener;
  if (watch(listener.descriptor(), watched, EPOLLIN, EPOLL_CTL_ADD)) return {};
  return fail(ErrorCode::unavailable, "a listening socket cannot be watched");
}

void Worker::run() {
  thread_number = number_;
  keep_time();
  next_sweep_ = scratch_.now + kSweepEvery;
  next_tick_ = scratch_.now;
  std::array<epoll_event, kEventsAtOnce> events;
  while (!stopping_.load(std::memory_order_acquire)) {
    const auto patience =
        std::chrono::ceil<std::chrono::milliseconds>(next_sweep_ - std::chrono::steady_clock::now());
    const int timeout = std::max(0, static_cast<int>(patience.count()));
    const int count = ::epoll_wait(epoll_.get(), events.data(), kEventsAtOnce, timeout);
    for (int i = 0; i < count; ++i) {
      on_event(*static_cast<Watched*>(events[static_cast<std::size_t>(i)].data.ptr));
    }
    if (std::chrono::steady_clock::now() >= next_sweep_) on_time();
  }
  while (!held_.empty()) drop(*held_.back());
  if (crew_.tick) crew_.tick(number_);
}

void Worker::adopt(Accepted accepted) {
  {
    const std::lock_guard lock(mutex_);
    inbox_.push_back(std::move(accepted));
  }
  ::eventfd_write(wake_.get(), 1);
}

void Worker::stop() {
  stopping_.store(true, std::memory_order_release);
  ::eventfd_write(wake_.get(), 1);
}

void Worker::on_event(Watched& watched) {
  switch (watched.kind) {
    case Watched::Kind::connection:
      on_connection(static_cast<Held&>(watched));
      break;
    case Watched::Kind::listener:
      accept_all(static_cast<WatchedListener&>(watched));
      break;
    case Watched::Kind::wake:
      take_inbox();
      break;
  }
}

void Worker::on_connection(Held& held) {
  using Wants = Connection::Wants;
  auto& connection = held.connection;
  // Whatever the event was: an error or a hang-up shows in recv() or send().
  const auto wants =
      held.wants == Wants::output ? connection.on_output(scratch_) : connection.on_input(scratch_);
  if (wants == held.wants) return;
  const std::uint32_t interest = wants == Wants::output ? EPOLLOUT : EPOLLIN;
  if (wants == Wants::close || !watch(connection.descriptor(), held, interest, EPOLL_CTL_MOD))
    return drop(held);
  held.wants = wants;
}

void Worker::accept_all(WatchedListener& watched) {
  // Bounded, so that a flood of connections does not starve those that are open.
  for (int i = 0; i < kEventsAtOnce; ++i) {
    auto accepted = watched.listener->accept();
    if (!accepted) {
      if (accepted.error() == Listener::Nothing::refused) continue;
      if (accepted.error() == Listener::Nothing::exhausted) {
        // The connection stays in the backlog: without this its event would come back at once, for ever.
        accepting_ = false;
        for (auto& each : listeners_) watch(each->listener->descriptor(), *each, 0, EPOLL_CTL_MOD);
      }
      return;
    }
    if (crew_.open.load(std::memory_order_relaxed) >= crew_.limits.connections) continue;  // closes it
    crew_.open.fetch_add(1, std::memory_order_relaxed);
    next_worker_ = (next_worker_ + 1) % crew_.workers.size();
    auto& worker = *crew_.workers[next_worker_];
    if (&worker == this) {
      hold(*std::move(accepted));
    } else {
      worker.adopt(*std::move(accepted));
    }
  }
}

void Worker::hold(Accepted accepted) {
  auto& held = *held_.emplace_back(std::make_unique<Held>(std::move(accepted), crew_, scratch_));
  held.index = held_.size() - 1;
  if (!watch(held.connection.descriptor(), held, EPOLLIN, EPOLL_CTL_ADD)) drop(held);
}

void Worker::drop(Held& held) {
  const auto index = held.index;
  std::swap(held_[index], held_.back());
  held_[index]->index = index;
  held_.pop_back();  // closing the socket takes it out of the epoll
  crew_.open.fetch_sub(1, std::memory_order_relaxed);
}

void Worker::take_inbox() {
  eventfd_t ignored;
  ::eventfd_read(wake_.get(), &ignored);
  std::vector<Accepted> arrived;
  {
    const std::lock_guard lock(mutex_);
    arrived.swap(inbox_);
  }
  for (auto& accepted : arrived) hold(std::move(accepted));
}

void Worker::on_time() {
  keep_time();
  next_sweep_ = scratch_.now + kSweepEvery;
  // Backwards: dropping one puts the last in its place.
  for (std::size_t i = held_.size(); i-- > 0;) {
    if (held_[i]->connection.expired(scratch_)) drop(*held_[i]);
  }
  if (scratch_.now < next_tick_) return;
  next_tick_ = scratch_.now + kTickEvery;
  if (crew_.tick) crew_.tick(number_);
  if (!accepting_) {
    accepting_ = true;
    for (auto& each : listeners_) watch(each->listener->descriptor(), *each, EPOLLIN, EPOLL_CTL_MOD);
  }
}

void Worker::keep_time() {
  scratch_.now = std::chrono::steady_clock::now();
  scratch_.date = http_date(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

bool Worker::watch(int descriptor, Watched& watched, std::uint32_t events, int operation) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watched;
  return ::epoll_ctl(epoll_.get(), operation, descriptor, &event) == 0;
}

}  // namespace sallyport::http
