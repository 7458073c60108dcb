#include "catalog/read_catalog.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "catalog/test_catalogs.h"

namespace sallyport::catalog {
namespace {

using test::acme;
using test::catalog;
using test::faults;
using test::tool;

// The indented block of the guide is a catalog, so what the guide says is true.
std::string guide_example() {
  std::ifstream in(SALLYPORT_SOURCE "/docs/guides/write-a-catalog.md");
  std::string text;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("    ")) {
      text += line.substr(4) + "\n";
    } else if (!text.empty()) {
      break;
    }
  }
  return text;
}

TEST(ReadCatalog, TheGuidesExample) {
  const Catalog acme = catalog(guide_example());
  EXPECT_EQ(acme.vendor, "acme");
  EXPECT_EQ(acme.name.en, "Acme");
  ASSERT_EQ(acme.sources.size(), 2U);
  EXPECT_EQ(acme.sources[0].dated->to_string(), "2026-09");
  EXPECT_EQ(acme.sources[1].language, Language::japanese);
  ASSERT_EQ(acme.history.size(), 1U);
  EXPECT_EQ(acme.history[0].sources, std::vector<std::string>{"en"});
  ASSERT_EQ(acme.sites.size(), 2U);
  EXPECT_EQ(acme.site("DC-02")->name.ja,
            "\xe3\x83\x95\xe3\x83\xa9\xe3\x83\xb3\xe3\x82\xaf\xe3\x83\x95\xe3\x83\xab\xe3\x83\x88");
  EXPECT_EQ(acme.site("DC-02")->name.in(Language::german), "Frankfurt");
  ASSERT_EQ(acme.access.size(), 3U);
  EXPECT_EQ(acme.access[1].how, WayIn::ticket);
  ASSERT_EQ(acme.advice.size(), 2U);
  EXPECT_EQ(acme.advice[1].destinations.size(), 2U);
  EXPECT_EQ(net::to_string(acme.advice[1].destinations[1]), "**.acme.example 443/tcp");

  const Offering& push = *acme.offering("push");
  EXPECT_EQ(push.direction, Direction::from_vendor);
  EXPECT_EQ(std::get<Addresses>(push.cells[0].content).entries[0].destinations.size(), 2U);
  EXPECT_FALSE(std::get<Addresses>(push.cells[0].content).entries[0].destinations[0].ports);
  EXPECT_TRUE(std::holds_alternative<NotAvailable>(push.cells[1].content));
  EXPECT_EQ(push.cells[1].sources, (std::vector<std::string>{"en", "ja"}));

  const Cell& content = acme.offering("content")->cells[0];
  EXPECT_EQ(content.sites, (std::vector<std::string>{"DC-01", "DC-02"}));
  EXPECT_TRUE(std::get<Addresses>(content.content).same_as->chosen);

  const Offering& scanner = *acme.offering("scanner");
  EXPECT_EQ(scanner.cells[0].versions.from->to_string(), "2.10");
  const auto& entries = std::get<Addresses>(scanner.cells[0].content).entries;
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(net::to_string(entries[0].destinations[1]), "updates.acme.example 80/tcp");
  EXPECT_EQ(net::to_string(entries[1].replaced_by[0]), "spam.acme.example 443/tcp");
  EXPECT_EQ(entries[1].until->to_string(), "2026-Q4");
  EXPECT_EQ(entries[2].feature, "license-key");
  EXPECT_EQ(entries[3].need, Need::optional);
  EXPECT_EQ(std::get<Unknown>(scanner.cells[1].content).why.en,
            "The page says nothing about these versions.");
  EXPECT_EQ(scanner.cells[2].until->to_string(), "2026-12-31");
  EXPECT_EQ(scanner.cells[2].line, 69);
  EXPECT_EQ(acme.offering("nothing"), nullptr);
  EXPECT_EQ(acme.source("de"), nullptr);
}

TEST(ReadCatalog, TheCatalogsThatComeWithIt) {
  for (const char* vendor : {"moengage", "withsecure"}) {
    const auto read = load_catalog(std::string(SALLYPORT_SOURCE "/catalogs/") + vendor + ".yaml");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->vendor, vendor);
  }
  const auto missing = load_catalog("/nowhere/x.yaml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_FALSE(load_catalog("/"));
}

TEST(ReadCatalog, AListOfOneNeedsNoBrackets) {
  const Catalog read = catalog(tool("      source: en\n      hosts: a.acme.example\n      ports: 443/tcp\n"));
  EXPECT_EQ(
      net::to_string(std::get<Addresses>(read.offerings[0].cells[0].content).entries[0].destinations[0]),
      "a.acme.example 443/tcp");
}

TEST(ReadCatalog, AnyPortIsSaid) {
  const Catalog read = catalog(tool("      - {source: en, hosts: a.acme.example, ports: any}\n"));
  EXPECT_FALSE(std::get<Addresses>(read.offerings[0].cells[0].content).entries[0].destinations[0].ports);
}

TEST(ReadCatalog, UnknownFieldsNameTheNearest) {
  EXPECT_EQ(faults(tool("      - {source: en, adresses: [3.6.251.95]}\n")),
            "11:9: this cell says nothing: give it addresses, hosts, entries or same-as, or say "
            "'not-available: true' "
            "or 'unknown: WHY'\n"
            "11:22: a cell has no field 'adresses': did you mean 'addresses'?");
  EXPECT_EQ(faults(tool("      - {source: en, colour: red, hosts: a.acme.example, ports: any}\n")),
            "11:22: a cell has no field 'colour': there are site, sites, versions, until, source, sources, "
            "addresses, "
            "hosts, ports, entries, same-as, not-available, unknown");
  EXPECT_EQ(faults(tool("      - {source: en, source: ja, addresses: 3.6.251.95}\n")),
            "11:22: 'source' stands here twice");
  EXPECT_EQ(faults(tool("      - {source: en, addresses: }\n")),
            "11:9: this cell says nothing: give it addresses, hosts, entries or same-as, or say "
            "'not-available: true' "
            "or 'unknown: WHY'\n"
            "11:22: 'addresses' is empty: give it a value, or leave it out");
  EXPECT_EQ(faults("[a, b]"),
            "1:1: a catalog is written as fields with values: vendor, name, sources, history, sites, access, "
            "advice, "
            "offerings");
  EXPECT_EQ(faults("vendor: acme\nname: A\n"),
            "1:1: a catalog needs 'sources'\n1:1: a catalog needs 'offerings'");
}

TEST(ReadCatalog, YamlThatSurprisesIsRefused) {
  EXPECT_EQ(faults(tool("      - {source: en, hosts: [*.acme.example], ports: any}\n")),
            "11:30: the referenced anchor is not defined: a text that begins with * or & stands in quotes");
  EXPECT_EQ(faults(tool("      - &x {source: en, addresses: 3.6.251.95}\n")),
            "11:9: anchors are not taken here: write it out where it is meant");
  EXPECT_EQ(faults(tool("      - {source: en, addresses: !!str 3.6.251.95}\n")),
            "11:33: tags are not taken here");
  EXPECT_EQ(faults(""), " the file is empty");
  EXPECT_EQ(faults(std::string((8U << 20U) + 1, '#')), " the file is larger than 8388608 bytes");
  std::string deep(100'000, '[');
  // An unclosed bracket may still become the name of a field, and counts twice.
  EXPECT_EQ(faults(deep), "1:9: this is nested too deeply");
}

TEST(ReadCatalog, ReferencesNameTheNearest) {
  EXPECT_EQ(faults(tool("      - {source: enn, addresses: 3.6.251.95}\n")),
            "11:18: there is no source 'enn': there are en, ja");
  EXPECT_EQ(faults(tool("      - {source: en, site: DC-1, addresses: 3.6.251.95}\n")),
            "11:28: there is no site 'DC-1': did you mean 'DC-01'? There are DC-01, DC-02");
  EXPECT_EQ(faults(tool("      - {source: en, same-as: [toool]}\n")),
            "11:32: there is no offering 'toool': did you mean 'tool'? There are tool");
  EXPECT_EQ(faults(tool("      - {source: en, entries: [{addresses: 3.6.251.95, feature: licence}]}\n")),
            "11:65: there is no feature of tool 'licence': there is none at all");
  EXPECT_EQ(faults(tool("      - {addresses: 3.6.251.95}\n")),
            "11:9: a cell needs 'source': the page that says so");
  EXPECT_EQ(faults(tool("      - {source: en, sources: [ja], addresses: 3.6.251.95}\n")),
            "11:18: 'source' and 'sources' are the same: write one of them");
  EXPECT_EQ(faults(tool("      - {source: [en, en], addresses: 3.6.251.95}\n")),
            "11:23: 'en' stands here twice");
}

TEST(ReadCatalog, IdsAreUniqueAndPlain) {
  EXPECT_EQ(
      faults("vendor: Acme Corp.\nname: A\nsources: {id: en, page: P, language: en}\n"
             "offerings: {id: x, name: X, direction: to-vendor, cells: {source: en, not-available: true}}"),
      "1:9: 'Acme Corp.' is not an id: small letters, digits and single hyphens between them, at most 64; "
      "did you "
      "mean 'acme-corp'?");
  EXPECT_EQ(faults("vendor: acme\nname: A\nsources: [{id: en, page: P, language: en}, {id: en, page: Q, "
                   "language: ja}]\n"
                   "sites: [a, b, a, all, -x]\n"
                   "offerings:\n"
                   "  - {id: x, name: X, direction: to-vendor, features: [f, f], cells: {source: en, "
                   "not-available: true}}\n"
                   "  - {id: x, name: X, direction: to-vendor, cells: {source: en, not-available: true}}\n"),
            "3:49: 'en' stands here twice: give each its own id\n"
            "4:15: 'a' stands here twice: give each its own id\n"
            "4:18: 'all' is not the id of a site: letters, digits, '.', '_' and '-', a letter or digit in "
            "front, at most "
            "64; and 'all' means each of them\n"
            "4:23: '-x' is not the id of a site: letters, digits, '.', '_' and '-', a letter or digit in "
            "front, at most "
            "64\n"
            "6:58: 'f' stands here twice: give each its own id\n"
            "7:10: 'x' stands here twice: give each its own id");
}

TEST(ReadCatalog, AddressesAreThoseOfAVendor) {
  const auto address = [](const std::string& text) {
    return faults(tool("      - {source: en, addresses: [3.6.251.95, \"" + text + "\"]}\n"));
  };
  EXPECT_EQ(address("0.0.0.0/0"),
            "11:46: 0.0.0.0/0 is too wide for a vendor's list: the widest that is taken is a /8");
  EXPECT_EQ(address("0.0.0.0/1"),
            "11:46: 0.0.0.0/1 is too wide for a vendor's list: the widest that is taken is a /8");
  EXPECT_EQ(address("128.0.0.0/1"),
            "11:46: 128.0.0.0/1 is too wide for a vendor's list: the widest that is taken is a /8");
  EXPECT_EQ(address("2600::/18"),
            "11:46: 2600::/18 is too wide for a vendor's list: the widest that is taken is a /19");
  EXPECT_EQ(address("10.1.0.0/16"),
            "11:46: 10.1.0.0/16 is in 10.0.0.0/8 (Private-Use, RFC 1918): no vendor comes from there");
  EXPECT_EQ(address("192.0.0.0/8"),
            "11:46: 192.0.0.0/8 is or has in it 192.0.0.0/24 (IETF Protocol Assignments, RFC 6890): no "
            "vendor comes from "
            "there");
  EXPECT_EQ(
      address("64:ff9b::/96"),
      "11:46: 64:ff9b::/96 is not in 2000::/3, the addresses of the Internet: no vendor comes from there");
  for (const char* special : {"127.0.0.1",
                              "169.254.1.1",
                              "172.16.0.0/12",
                              "192.168.1.0/24",
                              "100.64.0.1",
                              "192.0.2.1",
                              "198.51.100.7",
                              "203.0.113.0/24",
                              "198.18.0.1",
                              "224.0.0.1",
                              "239.1.2.3",
                              "255.255.255.255",
                              "240.0.0.1",
                              "::1",
                              "::",
                              "fe80::1",
                              "fc00::1",
                              "fd12::/48",
                              "ff02::1",
                              "2001:db8::1",
                              "2002::1",
                              "2001::1",
                              "100::1",
                              "64:ff9b:1::1",
                              "5f00::1",
                              "3fff::1",
                              "4000::1",
                              "e000::1"}) {
    EXPECT_NE(address(special).find("no vendor comes from there"), std::string::npos)
        << special << address(special);
  }
  EXPECT_EQ(
      address("3.6.251.95/24"),
      "11:46: 3.6.251.95/24 is not a prefix: bits behind its length are set; did you mean 3.6.251.0/24?");
  EXPECT_TRUE(address("3.6.251").starts_with("11:46: 3.6.251 is not an address")) << address("3.6.251");
  EXPECT_EQ(address("x.acme.example"), "11:46: x.acme.example is a host: write it under 'hosts'");
  EXPECT_EQ(address("3.6.251.95"), "11:46: 3.6.251.95 stands here twice");
}

// Seventeen halves of what one prefix may be make more than all of them may.
TEST(ReadCatalog, TheUnionOfAVendorsAddressesIsMeasured) {
  std::string some, much;
  for (int i = 0; i < 32; ++i) some += std::to_string(16 + i) + ".0.0.0/9, ";
  for (int i = 0; i < 32; ++i) much += std::to_string(16 + i) + ".128.0.0/9, ";
  EXPECT_EQ(faults(tool("      - {source: en, addresses: [" + some + "]}\n")), "none");
  EXPECT_EQ(faults(tool("      - versions: {to: 1}\n        source: en\n        addresses: [" + some +
                        "]\n      - {source: en, versions: {from: 2}, addresses: [" + much + "]}\n")),
            "13:21: the addresses of this vendor are more than a sixteenth of IPv4 together, as this "
            "16.0.0.0/9: no list "
            "should let so many in");
  std::string wide;
  for (int i = 0; i < 9; ++i) wide += "\"26" + std::to_string(i) + "0::/19\", ";
  EXPECT_EQ(faults(tool("      - {source: en, addresses: [" + wide + "]}\n")),
            "11:34: the addresses of this vendor are more than a /16 of IPv6 together, as this 2600::/19: no "
            "list should "
            "let so many in");
}

TEST(ReadCatalog, HostsAreHosts) {
  const auto host = [](const std::string& text) {
    return faults(tool("      - {source: en, ports: 443/tcp, hosts: [a.acme.example, \"" + text + "\"]}\n"));
  };
  EXPECT_TRUE(host("b_c.acme.example").starts_with("11:62: b_c.acme.example is not a host name: "))
      << host("b_c.acme.example");
  EXPECT_TRUE(host("https://b.acme.example/").ends_with("did you mean b.acme.example?"));
  EXPECT_TRUE(host("*.co.uk").starts_with("11:62: *.co.uk is too wide: ")) << host("*.co.uk");
  EXPECT_TRUE(host("**.com").starts_with("11:62: **.com is too wide: ")) << host("**.com");
  EXPECT_EQ(host("3.6.251.95"), "11:62: 3.6.251.95 is an address: write it under 'addresses'");
  EXPECT_EQ(host("A.acme.example"), "11:62: a.acme.example stands here twice");
  EXPECT_EQ(faults(tool("      - {source: en, hosts: a.acme.example}\n")),
            "11:29: hosts need 'ports', here or at the offering: 443/tcp, for example, or any");
}

TEST(ReadCatalog, PortsArePorts) {
  const auto ports = [](const std::string& text) {
    return faults(tool("      - {source: en, hosts: a.acme.example, ports: " + text + "}\n"));
  };
  EXPECT_TRUE(ports("443").starts_with("11:52: ")) << ports("443");
  EXPECT_TRUE(ports("[443/tcp, 0/tcp]").starts_with("11:62: ")) << ports("[443/tcp, 0/tcp]");
  EXPECT_EQ(ports("[443/tcp, any]"), "11:62: 'any' stands alone: write ports: any");
  EXPECT_EQ(ports("[443/tcp, 443/tcp]"), "11:62: 443/tcp stands here twice");
  EXPECT_EQ(faults(tool("      - {source: en, not-available: true, ports: 1/tcp}\n")), "none");
  EXPECT_EQ(faults(tool("      - {source: en, ports: 1/tcp, same-as: tool}\n")),
            "11:29: 'ports' belongs to 'addresses' or 'hosts': there is neither here");
}

}  // namespace
}  // namespace sallyport::catalog
