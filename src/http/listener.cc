#include "http/listener.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace sallyport::http {
namespace {

constexpr int kBacklog = 4096;

std::string reason() { return std::generic_category().message(errno); }

struct SocketName {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);

  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
};

SocketName name_of(const Endpoint& endpoint) {
  SocketName name;
  if (endpoint.address.is_ipv4()) {
    sockaddr_in ipv4{};
    ipv4.sin_family = AF_INET;
    ipv4.sin_port = htons(endpoint.port);
    ipv4.sin_addr.s_addr = htonl(endpoint.address.ipv4_bits());
    std::memcpy(&name.storage, &ipv4, sizeof ipv4);
    name.size = sizeof ipv4;
  } else {
    sockaddr_in6 ipv6{};
    ipv6.sin6_family = AF_INET6;
    ipv6.sin6_port = htons(endpoint.port);
    const auto bytes = endpoint.address.bytes();
    std::memcpy(&ipv6.sin6_addr, bytes.data(), bytes.size());
    std::memcpy(&name.storage, &ipv6, sizeof ipv6);
    name.size = sizeof ipv6;
  }
  return name;
}

// Empty where the socket is neither IPv4 nor IPv6.
std::optional<Endpoint> endpoint_of(const SocketName& name) {
  if (name.storage.ss_family == AF_INET) {
    sockaddr_in ipv4;
    std::memcpy(&ipv4, &name.storage, sizeof ipv4);
    return Endpoint{net::Address::ipv4(ntohl(ipv4.sin_addr.s_addr)), ntohs(ipv4.sin_port)};
  }
  if (name.storage.ss_family == AF_INET6) {
    sockaddr_in6 ipv6;
    std::memcpy(&ipv6, &name.storage, sizeof ipv6);
    net::Address::Bytes bytes;
    std::memcpy(bytes.data(), &ipv6.sin6_addr, bytes.size());
    return Endpoint{net::Address::from_bytes(bytes), ntohs(ipv6.sin6_port)};
  }
  return std::nullopt;
}

// Whether nobody listens on the socket file any more.
bool is_abandoned(SocketName& name) {
  const Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  return probe.is_open() && ::connect(probe.get(), name.raw(), name.size) != 0 && errno == ECONNREFUSED;
}

}  // namespace

Result<Listener> Listener::open_tcp(const Endpoint& endpoint) {
  auto name = name_of(endpoint);
  Descriptor socket(::socket(name.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  const int off = 0;
  const bool listening =
      socket.is_open() && ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
      // [::] serves IPv4 as well, whatever the system's default is.
      (endpoint.address.is_ipv4() ||
       ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) == 0) &&
      ::bind(socket.get(), name.raw(), name.size) == 0 && ::listen(socket.get(), kBacklog) == 0;
  if (!listening) {
    return fail(ErrorCode::unavailable,
                fmt::format("cannot listen on {}: {}; choose another address or port, or "
                            "stop the program that uses it",
                            endpoint.to_string(), reason()));
  }
  return Listener(std::move(socket), {});
}

Result<Listener> Listener::open_unix(const std::filesystem::path& path) {
  SocketName name;
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  const std::string text = path.string();
  if (text.empty() || text.size() >= sizeof local.sun_path) {
    return fail(ErrorCode::unavailable,
                fmt::format("cannot listen on '{}': a socket's path has 1 to {} bytes", text,
                            sizeof local.sun_path - 1));
  }
  text.copy(local.sun_path, text.size());
  std::memcpy(&name.storage, &local, sizeof local);
  name.size = sizeof local;

  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  bool bound = socket.is_open() && ::bind(socket.get(), name.raw(), name.size) == 0;
  struct stat status{};
  if (!bound && errno == EADDRINUSE && ::lstat(text.c_str(), &status) == 0 && S_ISSOCK(status.st_mode)) {
    if (!is_abandoned(name)) {
      return fail(ErrorCode::unavailable,
                  fmt::format("cannot listen on {}: another program listens there", text));
    }
    bound = ::unlink(text.c_str()) == 0 && ::bind(socket.get(), name.raw(), name.size) == 0;
  }
  // A proxy runs as somebody else; who may come near the socket is decided by its folder.
  if (!bound || ::chmod(text.c_str(), 0666) != 0 || ::listen(socket.get(), kBacklog) != 0) {
    return fail(
        ErrorCode::unavailable,
        fmt::format("cannot listen on {}: {}; see that its folder exists and can be written to, and that no "
                    "other file has that name",
                    text, reason()));
  }
  return Listener(std::move(socket), path);
}

Listener::~Listener() {
  if (socket_.is_open() && !path_.empty()) ::unlink(path_.c_str());
}

void Listener::expect_proxy_header(std::vector<net::Prefix> senders) {
  sends_proxy_header_ = true;
  senders_ = std::move(senders);
}

Result<Endpoint> Listener::endpoint() const {
  SocketName name;
  if (::getsockname(socket_.get(), name.raw(), &name.size) == 0) {
    if (const auto endpoint = endpoint_of(name)) return *endpoint;
  }
  return fail(ErrorCode::unavailable, fmt::format("the socket's own address cannot be read: {}", reason()));
}

std::expected<Accepted, Listener::Nothing> Listener::accept() {
  SocketName name;
  Descriptor socket(::accept4(socket_.get(), name.raw(), &name.size, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!socket.is_open()) {
    if (errno == EAGAIN) return std::unexpected(Nothing::waiting);
    const bool exhausted = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    return std::unexpected(exhausted ? Nothing::exhausted : Nothing::refused);
  }
  Accepted accepted{std::move(socket), {}, sends_proxy_header_};
  if (const auto endpoint = endpoint_of(name)) {
    accepted.peer.address = endpoint->address;
    const int on = 1;  // an answer is one write: waiting for more only delays it
    ::setsockopt(accepted.socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  if (sends_proxy_header_ &&
      (!accepted.peer.address || std::ranges::none_of(senders_, [&](const net::Prefix& sender) {
        return sender.contains(*accepted.peer.address);
      }))) {
    return std::unexpected(Nothing::refused);
  }
  return accepted;
}

}  // namespace sallyport::http
