#include "notify/webhook_sender.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include "notify/curl_session.h"
#include "notify/text.h"

namespace sallyport::notify {
namespace {

using control::WebhookAnswer;
using control::WebhookMessage;

// One delivery, as curl's callbacks see it.
struct WebhookExchange {
  const WebhookSenderSettings& settings;
  std::size_t head_bytes = 0;
  std::size_t body_bytes = 0;
  bool cut = false;      // the body was longer than is read
  bool refused = false;  // an address was not public
};

std::optional<net::Address> to_address(const curl_sockaddr& socket_address) {
  if (socket_address.family == AF_INET && socket_address.addrlen >= sizeof(sockaddr_in)) {
    sockaddr_in ipv4{};
    std::memcpy(&ipv4, &socket_address.addr, sizeof(ipv4));
    return net::Address::ipv4(ntohl(ipv4.sin_addr.s_addr));
  }
  // curl's own struct ends with a sockaddr that is too short for IPv6, and has room behind it.
  if (socket_address.family == AF_INET6 && socket_address.addrlen >= sizeof(sockaddr_in6)) {
    sockaddr_in6 ipv6{};
    std::memcpy(&ipv6, reinterpret_cast<const char*>(&socket_address) + offsetof(curl_sockaddr, addr),
                sizeof(ipv6));
    net::Address::Bytes bytes;
    std::memcpy(bytes.data(), &ipv6.sin6_addr, bytes.size());
    return net::Address::from_bytes(bytes);
  }
  return std::nullopt;
}

// Called with the address that curl is about to connect to, whatever name it came from.
curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* target) {
  auto& exchange = *static_cast<WebhookExchange*>(context);
  const auto address = to_address(*target);
  const bool allowed = address && (is_public(*address) ||
                                   std::ranges::any_of(exchange.settings.networks, [&](const auto& prefix) {
                                     return prefix.contains(*address);
                                   }));
  if (!allowed) {
    exchange.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
}

std::size_t take_head(char*, std::size_t size, std::size_t count, void* context) {
  auto& exchange = *static_cast<WebhookExchange*>(context);
  exchange.head_bytes += size * count;
  return exchange.head_bytes <= exchange.settings.answer_bytes ? size * count : 0;
}

std::size_t take_body(char*, std::size_t size, std::size_t count, void* context) {
  auto& exchange = *static_cast<WebhookExchange*>(context);
  exchange.body_bytes += size * count;
  exchange.cut = exchange.body_bytes > exchange.settings.answer_bytes;
  return exchange.cut ? 0 : size * count;
}

CurlList fields_of(const WebhookMessage& message) {
  const std::int64_t timestamp =
      std::chrono::floor<std::chrono::seconds>(message.time).time_since_epoch().count();
  CurlList fields(nullptr, &curl_slist_free_all);
  for (const std::string& line :
       {std::string("Content-Type: application/cloudevents+json; charset=utf-8"),
        std::string("User-Agent: Sallyport"), std::string("Expect:"),  // no wait for permission to send
        "webhook-id: " + message.id, fmt::format("webhook-timestamp: {}", timestamp),
        "webhook-signature: " + webhook_signature(message.secrets, message.id, timestamp, message.body)}) {
    curl_slist* const shorter = fields.release();
    fields.reset(curl_slist_append(shorter, line.c_str()));
    if (fields != nullptr) continue;
    curl_slist_free_all(shorter);
    break;
  }
  return fields;
}

void set_options(CurlOptions& options, const WebhookMessage& message, WebhookExchange& exchange) {
  options.set(CURLOPT_URL, message.url.c_str());
  options.set(CURLOPT_PROTOCOLS_STR, "http,https");
  options.set(CURLOPT_PROXY, "");  // not even one that the environment names
  options.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  options.set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  options.set(CURLOPT_FOLLOWLOCATION, 0L);
  options.set(CURLOPT_NOSIGNAL, 1L);
  options.set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(exchange.settings.connect_timeout.count()));
  options.set(CURLOPT_TIMEOUT, static_cast<long>(exchange.settings.timeout.count()));
  options.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  options.set(CURLOPT_SSL_VERIFYPEER, 1L);
  options.set(CURLOPT_SSL_VERIFYHOST, 2L);
  options.set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  options.set(CURLOPT_OPENSOCKETDATA, &exchange);
  options.set(CURLOPT_HEADERFUNCTION, &take_head);
  options.set(CURLOPT_HEADERDATA, &exchange);
  options.set(CURLOPT_WRITEFUNCTION, &take_body);
  options.set(CURLOPT_WRITEDATA, &exchange);
  options.set(CURLOPT_POSTFIELDS, message.body.data());
  options.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(message.body.size()));
}

std::string failure_of(CURLcode code, const WebhookExchange& exchange) {
  if (exchange.refused && code != CURLE_OK) {
    return "its address is not public: the operator may allow its network (--webhook-network)";
  }
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return fmt::format("no whole answer within {} s", exchange.settings.timeout.count());
    case CURLE_WRITE_ERROR:
      return "the head of the answer was too long";
    default:
      return one_line(curl_easy_strerror(code), 200);
  }
}

std::string failure_of(unsigned status) {
  if (status >= 200 && status < 300) return {};
  if (status >= 300 && status < 400) {
    return fmt::format("answered {}: a redirect is not followed, give the new url", status);
  }
  return fmt::format("answered {}", status);
}

}  // namespace

WebhookAnswer HttpWebhookSender::send(const WebhookMessage& message) {
  const CurlHandle curl = open_curl();
  const CurlList fields = fields_of(message);
  if (curl == nullptr || fields == nullptr) return {0, "libcurl did not start", {}};
  WebhookExchange exchange{settings_};
  CurlOptions options(curl.get());
  set_options(options, message, exchange);
  options.set(CURLOPT_HTTPHEADER, fields.get());
  if (options.refused()) return {0, "this libcurl lacks an option that is needed", {}};
  const CURLcode code = curl_easy_perform(curl.get());

  WebhookAnswer answer;
  long status = 0;
  curl_off_t microseconds = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl.get(), CURLINFO_TOTAL_TIME_T, &microseconds);
  answer.status = static_cast<unsigned>(status);
  answer.duration = std::chrono::duration_cast<Milliseconds>(std::chrono::microseconds(microseconds));
  // A body that is cut here was long, not late: the status has been said.
  answer.failure = code == CURLE_OK || exchange.cut ? failure_of(answer.status) : failure_of(code, exchange);
  return answer;
}

}  // namespace sallyport::notify
