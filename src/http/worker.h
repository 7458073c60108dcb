// Worker: one thread of the server, with the connections that belong to it.
//
// Thread safety: listen() before run(); run() once, by the thread; adopt() and stop() by any thread.
// Invariants: a connection is touched by its worker only.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "http/connection.h"
#include "http/limits.h"
#include "http/listener.h"

namespace sallyport::http {

class Worker;

// What all workers of a server have in common. Set up before the first of them runs.
struct Crew {
  Handler& handler;
  const Limits limits;
  LargeBodies large_bodies;
  std::function<void(unsigned thread)> tick;
  std::vector<std::unique_ptr<Worker>> workers;
  std::atomic<std::size_t> open{0};  // connections
};

class Worker {
 public:
  static Result<std::unique_ptr<Worker>> create(Crew& crew, unsigned number);
  ~Worker();

  // From now on this worker accepts, for all workers in turn. REQUIRES: the listener outlives it.
  Result<void> listen(Listener& listener);
  void run();  // until stop()
  void adopt(Accepted accepted);
  void stop();

 private:
  // What an epoll event points to.
  struct Watched {
    enum class Kind { wake, listener, connection } kind;
  };
  struct WatchedListener : Watched {
    Listener* listener;
  };
  struct Held : Watched {
    Held(Accepted accepted, Crew& crew, const Scratch& scratch)
        : Watched{Kind::connection},
          connection(std::move(accepted), crew.handler, crew.limits, crew.large_bodies, scratch) {}
    Connection connection;
    std::size_t index = 0;  // in held_
    Connection::Wants wants = Connection::Wants::input;
  };

  Worker(Crew& crew, unsigned number, Descriptor epoll, Descriptor wake);

  void on_event(Watched& watched);
  void on_connection(Held& held);
  void accept_all(WatchedListener& watched);
  void hold(Accepted accepted);
  void drop(Held& held);
  void take_inbox();
  void on_time();
  void keep_time();
  bool watch(int descriptor, Watched& watched, std::uint32_t events, int operation);

  Crew& crew_;
  const unsigned number_;
  Descriptor epoll_;
  Descriptor wake_;
  Watched wake_watched_{Watched::Kind::wake};
  std::vector<std::unique_ptr<WatchedListener>> listeners_;
  bool accepting_ = true;  // false until the next tick where descriptors ran out
  std::size_t next_worker_ = 0;

  std::vector<std::unique_ptr<Held>> held_;
  Scratch scratch_;
  Moment next_sweep_;
  Moment next_tick_;

  std::mutex mutex_;
  std::vector<Accepted> inbox_;  // guarded by mutex_
  std::atomic<bool> stopping_{false};
};

}  // namespace sallyport::http
