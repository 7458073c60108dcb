#include "reach/connection.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "reach/words.h"

namespace sallyport::reach {
namespace {

constexpr std::string_view kFilteredByName =
    "perhaps something between looks at the name and does not let it pass";

int connect_to(int socket, const net::Address& address, std::uint16_t port) {
  if (address.is_ipv4()) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(address.ipv4_bits());
    return ::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  }
  sockaddr_in6 to{};
  to.sin6_family = AF_INET6;
  to.sin6_port = htons(port);
  const auto bytes = address.bytes();
  std::memcpy(&to.sin6_addr, bytes.data(), bytes.size());
  return ::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

// Also what was heard of a connection that is not given up yet (Linux: the soft error, from ICMP).
int error_of(int socket) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

// Said at once, it is this machine that has no way; later, it was one between.
bool is_of_this_machine(int error) {
  return error == ENETUNREACH || error == EHOSTUNREACH || error == EADDRNOTAVAIL || error == EAFNOSUPPORT;
}

}  // namespace

Connection::Connection(const net::Address& address, std::uint16_t port, const TlsTrust* trust,
                       std::string name)
    : trust_(trust), name_(std::move(name)) {
  attempt_.address = address;
  attempt_.step = Step::tcp;
  const int family = address.is_ipv4() ? AF_INET : AF_INET6;
  socket_ = Descriptor(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const bool begun = socket_.is_open() && connect_to(socket_.get(), address, port) == 0;
  if (begun) {
    connected();
  } else if (errno == EINPROGRESS) {
    events_ = EPOLLOUT;
  } else if (is_of_this_machine(errno)) {
    end(Outcome::no_route,
        fmt::format("this machine has no way to {}", address.is_ipv4() ? "it" : "it by IPv6"));
  } else {
    end_with_error(errno);
  }
}

void Connection::on_events() {
  if (is_over()) return;
  if (attempt_.step == Step::tls) return talk();
  const int error = error_of(socket_.get());
  if (error != 0) return end_with_error(error);
  connected();
}

void Connection::connected() {
  if (trust_ == nullptr) return end(Outcome::works, {});
  attempt_.step = Step::tls;
  hello_ = std::make_unique<TlsHello>(*trust_, name_);
  talk();
}

void Connection::talk() {
  bool more = true;
  while (more && !is_over()) {
    send_hello();
    if (is_over()) return;
    more = read_some();
    if (!hello_->is_over()) continue;
    attempt_.certificate = hello_->certificate();
    return end(hello_->outcome(), hello_->reason());
  }
}

void Connection::send_hello() {
  unsent_ += hello_->to_send();
  while (!unsent_.empty()) {
    const auto sent = ::send(socket_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno != EAGAIN) return end_with_error(errno);
    if (sent < 0) break;
    unsent_.erase(0, static_cast<std::size_t>(sent));
  }
  events_ = EPOLLIN | (unsent_.empty() ? 0U : static_cast<std::uint32_t>(EPOLLOUT));
}

bool Connection::read_some() {
  std::array<char, 16 * 1024> buffer;
  const auto size = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
  if (size > 0) {
    hello_->receive(std::span(buffer.data(), static_cast<std::size_t>(size)));
    return true;
  }
  if (size == 0) {
    hello_->closed();
    return false;
  }
  if (errno == EINTR) return true;
  if (errno != EAGAIN) end_with_error(errno);
  return false;
}

void Connection::time_out(std::chrono::milliseconds timeout) {
  if (is_over()) return;
  const int heard = attempt_.step == Step::tcp ? error_of(socket_.get()) : 0;
  if (heard != 0) return end_with_error(heard);
  end(Outcome::timed_out,
      attempt_.step == Step::tls
          ? fmt::format("it is connected, but TLS came to no end within {}", words_of(timeout))
          : fmt::format("nothing was heard within {}: a firewall may drop the packets", words_of(timeout)));
}

void Connection::give_up() {
  if (!is_over()) end(Outcome::gave_up, "there was no time left to wait for it");
}

void Connection::end_with_error(int error) {
  switch (error) {
    case ECONNREFUSED:
      return end(Outcome::refused, "refused: nothing listens there, or a firewall refuses");
    case ETIMEDOUT:
      return end(Outcome::timed_out, "nothing was heard: a firewall may drop the packets");
    case ENETUNREACH:
    case EHOSTUNREACH:
      return end(Outcome::unreachable, "a machine on the way says that it cannot be reached, or may not be");
    case EACCES:
    case EPERM:
      return end(Outcome::prohibited, "a firewall, here or on the way, says that it is not allowed");
    case ECONNRESET:
    case EPIPE:
      return end(Outcome::reset, attempt_.step == Step::tls
                                     ? fmt::format("reset in the TLS handshake: {}", kFilteredByName)
                                     : std::string("reset while it was connecting"));
    default:
      return end(Outcome::failed_here,
                 fmt::format("this machine could not try it: {}", std::generic_category().message(error)));
  }
}

void Connection::end(Outcome outcome, std::string reason) {
  attempt_.outcome = outcome;
  attempt_.reason = std::move(reason);
  socket_ = Descriptor();
  events_ = 0;
}

}  // namespace sallyport::reach
