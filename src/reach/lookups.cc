#include "reach/lookups.h"

#include <ares.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/epoll.h>

#include <algorithm>
#include <cstring>

#include "reach/words.h"

namespace sallyport::reach {
namespace {

using namespace std::chrono_literals;

constexpr int kTries = 3;  // of each name server, each waits twice as long: more than a look-up may take

// 0.0.0.0/8 and :: (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.2) are no host: a connection to them would
// be one to this machine.
bool is_nowhere(const net::Address& address) {
  return address.is_ipv4() ? (address.ipv4_bits() >> 24U) == 0 : address == net::Address();
}

net::Address address_of(const sockaddr* socket) {
  if (socket->sa_family == AF_INET) {
    sockaddr_in ipv4{};
    std::memcpy(&ipv4, socket, sizeof ipv4);
    return net::Address::ipv4(ntohl(ipv4.sin_addr.s_addr));
  }
  sockaddr_in6 ipv6{};
  std::memcpy(&ipv6, socket, sizeof ipv6);
  net::Address::Bytes bytes{};
  std::memcpy(bytes.data(), &ipv6.sin6_addr, bytes.size());
  return net::Address::from_bytes(bytes);
}

Looked looked_of(int status, std::chrono::milliseconds timeout) {
  switch (status) {
    case ARES_SUCCESS:
      return {Outcome::works, {}};
    case ARES_ENODATA:
      return {Outcome::no_address, "the host has no address"};
    case ARES_ENOTFOUND:
      return {Outcome::no_such_host, "the name server says that there is no such host"};
    case ARES_ETIMEOUT:
      return {Outcome::timed_out, fmt::format("no name server answered within {}", words_of(timeout))};
    case ARES_ECONNREFUSED:
      return {Outcome::no_name_server, "no name server can be reached"};
    case ARES_ESERVFAIL:
      return {Outcome::name_server_failed, "the name server says that it failed (SERVFAIL)"};
    case ARES_EREFUSED:
      return {Outcome::name_server_failed, "the name server refuses to answer (REFUSED)"};
    case ARES_EBADRESP:
      return {Outcome::name_server_failed, "the name server's answer cannot be read"};
    case ARES_ENOMEM:
      return {Outcome::failed_here, "this machine has no memory for a question to a name server"};
    case ARES_EFILE:
      return {Outcome::failed_here, "this machine's set-up of name servers cannot be read"};
    default:
      return {Outcome::name_server_failed, fmt::format("the look-up failed: {}", ares_strerror(status))};
  }
}

void set_server(ares_channel channel, const NameServer& server) {
  ares_addr_port_node node{};
  if (server.address.is_ipv4()) {
    node.family = AF_INET;
    node.addr.addr4.s_addr = htonl(server.address.ipv4_bits());
  } else {
    node.family = AF_INET6;
    const auto bytes = server.address.bytes();
    std::memcpy(&node.addr.addr6, bytes.data(), bytes.size());
  }
  node.udp_port = node.tcp_port = server.port;
  ares_set_servers_ports(channel, &node);
}

}  // namespace

Lookups::~Lookups() {
  for (Host* host : unfinished_) {
    for (Query& query : host->queries) ares_destroy(query.channel);
  }
}

void Lookups::start(std::size_t host, const std::string& name, Time deadline) {
  const auto place = hosts_.size();
  Host& started = hosts_.emplace_back();
  started.number = host;
  started.name = name;
  started.deadline = deadline;
  unfinished_.push_back(&started);
  for (const auto family : {net::Family::ipv4, net::Family::ipv6}) {
    const bool second = family == net::Family::ipv6;
    Query& query = started.queries[second];
    query.owner = this;
    query.host = &started;
    query.family = family;
    query.mark = kLookupMark | (static_cast<std::uint64_t>(place) << 33U) | (second ? 1ULL << 32U : 0);
    ask(query);
  }
}

void Lookups::ask(Query& query) {
  ares_options settings{};
  settings.flags = ARES_FLAG_NOCHECKRESP;
  settings.timeout = static_cast<int>(std::max<std::int64_t>(options_.timeout.count() / 4, 50));
  settings.tries = kTries;
  settings.sock_state_cb = &Lookups::on_socket;
  settings.sock_state_cb_data = &query;
  settings.ndomains = 0;
  char only_name_servers[] = "b";
  settings.lookups = only_name_servers;
  int which = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB | ARES_OPT_DOMAINS;
  if (options_.resolver) which |= ARES_OPT_LOOKUPS;
  if (query.is_second) which |= ARES_OPT_FLAGS;
  query.answered = false;
  if (const int status = ares_init_options(&query.channel, &settings, which); status != ARES_SUCCESS) {
    query.channel = nullptr;
    query.answered = true;
    query.status = status;
    return;
  }
  if (options_.resolver) set_server(query.channel, *options_.resolver);
  ares_addrinfo_hints hints{};
  hints.ai_flags = ARES_AI_NOSORT;  // sorting would open a socket for each address
  hints.ai_family = query.family == net::Family::ipv4 ? AF_INET : AF_INET6;
  ares_getaddrinfo(query.channel, query.host->name.c_str(), nullptr, &hints, &Lookups::on_answer, &query);
}

void Lookups::on_answer(void* asked, int status, int /*timeouts*/, ares_addrinfo* answer) {
  auto& query = *static_cast<Query*>(asked);
  query.answered = true;
  query.status = status;
  Names& names = query.host->names;
  Looked& looked = query.family == net::Family::ipv4 ? names.ipv4 : names.ipv6;
  std::size_t count = 0;
  const auto* node = status == ARES_SUCCESS && answer != nullptr ? answer->nodes : nullptr;
  for (; node != nullptr && count < kMostAddresses; node = node->ai_next) {
    if (node->ai_family != AF_INET && node->ai_family != AF_INET6) continue;
    const net::Address address = address_of(node->ai_addr);
    if (is_nowhere(address)) {
      looked = {Outcome::sinkhole,
                fmt::format("the name server answers {}, which is nowhere: it filters this name",
                            address.to_string())};
      continue;
    }
    const auto place = std::ranges::find_if(
        names.addresses, [&](const net::Address& other) { return other.family() > address.family(); });
    names.addresses.insert(place, address);
    ++count;
  }
  if (count != 0) looked = {Outcome::works, {}};
  ares_freeaddrinfo(answer);
}

void Lookups::on_socket(void* asked, int descriptor, int readable, int writable) {
  const auto& query = *static_cast<const Query*>(asked);
  const int epoll = query.owner->epoll_;
  epoll_event event{};
  event.data.u64 = query.mark | static_cast<std::uint32_t>(descriptor);
  if (readable != 0) event.events |= EPOLLIN;
  if (writable != 0) event.events |= EPOLLOUT;
  if (event.events == 0) {
    ::epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nullptr);
  } else if (::epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) != 0) {
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
  }
}

void Lookups::on_event(std::uint64_t data, bool readable, bool writable) {
  const auto descriptor = static_cast<int>(data & 0xffff'ffffU);
  Host& host = hosts_[(data & ~kLookupMark) >> 33U];
  const Query& query = host.queries[(data >> 32U) & 1U];
  if (query.channel == nullptr) return;
  ares_process_fd(query.channel, readable ? descriptor : ARES_SOCKET_BAD,
                  writable ? descriptor : ARES_SOCKET_BAD);
}

void Lookups::on_time(Time now) {
  const auto unfinished = unfinished_;
  for (Host* host : unfinished) {
    for (Query& query : host->queries) settle(query, now);
    if (host->queries[0].answered && host->queries[1].answered) finish(*host);
  }
}

// c-ares says ARES_ECONNREFUSED too where every server answered that it failed. Asked without going from one
// server to the next, it tells which it was.
bool Lookups::wants_second(const Query& query) {
  return query.answered && query.status == ARES_ECONNREFUSED && !query.is_second;
}

void Lookups::settle(Query& query, Time now) {
  if (!query.answered) ares_process_fd(query.channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  if (wants_second(query)) {
    ares_destroy(query.channel);
    query.is_second = true;
    ask(query);
  }
  if (!query.answered && query.host->deadline <= now) {
    query.answered = true;
    query.status = ARES_ETIMEOUT;
  }
}

void Lookups::finish(Host& host) {
  for (Query& query : host.queries) {
    // Whatever is still open is answered with ARES_EDESTRUCTION now.
    const int status = query.status;
    ares_destroy(std::exchange(query.channel, nullptr));
    Looked& looked = query.family == net::Family::ipv4 ? host.names.ipv4 : host.names.ipv6;
    if (looked.outcome == Outcome::not_tried) looked = looked_of(status, options_.timeout);
  }
  finished_.push_back({host.number, std::move(host.names)});
  std::erase(unfinished_, &host);
}

Lookups::Time Lookups::soonest(Time now) const {
  Time soonest = now + 1s;
  for (const Host* host : unfinished_) {
    soonest = std::min(soonest, host->deadline);
    if (host->queries[0].answered && host->queries[1].answered) return now;
    for (const Query& query : host->queries) {
      if (wants_second(query)) return now;
      if (query.answered) continue;
      timeval buffer{};
      const timeval* const wait = ares_timeout(query.channel, nullptr, &buffer);
      if (wait == nullptr) continue;
      soonest = std::min(soonest,
                         now + std::chrono::seconds(wait->tv_sec) + std::chrono::microseconds(wait->tv_usec));
    }
  }
  return soonest;
}

std::vector<Lookups::Finished> Lookups::take_finished() { return std::exchange(finished_, {}); }

}  // namespace sallyport::reach
