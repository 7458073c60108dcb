#include "reach/probe.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "reach/test_certificates.h"
#include "reach/test_sockets.h"

namespace sallyport::reach {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Say = test::Names::Say;

constexpr auto kNever = Clock::time_point::max();

Target to_address(const char* address, std::uint16_t port) {
  return {*net::Address::parse(address), port, false};
}
Target to_host(const char* host, std::optional<std::uint16_t> port, bool tls = false) {
  return {*net::HostPattern::parse(host), port, tls};
}

std::vector<Finding> try_all(const std::vector<Target>& targets, Options options = {},
                             Clock::time_point deadline = kNever, const Progress& progress = {}) {
  auto findings = probe(targets, options, deadline, progress);
  EXPECT_TRUE(findings) << findings.error().message;
  return findings ? *findings : std::vector<Finding>(targets.size());
}

Options asking(const test::Names& names) {
  Options options;
  options.resolver = NameServer{net::Address::ipv4(0x7f000001), names.port()};
  return options;
}

Options waiting(std::chrono::milliseconds timeout, std::size_t parallel = 32) {
  Options options;
  options.timeout = timeout;
  options.parallel = parallel;
  return options;
}

// Keeps what it is given open.
std::function<void(Descriptor)> holding() {
  return [held = std::make_shared<std::vector<Descriptor>>()](Descriptor connection) {
    held->push_back(std::move(connection));
  };
}

TEST(Probe, APortThatListensWorksAndOneThatDoesNotRefuses) {
  const test::Listener listener(holding());
  const test::ClosedPort closed;
  const auto found =
      try_all({to_address("127.0.0.1", listener.port()), to_address("127.0.0.1", closed.port())});
  EXPECT_EQ(found[0].verdict, Verdict::works);
  EXPECT_EQ(found[0].step, Step::tcp);
  EXPECT_EQ(found[1].verdict, Verdict::fails);
  EXPECT_EQ(found[1].step, Step::tcp);
  EXPECT_EQ(found[1].outcome, Outcome::refused);
}

TEST(Probe, SilenceIsATimeOutAndNoRefusal) {
  const test::FullPort full;
  const auto found = try_all({to_address("127.0.0.1", full.port())}, waiting(250ms));
  EXPECT_EQ(found[0].verdict, Verdict::fails);
  EXPECT_EQ(found[0].outcome, Outcome::timed_out);
  EXPECT_NE(found[0].reason.find("within 0.25 s"), std::string::npos) << found[0].reason;
}

TEST(Probe, WhatTheNameServerSays) {
  const test::Names names({{"failed.acme.example", {Say::server_failed, {}, {}}},
                           {"refused.acme.example", {Say::refused, {}, {}}},
                           {"silent.acme.example", {Say::nothing, {}, {}}},
                           {"empty.acme.example", {}},
                           {"filtered.acme.example", {Say::addresses, {"0.0.0.0"}, {"::"}}}});
  Options options = asking(names);
  options.timeout = 400ms;
  const auto found = try_all({to_host("none.acme.example", 443), to_host("failed.acme.example", 443),
                              to_host("refused.acme.example", 443), to_host("silent.acme.example", 443),
                              to_host("empty.acme.example", 443), to_host("filtered.acme.example", 443)},
                             options);
  const std::vector expected{Outcome::no_such_host, Outcome::name_server_failed, Outcome::name_server_failed,
                             Outcome::timed_out,    Outcome::no_address,         Outcome::sinkhole};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(found[i].verdict, Verdict::fails) << i;
    EXPECT_EQ(found[i].step, Step::dns) << i;
    EXPECT_EQ(to_string(found[i].outcome), to_string(expected[i])) << i;
    EXPECT_NE(found[i].reason, "") << i;
  }
}

TEST(Probe, ANameServerThatIsNotThereIsTold) {
  const test::ClosedPort closed(SOCK_DGRAM);
  // The port is bound and so takes datagrams; one that nobody has bound refuses them.
  const std::uint16_t port = [] { return test::ClosedPort(SOCK_DGRAM).port(); }();
  Options options = waiting(400ms);
  options.resolver = NameServer{net::Address::ipv4(0x7f000001), port};
  EXPECT_EQ(try_all({to_host("www.acme.example", 443)}, options)[0].outcome, Outcome::no_name_server);
  options.resolver->port = closed.port();
  EXPECT_EQ(try_all({to_host("www.acme.example", 443)}, options)[0].outcome, Outcome::timed_out);
}

TEST(Probe, EveryFamilyThatResolvedIsTried) {
  const test::Listener listener(holding());
  const test::Names names({{"both.acme.example", {Say::addresses, {"127.0.0.1"}, {"::1"}}},
                           {"half.acme.example", {Say::addresses, {"127.0.0.1"}, {}, Say::server_failed}}});
  const auto found =
      try_all({to_host("both.acme.example", listener.port()), to_host("half.acme.example", listener.port())},
              asking(names));
  ASSERT_EQ(found[0].attempts.size(), 2U);
  EXPECT_EQ(found[0].attempts[0].outcome, Outcome::works);
  // Nobody listens on ::1; a machine without IPv6 has no way there.
  if (found[0].attempts[1].outcome == Outcome::no_route) {
    EXPECT_EQ(found[0].verdict, Verdict::works);
  } else {
    EXPECT_EQ(found[0].attempts[1].outcome, Outcome::refused);
    EXPECT_EQ(found[0].verdict, Verdict::partly);
    EXPECT_EQ(found[0].reason.substr(0, 5), "::1: ");
  }
  EXPECT_EQ(found[1].verdict, Verdict::partly);
  EXPECT_EQ(found[1].step, Step::dns);
  EXPECT_EQ(found[1].outcome, Outcome::name_server_failed);
}

TEST(Probe, AHostIsLookedUpOnceWhateverItsPorts) {
  const test::Listener listener(holding());
  const test::ClosedPort closed;
  const test::Names names({{"www.acme.example", {Say::addresses, {"127.0.0.1"}, {}}}});
  const auto found =
      try_all({to_host("www.acme.example", closed.port()), to_host("www.acme.example", listener.port()),
               to_host("www.acme.example", std::nullopt)},
              asking(names));
  EXPECT_EQ(found[0].outcome, Outcome::refused);
  EXPECT_NE(found[0].reason.find("127.0.0.1 is no public address"), std::string::npos) << found[0].reason;
  EXPECT_EQ(found[1].verdict, Verdict::works);
  EXPECT_EQ(found[2].verdict, Verdict::works);
  EXPECT_EQ(found[2].step, Step::dns);
  auto questions = names.questions();
  std::ranges::sort(questions);
  EXPECT_EQ(questions, (std::vector<std::string>{"www.acme.example A", "www.acme.example AAAA"}));
}

TEST(Probe, OfManyAddressesTheFirstFewAreTried) {
  const test::Listener listener(holding(), "0.0.0.0");
  std::vector<std::string> many;
  for (int i = 1; i <= 24; ++i) many.push_back("127.0.8." + std::to_string(i));
  const test::Names names({{"www.acme.example", {Say::addresses, many, {}}}});
  const auto found = try_all({to_host("www.acme.example", listener.port())}, asking(names));
  EXPECT_EQ(found[0].addresses.size(), many.size());
  EXPECT_EQ(found[0].attempts.size(), kTriedAddresses);
  EXPECT_EQ(found[0].verdict, Verdict::works);
}

TEST(Probe, AWildcardAndAnAddressWithoutPortAreNotTried) {
  const auto found =
      try_all({to_host("*.acme.example", 443), {*net::Address::parse("127.0.0.1"), {}, false}});
  for (const Finding& each : found) {
    EXPECT_EQ(each.verdict, Verdict::not_tried);
    EXPECT_NE(each.reason, "");
  }
}

TEST(Probe, ForOthersOnlyPublicAddressesAreConnectedTo) {
  const test::Listener listener(holding());
  const test::Names names({{"www.acme.example", {Say::addresses, {"127.0.0.1"}, {"::1"}}}});
  Options options = asking(names);
  options.only_public = true;
  const auto found = try_all(
      {to_host("www.acme.example", listener.port()), to_address("127.0.0.1", listener.port())}, options);
  for (const Finding& each : found) {
    EXPECT_EQ(each.verdict, Verdict::not_tried);
    EXPECT_EQ(each.outcome, Outcome::special_use);
  }
  EXPECT_EQ(listener.connections(), 0);
}

class ProbeTls : public ::testing::Test {
 protected:
  static void speak(Descriptor connection, const std::shared_ptr<SSL_CTX>& context) {
    const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context.get()), &SSL_free);
    SSL_set_fd(ssl.get(), connection.get());
    SSL_accept(ssl.get());
  }
  std::function<void(Descriptor)> speaking(const test::Wish& wish) {
    return [context = test::server_context(test::make_identity("acme", &authority_, wish))](
               Descriptor connection) { speak(std::move(connection), context); };
  }
  Finding find(std::function<void(Descriptor)> serve, std::chrono::milliseconds timeout = 5s) {
    const test::Listener listener(std::move(serve));
    const test::Names names({{"www.acme.example", {Say::addresses, {"127.0.0.1"}, {}}}});
    Options options = asking(names);
    options.ca_file = file_.path();
    options.timeout = timeout;
    return try_all({to_host("www.acme.example", listener.port(), true)}, options)[0];
  }

  test::Identity authority_ =
      test::make_identity("Test Authority", nullptr, {.names = {}, .authority = true});
  test::TrustFile file_{authority_};
};

TEST_F(ProbeTls, TheRightNameWorks) {
  const Finding found = find(speaking({.names = {"www.acme.example"}}));
  EXPECT_EQ(found.verdict, Verdict::works) << found.reason;
  EXPECT_EQ(found.step, Step::tls);
  ASSERT_TRUE(found.certificate_until);
  EXPECT_GT(*found.certificate_until, std::chrono::system_clock::now() + std::chrono::days(29));
}

TEST_F(ProbeTls, AnotherNameDoesNot) {
  const Finding found = find(speaking({.names = {"proxy.example"}}));
  EXPECT_EQ(found.verdict, Verdict::fails);
  EXPECT_EQ(found.step, Step::tls);
  EXPECT_EQ(found.outcome, Outcome::wrong_name);
  EXPECT_TRUE(found.certificate_until);
}

TEST_F(ProbeTls, WhatEndsTheHandshakeIsToldApart) {
  struct {
    std::function<void(Descriptor)> serve;
    Outcome outcome;
  } const cases[] = {
      {[](Descriptor connection) {  // waits for the hello, so that closing does not reset
         char byte[2048];
         [[maybe_unused]] const auto got = ::recv(connection.get(), byte, sizeof byte, 0);
       },
       Outcome::closed},
      {[](Descriptor connection) {
         char byte = 0;
         [[maybe_unused]] const auto got = ::recv(connection.get(), &byte, 1, 0);
         const linger now{.l_onoff = 1, .l_linger = 0};
         ::setsockopt(connection.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
       },
       Outcome::reset},
      {[](Descriptor connection) {
         char byte[2048];
         [[maybe_unused]] auto size = ::recv(connection.get(), byte, sizeof byte, 0);
         size = ::send(connection.get(), "220 acme\r\n", 10, MSG_NOSIGNAL);
       },
       Outcome::not_tls},
  };
  for (const auto& each : cases) {
    const Finding found = find(each.serve);
    EXPECT_EQ(found.verdict, Verdict::fails);
    EXPECT_EQ(found.step, Step::tls);
    EXPECT_EQ(to_string(found.outcome), to_string(each.outcome));
  }
}

TEST_F(ProbeTls, AServerThatKeepsSilentTimesOut) {
  const Finding found = find(holding(), 250ms);
  EXPECT_EQ(found.step, Step::tls);
  EXPECT_EQ(found.outcome, Outcome::timed_out);
  EXPECT_EQ(found.reason.substr(0, 15), "it is connected");
}

TEST_F(ProbeTls, WithoutCertificatesToTrustNothingIsTried) {
  Options options;
  options.ca_file = file_.path().string() + ".missing";
  const auto findings = probe({to_address("127.0.0.1", 1)}, options, kNever);
  ASSERT_FALSE(findings);
  EXPECT_EQ(findings.error().code, ErrorCode::invalid_setting);
}

TEST(ProbeMany, FindingsStandInTheOrderOfTheTargets) {
  const test::Listener listener(holding());
  const test::ClosedPort closed;
  const test::FullPort full;
  std::vector<Target> targets;
  std::vector<Outcome> expected;
  for (int i = 0; i < 100; ++i) {
    const int kind = i % 3;
    const std::uint16_t port = kind == 0 ? full.port() : kind == 1 ? listener.port() : closed.port();
    targets.push_back(to_address("127.0.0.1", port));
    expected.push_back(kind == 0 ? Outcome::timed_out : kind == 1 ? Outcome::works : Outcome::refused);
  }
  std::vector<std::size_t> told;
  const auto found = try_all(targets, waiting(300ms, 64), kNever, [&](std::size_t done, std::size_t total) {
    EXPECT_EQ(total, targets.size());
    told.push_back(done);
    return true;
  });
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(found[i].outcome, expected[i]) << i;
  EXPECT_TRUE(std::ranges::is_sorted(told));
  EXPECT_EQ(told.back(), targets.size());
}

TEST(ProbeMany, NoMoreThanAskedForAreTriedAtOnceAndTimesDoNotAddUp) {
  // Each connection is open as long as it is tried: the most of them at a time is what was in parallel.
  std::atomic<int> most = 0;
  auto open = std::make_shared<std::vector<Descriptor>>();
  const test::Listener listener([&most, open](Descriptor connection) {
    open->push_back(std::move(connection));
    std::erase_if(*open, [](const Descriptor& each) {
      char byte[2048];
      ssize_t got = 1;
      while (got > 0) got = ::recv(each.get(), byte, sizeof byte, MSG_DONTWAIT);
      return got == 0 || errno != EAGAIN;
    });
    most = std::max<int>(most, static_cast<int>(open->size()));
  });
  std::map<std::string, test::Names::Host> hosts;
  std::vector<Target> targets;
  for (int i = 0; i < 300; ++i) {
    const std::string name = "h" + std::to_string(i) + ".acme.example";
    hosts[name] = {Say::addresses, {"127.0.0.1"}, {}};
    targets.push_back(to_host(name.c_str(), listener.port(), true));
  }
  const test::Names names(std::move(hosts));
  Options options = asking(names);
  options.timeout = 200ms;
  options.parallel = 60;
  const auto begun = Clock::now();
  const auto found = try_all(targets, options);
  const auto took = Clock::now() - begun;
  for (const Finding& each : found) EXPECT_EQ(each.outcome, Outcome::timed_out);
  EXPECT_LE(most, 60 + 5);  // what was just closed may not be seen yet
  EXPECT_GE(took, 1s);      // 300 x 200 ms by 60 at a time
  EXPECT_LT(took, 30s);     // one after the other it would be 60 s
}

TEST(ProbeMany, AfterTheDeadlineTheRestIsGivenUp) {
  const test::FullPort full;
  const test::ClosedPort closed;
  const test::Names names({{"silent.acme.example", {Say::nothing, {}, {}}}});
  Options options = asking(names);
  options.timeout = 60s;
  options.parallel = 4;
  std::vector<Target> targets{to_address("127.0.0.1", closed.port()), to_host("silent.acme.example", 443)};
  for (int i = 0; i < 20; ++i) targets.push_back(to_address("127.0.0.1", full.port()));
  const auto begun = Clock::now();
  const auto found = try_all(targets, options, begun + 300ms);
  EXPECT_LT(Clock::now() - begun, 10s);
  EXPECT_EQ(found[0].outcome, Outcome::refused);
  for (std::size_t i = 1; i < found.size(); ++i) {
    EXPECT_EQ(found[i].verdict, Verdict::not_tried) << i;
    EXPECT_EQ(found[i].outcome, Outcome::gave_up) << i;
  }
}

TEST(ProbeMany, WhoeverCallsCanEndIt) {
  const test::FullPort full;
  const std::vector<Target> targets(10, to_address("127.0.0.1", full.port()));
  int calls = 0;
  const auto begun = Clock::now();
  const auto found =
      try_all(targets, waiting(60s), kNever, [&calls](std::size_t, std::size_t) { return ++calls < 3; });
  EXPECT_LT(Clock::now() - begun, 10s);
  EXPECT_EQ(calls, 3);
  for (const Finding& each : found) EXPECT_EQ(each.outcome, Outcome::gave_up);
}

}  // namespace
}  // namespace sallyport::reach
