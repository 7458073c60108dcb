#include "reach/check.h"

#include <gtest/gtest.h>

#include "catalog/test_catalogs.h"
#include "reach/test_sockets.h"

namespace sallyport::reach {
namespace {

using Say = test::Names::Say;

class CheckTest : public ::testing::Test {
 protected:
  // Entries of one cell of one offering, all of it resolved.
  void resolve(const std::string& entries) {
    catalog_ =
        catalog::test::catalog(catalog::test::tool("      - source: en\n        entries:\n" + entries));
    resolved_ =
        catalog::resolve(catalog_, {.offerings = {}, .sites = {}, .version = {}, .features = {}, .all = true})
            .value();
  }
  std::vector<const catalog::ResolvedLine*> lines() const {
    std::vector<const catalog::ResolvedLine*> lines;
    for (const auto& line : resolved_.lines) lines.push_back(&line);
    return lines;
  }
  Result<std::vector<Planned>> planned(const std::vector<const char*>& hosts = {}) const {
    std::vector<net::HostPattern> patterns;
    for (const char* host : hosts) patterns.push_back(*net::HostPattern::parse(host));
    return plan(lines(), patterns);
  }
  static std::string text_of(const Planned& each) {
    std::string text = net::to_string(each.line->destination) + ": ";
    if (each.target) {
      text += each.target->host() != nullptr ? each.target->host()->to_string()
                                             : each.target->address()->to_string();
      if (each.target->port) text += ":" + std::to_string(*each.target->port);
      if (each.target->tls) text += " tls";
      if (each.named) text += " named";
    }
    return text + (each.untried == Untried::no ? "" : " " + std::string(to_string(each.untried)));
  }
  std::vector<std::string> texts(const std::vector<const char*>& hosts = {}) const {
    std::vector<std::string> texts;
    const auto all = planned(hosts).value();
    for (const auto& each : all) texts.push_back(text_of(each));
    return texts;
  }

  catalog::Catalog catalog_;
  catalog::Resolved resolved_;
};

TEST_F(CheckTest, WhatOfEachLineCanBeTried) {
  resolve(R"(          - hosts: www.acme.example
            ports: [443/tcp, 80/tcp, 500/udp, 6000-6010/tcp]
          - hosts: all.acme.example
            ports: any
          - hosts: "*.acme.example"
            ports: 443/tcp
          - addresses: 203.1.112.0/24
            ports: 443/tcp
          - addresses: 203.1.114.7
            ports: [443/tcp, 123/udp]
          - addresses: 203.1.115.7
)");
  EXPECT_EQ(texts(), (std::vector<std::string>{
                         "203.1.112.0/24 443/tcp:  network",
                         "203.1.114.7 123/udp:  udp",
                         "203.1.114.7 443/tcp: 203.1.114.7:443 tls",
                         "203.1.115.7:  no_ports",
                         "*.acme.example 443/tcp:  wildcard",
                         "all.acme.example: all.acme.example no_ports",
                         "www.acme.example 80/tcp: www.acme.example:80",
                         "www.acme.example 443/tcp: www.acme.example:443 tls",
                         "www.acme.example 500/udp: www.acme.example udp",
                         "www.acme.example 6000-6010/tcp: www.acme.example several_ports",
                     }));
}

TEST_F(CheckTest, AHostThatSomebodyNamesStandsForAWildcard) {
  resolve(R"(          - hosts: ["*.acme.example", "**.apps.acme.example"]
            ports: 443/tcp
)");
  EXPECT_EQ(texts({"eu.acme.example", "a.b.apps.acme.example", "us.acme.example"}),
            (std::vector<std::string>{
                "*.acme.example 443/tcp: eu.acme.example:443 tls named",
                "*.acme.example 443/tcp: us.acme.example:443 tls named",
                "**.apps.acme.example 443/tcp: a.b.apps.acme.example:443 tls named",
            }));
  EXPECT_EQ(planned({"acme.example"}).error().code, ErrorCode::not_found);
  EXPECT_EQ(planned({"a.b.acme.example"}).error().code, ErrorCode::not_found);
  EXPECT_EQ(planned({"*.apps.acme.example"}).error().code, ErrorCode::malformed_host);
}

TEST_F(CheckTest, ANameIsLookedUpWhereItsPortsCannotBeTried) {
  resolve(R"(          - hosts: [here.acme.example, gone.acme.example]
            ports: 500/udp
)");
  const test::Names names({{"here.acme.example", {Say::addresses, {"127.0.0.1"}, {}}}});
  Options options;
  options.resolver = NameServer{net::Address::ipv4(0x7f000001), names.port()};
  const auto checked =
      check(planned().value(), options, std::chrono::steady_clock::time_point::max()).value();
  ASSERT_EQ(checked.size(), 2U);
  EXPECT_EQ(checked[0].finding.outcome, Outcome::no_such_host);
  EXPECT_EQ(checked[0].finding.verdict, Verdict::fails);
  EXPECT_EQ(checked[1].finding.verdict, Verdict::not_tried);
  EXPECT_EQ(checked[1].finding.reason, "the name is known; udp cannot be tried: silence may mean anything");
  EXPECT_FALSE(all_work(checked));
  EXPECT_TRUE(all_work({checked[1]}));
}

TEST_F(CheckTest, WhatWasGivenUpDoesNotCountAsWorking) {
  resolve(R"(          - addresses: 203.1.114.7
            ports: 443/tcp
)");
  // The deadline is over: no packet leaves.
  const auto checked = check(planned().value(), {}, std::chrono::steady_clock::time_point::min()).value();
  EXPECT_EQ(checked[0].finding.verdict, Verdict::not_tried);
  EXPECT_FALSE(all_work(checked));
}

TEST_F(CheckTest, WhatTheVendorSaysStandsThereOnce) {
  resolve(R"(          - hosts: www.acme.example
            ports: 443/tcp
            purpose: {en: Updates., de: Updates kommen von hier.}
            impact: No updates.
          - hosts: www.acme.example
            ports: 443/tcp
            need: recommended
            purpose: {en: Updates., de: Updates kommen von hier.}
            impact: No licence.
)");
  ASSERT_EQ(resolved_.lines.size(), 1U);
  const auto& line = resolved_.lines.front();
  EXPECT_EQ(purposes_of(line, catalog::Language::german),
            std::vector<std::string>{"Updates kommen von hier."});
  EXPECT_EQ(impacts_of(line, catalog::Language::english),
            (std::vector<std::string>{"No updates.", "No licence."}));
}

}  // namespace
}  // namespace sallyport::reach
