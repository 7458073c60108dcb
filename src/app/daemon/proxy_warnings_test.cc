#include "app/daemon/proxy_warnings.h"

#include <gtest/gtest.h>

#include <vector>

#include "net/test_addresses.h"

namespace sallyport::daemon {
namespace {

using Listener = ProxyWarnings::Listener;
using net::test::address;

struct Heard {
  explicit Heard(Listener listener)
      : warnings(listener, clock, [this](const std::string& line) { lines.push_back(line); }) {}

  std::string newest(const http::Peer& peer) {
    lines.clear();
    warnings.saw(peer);
    return lines.empty() ? "" : lines.front();
  }

  SimulatedClock clock{Timestamp(std::chrono::hours(24 * 365 * 50))};
  std::vector<std::string> lines;
  ProxyWarnings warnings;
};

TEST(ProxyWarnings, SayWhatIsDeniedAndWhatToDo) {
  const std::string line = Heard(Listener::gate).newest({address("127.0.0.1"), {}});
  EXPECT_NE(line.find("no_client_address"), std::string::npos) << line;
  EXPECT_NE(line.find("--trusted-proxy 127.0.0.1"), std::string::npos) << line;
  const std::string socket = Heard(Listener::gate).newest({});
  EXPECT_NE(socket.find("--client-address-header"), std::string::npos) << socket;
}

TEST(ProxyWarnings, SayWhoseAddressCountsWhereNobodyIsDenied) {
  const std::string elsewhere = Heard(Listener::gate).newest({address("203.0.113.7"), {}});
  EXPECT_EQ(elsewhere.find("denies"), std::string::npos) << elsewhere;
  EXPECT_NE(elsewhere.find("--trusted-proxy 203.0.113.7"), std::string::npos) << elsewhere;
  const std::string api = Heard(Listener::api).newest({address("::1"), {}});
  EXPECT_EQ(api.find("denies"), std::string::npos) << api;
  EXPECT_NE(api.find("the API takes all requests from ::1 for its own"), std::string::npos) << api;
}

TEST(ProxyWarnings, ComeOnceInAWhileAndStrangersDoNotHideTheProxy) {
  Heard heard(Listener::gate);
  for (int i = 0; i < 1000; ++i) {
    heard.warnings.saw({address(i % 2 == 0 ? "203.0.113.7" : "2001:db8::7"), {}});
    heard.warnings.saw({address("127.0.0.1"), {}});
  }
  EXPECT_EQ(heard.lines.size(), 2U);
  heard.clock.advance(ProxyWarnings::kEvery - std::chrono::milliseconds(1));
  EXPECT_EQ(heard.newest({address("127.0.0.1"), {}}), "");
  heard.clock.advance(std::chrono::milliseconds(1));
  EXPECT_NE(heard.newest({address("127.0.0.1"), {}}), "");
  EXPECT_NE(heard.newest({address("192.0.2.1"), {address("198.51.100.7")}}).find("198.51.100.7"),
            std::string::npos);
}

}  // namespace
}  // namespace sallyport::daemon
