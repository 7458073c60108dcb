// How long an import takes, from the first byte of the request to the whole answer, over HTTP on loopback and
// with SQLite on the disk; and that it is enforced then.
//
//   import_bench [ENTRIES [ROUNDS]]      100000 and 5 when left out
//
// Each round imports into an organization of its own: as text, as CSV with notes, as JSON, and as text into a
// list that has half of it already. Prints the median, and the fastest and the slowest.

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "api/api.h"
#include "base/clock.h"
#include "control/control.h"
#include "control/ports/store.h"
#include "http/server.h"
#include "store/sqlite_store.h"

namespace {

using namespace sallyport;

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

template <class T>
T must(Result<T> result) {
  if (!result) give_up(result.error().message + " " + result.error().detail);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

// Scattered over 10.0.0.0/8, each once, as people's lists are not in order.
net::Address address(std::uint32_t index) {
  return net::Address::ipv4((10U << 24) | (index * 40503U & 0xff'ffffU));
}

struct Form {
  const char* name;
  const char* type;
  std::string (*body)(std::uint32_t first, std::uint32_t count);
  bool half_there = false;
};

std::string as_text(std::uint32_t first, std::uint32_t count) {
  std::string body;
  for (std::uint32_t i = first; i < first + count; ++i) body += address(i).to_string() + "\n";
  return body;
}
std::string as_csv(std::uint32_t first, std::uint32_t count) {
  std::string body = "prefix,note\r\n";
  for (std::uint32_t i = first; i < first + count; ++i)
    body += fmt::format("{},\"machine {}\"\r\n", address(i).to_string(), i);
  return body;
}
std::string as_json(std::uint32_t first, std::uint32_t count) {
  std::string body = "{\"prefixes\":[";
  for (std::uint32_t i = first; i < first + count; ++i)
    body += fmt::format("{}\"{}\"", i == first ? "" : ",", address(i).to_string());
  return body + "]}";
}

// Sends the request and reads the whole answer; returns its first line.
std::string ask(const http::Endpoint& endpoint, const std::string& request) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(endpoint.port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
    give_up("cannot connect");
  for (std::size_t sent = 0; sent < request.size();) {
    const ssize_t some = ::send(descriptor, request.data() + sent, request.size() - sent, 0);
    if (some <= 0) give_up("cannot send");
    sent += static_cast<std::size_t>(some);
  }
  std::string first;
  std::vector<char> part(1 << 20);
  while (true) {
    const ssize_t some = ::recv(descriptor, part.data(), part.size(), 0);
    if (some < 0) give_up("cannot read");
    if (some == 0) break;
    if (first.size() < 64) first.append(part.data(), static_cast<std::size_t>(some));
  }
  ::close(descriptor);
  return first.substr(0, first.find('\r'));
}

class Bench {
 public:
  explicit Bench(const std::filesystem::path& folder)
      : store_(must(store::open_sqlite(folder / "sallyport.db"))),
        control_(must(control::Control::open(*store_, clock_, slot_, control::Secrets::random(), {}))),
        api_(*control_, {}),
        server_(api_, limits(), 1),
        token_(must(control_->access().issue_administrator_token())) {
    endpoint_ = must(server_.listen_tcp(must(http::Endpoint::parse("127.0.0.1:0"))));
    server_.start();
  }
  ~Bench() { server_.stop(); }

  // Seconds.
  double import(const Form& form, std::uint32_t entries) {
    const std::string name = fmt::format("organization {}", ++organizations_);
    must(control_->directory().create_organization(actor_, name));
    must(control_->directory().create_credential(actor_, name, "key", policy::Channel::api, std::nullopt));
    control::ProtectionChange blocking;
    blocking.mode = policy::Mode::blocking;
    must(control_->protections().change(actor_, {name, {}}, std::nullopt, blocking));
    if (form.half_there) {
      const auto status = ask(endpoint_, request(name, form, form.body(0, entries / 2)));
      if (!status.starts_with("HTTP/1.1 201")) give_up(status);
    }
    const std::string sent = request(name, form, form.body(0, entries));
    const auto start = std::chrono::steady_clock::now();
    const std::string status = ask(endpoint_, sent);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (!status.starts_with("HTTP/1.1 201")) give_up(status);
    const auto credential = must(control_->directory().credential(name, "key"));
    for (const std::uint32_t i : {0U, entries / 2, entries - 1}) {
      const auto decision = slot_.current()->decide({credential.fingerprint, address(i)}, clock_.now());
      if (decision.reason != policy::Reason::authorized) give_up("answered, and not enforced");
    }
    return took.count();
  }

 private:
  static http::Limits limits() {
    http::Limits limits;
    limits.body_bytes = api::Api::kBodyBytes;
    return limits;
  }
  std::string request(std::string name, const Form& form, const std::string& body) const {
    name.replace(name.find(' '), 1, "%20");
    return fmt::format(
        "POST /api/v1/organizations/{}/authorized?existing=skip HTTP/1.1\r\nHost: localhost\r\n"
        "Authorization: Bearer {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
        name, token_, form.type, body.size(), body);
  }

  const SystemClock clock_;
  const control::Actor actor_{"administrator", std::nullopt, {}};
  snapshot::Slot slot_;
  std::unique_ptr<control::Store> store_;
  std::unique_ptr<control::Control> control_;
  api::Api api_;
  http::Server server_;
  http::Endpoint endpoint_;
  std::string token_;
  unsigned organizations_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  const auto entries =
      static_cast<std::uint32_t>(count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 100'000);
  const auto rounds = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 5;
  if (entries < 2 || entries > 100'000 || rounds == 0)
    give_up("import_bench [ENTRIES (2 to 100000) [ROUNDS]]");
  std::string name = (std::filesystem::temp_directory_path() / "sallyport-import-XXXXXX").string();
  const std::filesystem::path folder = ::mkdtemp(name.data());
  {
    Bench bench(folder);
    for (const Form& form : {Form{"text", "text/plain", as_text}, Form{"CSV with notes", "text/csv", as_csv},
                             Form{"JSON", "application/json", as_json},
                             Form{"text, half of it there", "text/plain", as_text, true}}) {
      std::vector<double> seconds;
      for (unsigned long i = 0; i < rounds; ++i) seconds.push_back(bench.import(form, entries));
      std::ranges::sort(seconds);
      const double median = seconds[seconds.size() / 2];
      fmt::print(
          "{:24} {} entries in {:.2f} s ({:.2f} to {:.2f}), {:.0f} entries/s, enforced when answered\n",
          form.name, entries, median, seconds.front(), seconds.back(), entries / median);
    }
  }
  std::filesystem::remove_all(folder);
  return 0;
}
