// Lookups: asks name servers for the addresses of hosts, of both families at once, without waiting.
//
// Thread safety: one thread.
// Invariants: each host that was started is finished once, by its deadline at the latest; search domains are
// never tried. Its sockets stand in the epoll instance with kLookupMark: two at most for each host.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "reach/finding.h"
#include "reach/target.h"

struct ares_addrinfo;
struct ares_channeldata;

namespace sallyport::reach {

// Of what an epoll event of a name server's socket carries.
inline constexpr std::uint64_t kLookupMark = 1ULL << 63;

class Lookups {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // REQUIRES: `epoll` outlives it.
  Lookups(const Options& options, int epoll) : options_(options), epoll_(epoll) {}
  Lookups(const Lookups&) = delete;
  Lookups& operator=(const Lookups&) = delete;
  ~Lookups();

  void start(std::size_t host, const std::string& name, Time deadline);
  // `data`: what the event carries.
  void on_event(std::uint64_t data, bool readable, bool writable);
  // To be called after on_event() and when soonest() has come: asks again, and ends what took too long.
  void on_time(Time now);
  Time soonest(Time now) const;  // when on_time() has something to do; at most a second away

  struct Finished {
    std::size_t host;
    Names names;
  };
  std::vector<Finished> take_finished();

 private:
  struct Host;
  // A question for one family. It has a channel of its own: in a shared one, c-ares takes what one question
  // met for the fate of another.
  struct Query {
    Lookups* owner = nullptr;
    Host* host = nullptr;
    std::uint64_t mark = 0;
    net::Family family = net::Family::ipv4;
    ares_channeldata* channel = nullptr;
    bool is_second = false;
    bool answered = false;
    int status = 0;
  };
  struct Host {
    std::size_t number = 0;
    std::string name;
    Time deadline;
    Names names;
    Query queries[2];
  };

  static void on_answer(void* query, int status, int timeouts, ares_addrinfo* answer);
  static void on_socket(void* query, int descriptor, int readable, int writable);
  static bool wants_second(const Query& query);
  void ask(Query& query);
  void settle(Query& query, Time now);
  void finish(Host& host);

  Options options_;
  int epoll_;
  std::deque<Host> hosts_;  // in the order in which they were started
  std::vector<Host*> unfinished_;
  std::vector<Finished> finished_;
};

}  // namespace sallyport::reach
