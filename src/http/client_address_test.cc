#include "http/client_address.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "net/test_addresses.h"

namespace sallyport::http {
namespace {

using namespace std::string_literals;
using net::test::address;
using net::test::prefix;

// The proxies of all cases: 10.1.0.0/16, 203.0.113.7, 2001:db8:ff::/48.
std::vector<net::Prefix> proxies() {
  return {prefix("10.1.0.0/16"), prefix("203.0.113.7"), prefix("2001:db8:ff::/48")};
}

enum class Setup { socket, xff, forwarded, xff_alone, forwarded_alone, xff_unix };

ClientAddressFinder finder(Setup setup) {
  ClientAddressSettings settings;
  if (setup != Setup::socket) {
    settings.trusted_proxies = proxies();
    const bool xff = setup == Setup::xff || setup == Setup::xff_alone || setup == Setup::xff_unix;
    settings.header = xff ? AddressHeader::x_forwarded_for : AddressHeader::forwarded;
    settings.ignore_other_header = setup == Setup::xff_alone || setup == Setup::forwarded_alone;
    settings.trust_unix = setup == Setup::xff_unix;
  }
  return ClientAddressFinder::create(settings).value();
}

struct Header {
  std::string name;
  std::string value;
};

struct ClientAddressCase {
  const char* name;
  Setup setup;
  const char* peer;  // "unix", an address, or "SENDER>PROXIED" where a PROXY protocol header named one
  std::vector<Header> headers;
  const char* expected;  // an address, or the name of the fault
};

std::ostream& operator<<(std::ostream& out, const ClientAddressCase& c) { return out << c.name; }

Peer peer_of(std::string_view text) {
  if (text == "unix") return {};
  const auto arrow = text.find('>');
  Peer peer{address(text.substr(0, arrow)), std::nullopt};
  if (arrow != std::string_view::npos) peer.proxied = address(text.substr(arrow + 1));
  return peer;
}

std::string find(const ClientAddressCase& c) {
  std::vector<Field> fields;
  for (const auto& header : c.headers) fields.push_back({header.name, header.value});
  const auto found = finder(c.setup).find(peer_of(c.peer), fields);
  if (found) return found->address.to_string();
  switch (found.error()) {
    case AddressFault::absent:
      return "absent";
    case AddressFault::unknown:
      return "unknown";
    case AddressFault::unnamed_proxy:
      return "unnamed_proxy";
    case AddressFault::malformed:
      return "malformed";
    case AddressFault::ambiguous:
      return "ambiguous";
  }
  return "?";
}

class ClientAddressTest : public testing::TestWithParam<ClientAddressCase> {};

TEST_P(ClientAddressTest, Is) { EXPECT_EQ(find(GetParam()), GetParam().expected); }

std::string name_of(const testing::TestParamInfo<ClientAddressCase>& c) { return c.param.name; }

constexpr const char* kProxy = "10.1.2.3";
constexpr const char* kStranger = "198.51.100.66";

ClientAddressCase xff(const char* name, std::string value, const char* expected) {
  return {name, Setup::xff, kProxy, {{"X-Forwarded-For", std::move(value)}}, expected};
}
ClientAddressCase fwd(const char* name, std::string value, const char* expected) {
  return {name, Setup::forwarded, kProxy, {{"Forwarded", std::move(value)}}, expected};
}
// A request that a stranger sends directly.
ClientAddressCase direct(const char* name, std::string header, std::string value) {
  return {name, Setup::xff, kStranger, {{std::move(header), std::move(value)}}, kStranger};
}

// Who says which address it is. The names are those of the advisories in which somebody got it wrong.
INSTANTIATE_TEST_SUITE_P(
    Provenance, ClientAddressTest,
    testing::Values(
        ClientAddressCase{"default_is_the_socket", Setup::socket, kStranger, {}, kStranger},
        ClientAddressCase{"default_ignores_x_forwarded_for",
                          Setup::socket,
                          kStranger,
                          {{"X-Forwarded-For", "10.0.0.1"}},
                          kStranger},
        ClientAddressCase{"default_ignores_forwarded",
                          Setup::socket,
                          kStranger,
                          {{"Forwarded", "for=10.0.0.1"}},
                          kStranger},
        ClientAddressCase{"default_ignores_even_nonsense",
                          Setup::socket,
                          kStranger,
                          {{"X-Forwarded-For", ",,;"}},
                          kStranger},
        ClientAddressCase{"default_trusts_no_private_range",
                          Setup::socket,
                          "10.1.2.3",
                          {{"X-Forwarded-For", "192.0.2.1"}},
                          "10.1.2.3"},
        ClientAddressCase{"default_loopback_is_the_socket", Setup::socket, "127.0.0.1", {}, "127.0.0.1"},
        ClientAddressCase{"default_unix_has_no_address", Setup::socket, "unix", {}, "absent"},
        ClientAddressCase{"CVE_2024_45806_private_peers_are_not_trusted",
                          Setup::xff,
                          "10.2.0.1",
                          {{"X-Forwarded-For", "192.0.2.1"}},
                          "10.2.0.1"},
        ClientAddressCase{"CVE_2024_45806_x_envoy_external_address",
                          Setup::xff,
                          "10.2.0.1",
                          {{"X-Envoy-External-Address", "192.0.2.1"}},
                          "10.2.0.1"},
        ClientAddressCase{"envoy_133_private_elements_are_not_trusted",
                          Setup::xff,
                          kProxy,
                          {{"X-Forwarded-For", "192.0.2.1, 10.2.0.1"}},
                          "10.2.0.1"},
        direct("CVE_2025_41235_forwarded_from_anyone", "Forwarded", "for=192.0.2.1"),
        direct("CVE_2025_41235_x_forwarded_for_from_anyone", "X-Forwarded-For", "192.0.2.1"),
        direct("CVE_2022_24112_inner_request_says_loopback", "X-Real-IP", "127.0.0.1"),
        direct("CVE_2022_24112_inner_request_says_forwarded", "X-Forwarded-For", "127.0.0.1"),
        direct("abuse_1_cf_connecting_ip", "CF-Connecting-IP", "192.0.2.1"),
        direct("abuse_1_true_client_ip", "True-Client-IP", "192.0.2.1"),
        direct("abuse_1_x_client_ip", "X-Client-IP", "192.0.2.1"),
        direct("abuse_1_x_real_ip", "X-Real-IP", "192.0.2.1"),
        direct("abuse_1_x_cluster_client_ip", "X-Cluster-Client-IP", "192.0.2.1"),
        direct("abuse_1_fastly_client_ip", "Fastly-Client-IP", "192.0.2.1"),
        direct("abuse_1_x_forwarded", "X-Forwarded", "192.0.2.1"),
        direct("abuse_1_client_ip", "Client-IP", "192.0.2.1"),
        direct("GHSA_5m6w_wvh7_57vm_alias_from_a_stranger", "X_Forwarded_For", "192.0.2.1"),
        direct("malformed_from_a_stranger_is_nothing", "X-Forwarded-For", "\x01,'\"--"),
        direct("too_many_from_a_stranger_is_nothing", "X-Forwarded-For", std::string(4000, ',')),
        ClientAddressCase{"x_real_ip_from_the_proxy_is_not_the_header",
                          Setup::xff,
                          kProxy,
                          {{"X-Real-IP", "192.0.2.1"}},
                          "absent"},
        ClientAddressCase{"cf_connecting_ip_from_the_proxy_is_not_the_header",
                          Setup::xff,
                          kProxy,
                          {{"CF-Connecting-IP", "192.0.2.1"}},
                          "absent"},
        ClientAddressCase{"CVE_2024_45410_header_taken_out_on_the_way", Setup::xff, kProxy, {}, "absent"},
        ClientAddressCase{"CVE_2024_45410_connection_names_the_header",
                          Setup::xff,
                          kProxy,
                          {{"Connection", "X-Forwarded-For"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "ambiguous"},
        ClientAddressCase{"CVE_2024_45410_connection_after_the_header",
                          Setup::xff,
                          kProxy,
                          {{"X-Forwarded-For", "192.0.2.1"}, {"Connection", "x-forwarded-for"}},
                          "ambiguous"},
        ClientAddressCase{"CVE_2022_31813_connection_in_a_list",
                          Setup::xff,
                          kProxy,
                          {{"Connection", "close , x-forwarded-for\t"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "ambiguous"},
        ClientAddressCase{
            "CVE_2025_48865_connection_second_line",
            Setup::xff,
            kProxy,
            {{"Connection", "close"}, {"Connection", "X-Forwarded-For"}, {"X-Forwarded-For", "192.0.2.1"}},
            "ambiguous"},
        ClientAddressCase{"CVE_2025_48865_connection_names_an_alias",
                          Setup::xff,
                          kProxy,
                          {{"Connection", "x_forwarded_for"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "ambiguous"},
        ClientAddressCase{"connection_names_forwarded",
                          Setup::forwarded,
                          kProxy,
                          {{"Connection", "forwarded"}, {"Forwarded", "for=192.0.2.1"}},
                          "ambiguous"},
        ClientAddressCase{"connection_with_other_options",
                          Setup::xff,
                          kProxy,
                          {{"Connection", "keep-alive, TE"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "192.0.2.1"},
        ClientAddressCase{"GHSA_5m6w_wvh7_57vm_underscore_beside_the_header",
                          Setup::xff,
                          kProxy,
                          {{"X_Forwarded_For", "192.0.2.9"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "ambiguous"},
        ClientAddressCase{"GHSA_5m6w_wvh7_57vm_underscore_alone",
                          Setup::xff,
                          kProxy,
                          {{"X_Forwarded_For", "192.0.2.9"}},
                          "ambiguous"},
        ClientAddressCase{"CVE_2025_64484_mixed_underscore",
                          Setup::xff,
                          kProxy,
                          {{"X-Forwarded_For", "192.0.2.9"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "ambiguous"},
        ClientAddressCase{"CVE_2026_40575_dots_for_hyphens",
                          Setup::xff,
                          kProxy,
                          {{"X.Forwarded.For", "192.0.2.9"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "ambiguous"},
        ClientAddressCase{"CVE_2025_64484_alias_in_lower_case",
                          Setup::xff,
                          kProxy,
                          {{"x_forwarded_for", "192.0.2.1"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "ambiguous"},
        ClientAddressCase{"GHSA_6384_m2mw_rf54_x_forwarded_prefix_is_another",
                          Setup::xff,
                          kProxy,
                          {{"X-Forwarded-Prefix", "192.0.2.9"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "192.0.2.1"},
        ClientAddressCase{"both_headers",
                          Setup::xff,
                          kProxy,
                          {{"Forwarded", "for=192.0.2.9"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "ambiguous"},
        ClientAddressCase{"both_headers_even_if_they_agree",
                          Setup::xff,
                          kProxy,
                          {{"X-Forwarded-For", "192.0.2.1"}, {"Forwarded", "for=192.0.2.1"}},
                          "ambiguous"},
        ClientAddressCase{"both_headers_when_forwarded_counts",
                          Setup::forwarded,
                          kProxy,
                          {{"X-Forwarded-For", "192.0.2.1"}, {"Forwarded", "for=192.0.2.9"}},
                          "ambiguous"},
        ClientAddressCase{
            "only_the_other_header", Setup::xff, kProxy, {{"Forwarded", "for=192.0.2.9"}}, "ambiguous"},
        ClientAddressCase{"other_header_ignored_where_set",
                          Setup::xff_alone,
                          kProxy,
                          {{"Forwarded", "for=192.0.2.9"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "192.0.2.1"},
        ClientAddressCase{"x_forwarded_for_ignored_where_set",
                          Setup::forwarded_alone,
                          kProxy,
                          {{"Forwarded", "for=192.0.2.9"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "192.0.2.9"},
        ClientAddressCase{"other_header_ignored_is_not_used_instead",
                          Setup::xff_alone,
                          kProxy,
                          {{"Forwarded", "for=192.0.2.9"}},
                          "absent"},
        ClientAddressCase{"alias_of_the_other_header",
                          Setup::forwarded,
                          kProxy,
                          {{"X_Forwarded_For", "192.0.2.1"}, {"Forwarded", "for=192.0.2.9"}},
                          "ambiguous"},
        ClientAddressCase{"unix_is_trusted_where_set",
                          Setup::xff_unix,
                          "unix",
                          {{"X-Forwarded-For", "192.0.2.1"}},
                          "192.0.2.1"},
        ClientAddressCase{"unix_without_the_header", Setup::xff_unix, "unix", {}, "absent"},
        ClientAddressCase{"unix_is_not_trusted_by_itself",
                          Setup::xff,
                          "unix",
                          {{"X-Forwarded-For", "192.0.2.1"}},
                          "unnamed_proxy"},
        ClientAddressCase{"unix_walks_on_to_the_client",
                          Setup::xff_unix,
                          "unix",
                          {{"X-Forwarded-For", "192.0.2.1, 10.1.0.9"}},
                          "192.0.2.1"},
        ClientAddressCase{
            "proxy_protocol_counts_as_the_socket", Setup::socket, "10.1.2.3>192.0.2.1", {}, "192.0.2.1"},
        ClientAddressCase{"proxy_protocol_client_is_no_proxy",
                          Setup::xff,
                          "10.1.2.3>192.0.2.1",
                          {{"X-Forwarded-For", "192.0.2.9"}},
                          "192.0.2.1"},
        ClientAddressCase{"proxy_protocol_names_a_trusted_proxy",
                          Setup::xff,
                          "198.51.100.66>10.1.0.1",
                          {{"X-Forwarded-For", "192.0.2.9"}},
                          "192.0.2.9"},
        ClientAddressCase{"ndss25_proxy_protocol_says_loopback",
                          Setup::xff,
                          "10.1.2.3>127.0.0.1",
                          {{"X-Forwarded-For", "192.0.2.9"}},
                          "unnamed_proxy"},
        ClientAddressCase{"trusted_single_address",
                          Setup::xff,
                          "203.0.113.7",
                          {{"X-Forwarded-For", "192.0.2.1"}},
                          "192.0.2.1"},
        ClientAddressCase{"neighbour_of_a_trusted_address",
                          Setup::xff,
                          "203.0.113.8",
                          {{"X-Forwarded-For", "192.0.2.1"}},
                          "203.0.113.8"},
        ClientAddressCase{"trusted_ipv6_proxy",
                          Setup::xff,
                          "2001:db8:ff::1",
                          {{"X-Forwarded-For", "192.0.2.1"}},
                          "192.0.2.1"},
        ClientAddressCase{"CVE_2024_24790_mapped_peer_is_the_ipv4_proxy",
                          Setup::xff,
                          "::ffff:10.1.2.3",
                          {{"X-Forwarded-For", "192.0.2.1"}},
                          "192.0.2.1"},
        ClientAddressCase{"CVE_2026_39409_mapped_stranger_is_ipv4",
                          Setup::xff,
                          "::ffff:198.51.100.66",
                          {{"X-Forwarded-For", "192.0.2.1"}},
                          kStranger},
        ClientAddressCase{"CVE_2026_33376_ipv6_neighbours_of_a_proxy",
                          Setup::xff,
                          "2001:db8:fe::1",
                          {{"X-Forwarded-For", "192.0.2.1"}},
                          "2001:db8:fe::1"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    XForwardedFor, ClientAddressTest,
    testing::Values(
        xff("one", "192.0.2.1", "192.0.2.1"), xff("one_ipv6", "2001:db8::1", "2001:db8::1"),
        xff("ipv6_is_canonical", "2001:DB8:0:0::1", "2001:db8::1"),
        xff("two", "192.0.2.1, 10.1.0.1", "192.0.2.1"),
        xff("without_blanks", "192.0.2.1,10.1.0.1", "192.0.2.1"),
        xff("with_tabs_between", "192.0.2.1\t,\t10.1.0.1", "192.0.2.1"),
        xff("traefik_3646_any_element_matches", "10.1.0.1, 192.0.2.66", "192.0.2.66"),
        xff("traefik_3646_authorized_address_first", "192.0.2.1, 192.0.2.66", "192.0.2.66"),
        xff("abuse_2_leftmost_is_forged", "127.0.0.1, 192.0.2.66", "192.0.2.66"),
        xff("abuse_2_forged_behind_two_proxies", "127.0.0.1, 192.0.2.66, 10.1.0.1, 203.0.113.7",
            "192.0.2.66"),
        xff("CVE_2020_11985_forged_proxy_in_the_middle", "192.0.2.1, 10.1.0.1, 192.0.2.66, 10.1.0.2",
            "192.0.2.66"),
        xff("all_are_proxies_leftmost", "10.1.0.1, 10.1.0.2, 203.0.113.7", "10.1.0.1"),
        xff("one_proxy_only", "10.1.0.1", "10.1.0.1"),
        xff("ipv6_proxies_are_skipped", "192.0.2.1, 2001:db8:ff::9, 2001:db8:ff:1::1", "192.0.2.1"),
        xff("Cloudflare_2022_mapped_client_is_ipv4", "::ffff:192.0.2.1", "192.0.2.1"),
        xff("CVE_2026_39409_mapped_proxy_is_skipped", "192.0.2.1, ::ffff:10.1.0.1", "192.0.2.1"),
        xff("CVE_2026_39409_mapped_in_hexadecimal", "::ffff:c000:201", "192.0.2.1"),
        xff("abuse_6_6to4_is_itself", "2002:c000:201::", "2002:c000:201::"),
        xff("CVE_2026_44232_nat64_is_itself", "64:ff9b::c000:201", "64:ff9b::c000:201"),
        xff("H1_3634400_local_nat64_is_itself", "64:ff9b:1::c000:201", "64:ff9b:1::c000:201"),
        xff("compatible_ipv4_is_ipv6", "::192.0.2.1", "::c000:201"), xff("empty", "", "malformed"),
        xff("blank", "  ", "malformed"), xff("comma_only", ",", "malformed"),
        xff("empty_first", ", 192.0.2.1", "malformed"), xff("empty_last", "192.0.2.1,", "malformed"),
        xff("empty_between", "192.0.2.1,,10.1.0.1", "malformed"),
        xff("CVE_2021_28918_octal", "010.8.8.8", "malformed"),
        xff("CVE_2021_29921_leading_zero", "192.0.02.1", "malformed"),
        xff("CVE_2021_29922_leading_zeros", "127.0.0.001", "malformed"),
        xff("CVE_2021_29923_octal_proxy", "192.0.2.1, 012.1.0.1", "malformed"),
        xff("CVE_2021_29418_short", "192.0.1", "malformed"),
        xff("CVE_2021_29424_one_octet", "10", "malformed"),
        xff("CVE_2023_42282_hexadecimal", "0x7f.1", "malformed"),
        xff("CVE_2024_29415_short_loopback", "127.1", "malformed"),
        xff("CVE_2024_29415_octal_in_one", "01200034567", "malformed"),
        xff("CVE_2024_29415_groups_of_three", "000:0:0000::01", "::1"),
        xff("CVE_2024_29415_mapped_in_mixed_case", "::fFFf:127.0.0.1", "127.0.0.1"),
        xff("decimal_in_one", "3221225985", "malformed"), xff("zone", "fe80::1%eth0", "malformed"),
        xff("prefix", "192.0.2.0/24", "malformed"), xff("port", "192.0.2.1:4711", "malformed"),
        xff("brackets", "[2001:db8::1]", "malformed"),
        xff("brackets_and_port", "[2001:db8::1]:4711", "malformed"),
        xff("quotes", "\"192.0.2.1\"", "malformed"), xff("CVE_2019_9900_nul", "192.0.2.1\0"s, "malformed"),
        xff("CVE_2019_9900_nul_between", "192.0.2.66\0, 192.0.2.1"s, "malformed"),
        xff("blank_inside", "192.0.2. 1", "malformed"),
        xff("blank_for_comma", "192.0.2.1 10.1.0.1", "malformed"),
        xff("semicolon_for_comma", "192.0.2.1; 10.1.0.1", "malformed"),
        xff("vertical_tab", "192.0.2.1\x0b", "malformed"),
        xff("no_break_space",
            "\xc2\xa0"
            "192.0.2.1",
            "malformed"),
        xff("fullwidth_digits",
            "\xef\xbc\x91"
            "92.0.2.1",
            "malformed"),
        xff("negative", "-192.0.2.1", "malformed"), xff("too_large_octet", "192.0.2.256", "malformed"),
        xff("host_name", "localhost", "malformed"), xff("forwarded_syntax", "for=192.0.2.1", "malformed"),
        xff("unknown_alone", "unknown", "unknown"),
        xff("unknown_said_by_a_proxy", "192.0.2.1, unknown", "unknown"),
        xff("unknown_said_by_a_proxy_behind_another", "192.0.2.1, UNKNOWN, 10.1.0.1", "unknown"),
        xff("unknown_left_of_the_client", "unknown, 192.0.2.1", "192.0.2.1"),
        xff("malformed_left_of_the_client", "127.1, 192.0.2.1", "malformed"),
        xff("obfuscated_is_not_its_syntax", "_hidden, 192.0.2.1", "malformed"),
        ClientAddressCase{"two_lines_are_one_list",
                          Setup::xff,
                          kProxy,
                          {{"X-Forwarded-For", "192.0.2.66"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "192.0.2.1"},
        ClientAddressCase{"CVE_2026_26308_not_the_first_line",
                          Setup::xff,
                          kProxy,
                          {{"X-Forwarded-For", "127.0.0.1"}, {"x-forwarded-for", "192.0.2.66, 10.1.0.1"}},
                          "192.0.2.66"},
        ClientAddressCase{"CVE_2026_31838_proxy_in_the_last_line",
                          Setup::xff,
                          kProxy,
                          {{"X-Forwarded-For", "127.0.0.1, 192.0.2.66"}, {"X-Forwarded-For", "10.1.0.1"}},
                          "192.0.2.66"},
        ClientAddressCase{"second_line_empty",
                          Setup::xff,
                          kProxy,
                          {{"X-Forwarded-For", "192.0.2.1"}, {"X-Forwarded-For", ""}},
                          "malformed"},
        ClientAddressCase{"first_line_malformed",
                          Setup::xff,
                          kProxy,
                          {{"X-Forwarded-For", "x"}, {"X-Forwarded-For", "192.0.2.1"}},
                          "malformed"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Forwarded, ClientAddressTest,
    testing::Values(
        fwd("one", "for=192.0.2.1", "192.0.2.1"), fwd("one_quoted", "for=\"192.0.2.1\"", "192.0.2.1"),
        fwd("ipv6_quoted", "for=\"[2001:db8::1]\"", "2001:db8::1"),
        fwd("ipv6_with_port", "For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17"),
        fwd("ipv4_with_port", "for=\"192.0.2.43:47011\"", "192.0.2.43"),
        fwd("obfuscated_port", "for=\"192.0.2.43:_gazonk\"", "192.0.2.43"),
        fwd("rfc7239_all_parameters", "for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60"),
        fwd("for_is_not_first", "proto=https;host=\"a,b;for=1.2.3.4\";for=192.0.2.1", "192.0.2.1"),
        fwd("two", "for=192.0.2.1, for=10.1.0.1", "192.0.2.1"),
        fwd("abuse_2_leftmost_is_forged", "for=127.0.0.1, for=192.0.2.66;proto=http,for=10.1.0.1",
            "192.0.2.66"),
        fwd("all_are_proxies_leftmost", "for=10.1.0.1,for=203.0.113.7", "10.1.0.1"),
        fwd("mapped_is_ipv4", "for=\"[::ffff:192.0.2.1]\"", "192.0.2.1"),
        fwd("unknown", "for=unknown", "unknown"), fwd("obfuscated", "for=_hidden", "unknown"),
        fwd("obfuscated_with_port", "for=\"_SEVKISEK:80\"", "unknown"),
        fwd("unknown_left_of_the_client", "for=unknown, for=192.0.2.1", "192.0.2.1"),
        fwd("unknown_said_by_a_proxy", "for=192.0.2.1, for=_secret, for=10.1.0.1", "unknown"),
        fwd("no_for", "proto=https", "unknown"),
        fwd("no_for_left_of_the_client", "proto=https, for=192.0.2.1", "192.0.2.1"),
        fwd("no_for_said_by_a_proxy", "for=192.0.2.1, proto=https", "unknown"),
        fwd("for_twice", "for=192.0.2.1;for=192.0.2.66", "malformed"),
        fwd("for_twice_in_other_case", "for=192.0.2.1;FOR=192.0.2.1", "malformed"),
        fwd("other_parameter_twice", "proto=http;for=192.0.2.1;proto=https", "malformed"),
        fwd("quote_opened_by_the_client", "for=\"127.0.0.1, for=192.0.2.66", "malformed"),
        fwd("quote_spans_the_proxys_element", "host=\"a, for=192.0.2.66, for=\"10.1.0.1\"", "malformed"),
        fwd("quote_hides_an_element", "host=\"for=192.0.2.66, \";for=192.0.2.1", "192.0.2.1"),
        fwd("escape", "for=\"192.0.2\\.1\"", "malformed"),
        fwd("ipv6_without_brackets", "for=\"2001:db8::1\"", "malformed"),
        fwd("ipv6_without_quotes", "for=[2001:db8::1]", "malformed"),
        fwd("ipv4_in_brackets", "for=\"[192.0.2.1]\"", "malformed"),
        fwd("port_without_quotes", "for=192.0.2.1:80", "malformed"),
        fwd("port_empty", "for=\"192.0.2.1:\"", "malformed"),
        fwd("port_too_long", "for=\"192.0.2.1:123456\"", "malformed"),
        fwd("bracket_open", "for=\"[2001:db8::1\"", "malformed"),
        fwd("after_the_bracket", "for=\"[2001:db8::1]x\"", "malformed"),
        fwd("zone", "for=\"[fe80::1%eth0]\"", "malformed"),
        fwd("CVE_2021_29921_leading_zero", "for=192.0.02.1", "malformed"),
        fwd("CVE_2023_42282_hexadecimal", "for=0x7f.1", "malformed"),
        fwd("CVE_2019_9900_nul", "for=\"192.0.2.1\0\""s, "malformed"), fwd("empty", "", "malformed"),
        fwd("empty_element", "for=192.0.2.1,,for=10.1.0.1", "malformed"),
        fwd("comma_last", "for=192.0.2.1,", "malformed"),
        fwd("empty_pair", "for=192.0.2.1;;proto=http", "malformed"),
        fwd("semicolon_last", "for=192.0.2.1;", "malformed"), fwd("empty_value", "for=", "malformed"),
        fwd("no_value", "for", "malformed"), fwd("blank_before_equals", "for =192.0.2.1", "malformed"),
        fwd("blank_after_equals", "for= 192.0.2.1", "malformed"),
        fwd("blank_around_semicolon", "for=192.0.2.1 ; proto=http", "malformed"),
        fwd("bare_address", "192.0.2.1", "malformed"), fwd("underscore_alone", "for=_", "malformed"),
        ClientAddressCase{"two_lines_are_one_list",
                          Setup::forwarded,
                          kProxy,
                          {{"Forwarded", "for=192.0.2.66"}, {"forwarded", "for=192.0.2.1"}},
                          "192.0.2.1"},
        ClientAddressCase{"quote_over_two_lines",
                          Setup::forwarded,
                          kProxy,
                          {{"Forwarded", "for=192.0.2.66;host=\"a"}, {"Forwarded", "b\";for=192.0.2.1"}},
                          "malformed"},
        ClientAddressCase{
            "from_a_stranger", Setup::forwarded, kStranger, {{"Forwarded", "for=192.0.2.1"}}, kStranger},
        ClientAddressCase{"missing", Setup::forwarded, kProxy, {}, "absent"}),
    name_of);

// All who come through it would have its address: learned once, everybody would be let in.
INSTANTIATE_TEST_SUITE_P(
    UnnamedProxy, ClientAddressTest,
    testing::Values(
        ClientAddressCase{
            "loopback", Setup::socket, "127.0.0.1", {{"X-Forwarded-For", "192.0.2.1"}}, "unnamed_proxy"},
        ClientAddressCase{
            "all_of_loopback", Setup::socket, "127.8.0.5", {{"X-Forwarded-For", ""}}, "unnamed_proxy"},
        ClientAddressCase{
            "loopback_ipv6", Setup::socket, "::1", {{"Forwarded", "for=192.0.2.1"}}, "unnamed_proxy"},
        ClientAddressCase{
            "loopback_mapped", Setup::socket, "::ffff:127.0.0.1", {{"Forwarded", ";;"}}, "unnamed_proxy"},
        ClientAddressCase{
            "alias", Setup::socket, "127.0.0.1", {{"X_Forwarded_For", "192.0.2.1"}}, "unnamed_proxy"},
        ClientAddressCase{"beside_those_that_are_named",
                          Setup::xff,
                          "127.0.0.1",
                          {{"X-Forwarded-For", "192.0.2.1"}},
                          "unnamed_proxy"},
        ClientAddressCase{"unix", Setup::socket, "unix", {{"X-Forwarded-For", "192.0.2.1"}}, "unnamed_proxy"},
        ClientAddressCase{"another_header_tells_nothing",
                          Setup::socket,
                          "127.0.0.1",
                          {{"X-Real-IP", "192.0.2.1"}},
                          "127.0.0.1"},
        ClientAddressCase{
            "next_to_loopback", Setup::socket, "128.0.0.1", {{"X-Forwarded-For", "192.0.2.1"}}, "128.0.0.1"},
        ClientAddressCase{
            "not_loopback_ipv6", Setup::socket, "::2", {{"X-Forwarded-For", "192.0.2.1"}}, "::2"}),
    name_of);

std::string repeated(std::string_view text, std::size_t count) {
  std::string result(text);
  for (std::size_t i = 1; i < count; ++i) result.append(",").append(text);
  return result;
}

TEST(ClientAddress, TheNumberOfElementsIsBoundedExactly) {
  EXPECT_EQ(find(xff("", repeated("192.0.2.1", 31), "")), "192.0.2.1");
  EXPECT_EQ(find(xff("", repeated("192.0.2.1", 32), "")), "192.0.2.1");
  EXPECT_EQ(find(xff("", repeated("192.0.2.1", 33), "")), "malformed");
  EXPECT_EQ(find(fwd("", repeated("for=192.0.2.1", 32), "")), "192.0.2.1");
  EXPECT_EQ(find(fwd("", repeated("for=192.0.2.1", 33), "")), "malformed");
}

TEST(ClientAddress, TellsThatAStrangersHeaderWasIgnored) {
  const std::vector<Field> fields{{"x_forwarded_for", "192.0.2.1"}};
  const auto finder_under_test = finder(Setup::xff);
  EXPECT_TRUE(finder_under_test.find({address(kStranger), {}}, fields)->ignored_header);
  EXPECT_FALSE(finder_under_test.find({address(kStranger), {}}, {})->ignored_header);
}

TEST(ClientAddress, SettingsThatCannotWorkAreRefused) {
  const auto code = [](const ClientAddressSettings& settings) {
    const auto result = ClientAddressFinder::create(settings);
    return result ? ErrorCode::internal : result.error().code;
  };
  EXPECT_EQ(code({.header = AddressHeader::x_forwarded_for}), ErrorCode::invalid_setting);
  EXPECT_EQ(code({.trusted_proxies = proxies()}), ErrorCode::invalid_setting);
  EXPECT_EQ(code({.trust_unix = true}), ErrorCode::invalid_setting);
  for (const char* all : {"0.0.0.0/0", "::/0"}) {
    EXPECT_EQ(code({.header = AddressHeader::x_forwarded_for, .trusted_proxies = {prefix(all)}}),
              ErrorCode::invalid_setting);
  }
  EXPECT_TRUE(ClientAddressFinder::create(
      {.header = AddressHeader::forwarded, .trusted_proxies = {prefix("10.0.0.1"), prefix("10.0.0.1")}}));
}

}  // namespace
}  // namespace sallyport::http
