// Google Cloud, Azure, Cloudflare.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/testing/temporary_folder.h"
#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

namespace json = boost::json;
using testing::lines_of;
using testing::Parsed;
using testing::parsed_ports;
using testing::parsed_prefix;
using testing::random_list;
using testing::refusal;
using testing::rendered;
using testing::same_list;
using testing::scattered_list;
using testing::some_note_has;

std::vector<std::string> split_at(const std::string& text, char separator) {
  std::vector<std::string> fields;
  std::istringstream in(text);
  for (std::string field; std::getline(in, field, separator);) fields.push_back(std::move(field));
  return fields;
}

// The folder of a fake gcloud that keeps each rule in a file of its name: its direction, then its last
// arguments.
class FakeGoogle {
 public:
  FakeGoogle() {
    std::filesystem::create_directory(folder_ / "rules");
    std::ofstream(folder_ / "gcloud") << R"sh(#!/bin/sh
[ "$1 $2" = "compute firewall-rules" ] || exit 9
what=$3
shift 3
cd "$(dirname "$0")/rules"
case "$what" in
  describe) [ -f "$1" ] ;;
  create) [ ! -f "$1" ] || exit 1; name=$1; shift; echo "$@" > "$name" ;;
  update) [ -f "$1" ] || exit 1; name=$1; shift; echo "updated $*" > "$name" ;;
  delete) [ "$1" = --quiet ] || exit 1; rm "$2" ;;
  list)
    [ "$2" = "--format=value(name)" ] || exit 1
    pattern=$(printf %s "$1" | sed -n 's/^--filter=name ~ "\(.*\)"$/\1/p')
    [ -n "$pattern" ] || exit 1
    ls | grep -E "$pattern" ;;
  *) exit 9 ;;
esac
)sh";
    std::filesystem::permissions(folder_ / "gcloud", std::filesystem::perms::owner_all);
  }

  void put(const std::string& name) const { std::ofstream(folder_ / "rules" / name) << "old\n"; }

  // Runs the script, with this gcloud first.
  bool run(const std::string& script) const {
    std::ofstream(folder_ / "script.sh") << script;
    const std::string command = "PATH=" + folder_.path().string() + ":$PATH NETWORK=inner sh " +
                                folder_.path().string() + "/script.sh";
    const int status = std::system(command.c_str());
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

  std::map<std::string, std::string> rules() const {
    std::map<std::string, std::string> rules;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "rules")) {
      std::ifstream in(entry.path());
      std::getline(in, rules[entry.path().filename()]);
    }
    return rules;
  }

 private:
  TemporaryFolder folder_;
};

// Of the arguments of one rule; holds it to its limits.
void parse_google_rule(Parsed& parsed, const std::string& arguments, const std::string& ranges) {
  std::vector<std::optional<net::Ports>> ports;
  std::vector<std::string> prefixes;
  for (const auto& argument : split_at(arguments, ' ')) {
    if (argument.starts_with("--allow=")) {
      for (const auto& one : split_at(argument.substr(8), ',')) {
        if (one == "all") {
          ports.emplace_back(std::nullopt);
        } else {
          ports.emplace_back(parsed_ports(split_at(one, ':').at(1), split_at(one, ':').at(0)));
        }
      }
    } else if (argument.starts_with(ranges)) {
      prefixes = split_at(argument.substr(ranges.size()), ',');
    }
  }
  EXPECT_GE(ports.size(), 1U) << arguments;
  EXPECT_GE(prefixes.size(), 1U) << arguments;  // none would be 0.0.0.0/0
  EXPECT_LE(prefixes.size(), 256U);
  std::set<net::Family> families;
  for (const auto& prefix : prefixes) {
    families.insert(parsed_prefix(prefix).family());
    for (const auto& one : ports) parsed.prefixes.emplace_back(parsed_prefix(prefix), one);
  }
  EXPECT_EQ(families.size(), 1U) << arguments;
}

Parsed parse_google(const std::string& script, const std::string& ranges) {
  Parsed parsed;
  for (const auto& line : lines_of(script)) {
    if (line.starts_with("allow sallyport-")) parse_google_rule(parsed, line, ranges);
  }
  return parsed;
}

Parsed parse_azure(const Rendered& output, bool in) {
  Parsed parsed;
  std::size_t prefixes = 0;
  const json::object document = json::parse(output.files.front().text).as_object();
  const json::array& resources = document.at("resources").as_array();
  for (std::size_t i = 0; i < resources.size(); ++i) {
    const json::object& resource = resources[i].as_object();
    const std::string number = std::to_string(i + 1);
    EXPECT_EQ(resource.at("name").as_string(),
              std::string("[concat(parameters('networkSecurityGroup'), '/sallyport-") +
                  (in ? "in-" : "out-") + number + "')]");
    EXPECT_EQ(resource.contains("dependsOn"), i > 0);
    const json::object& rule = resource.at("properties").as_object();
    EXPECT_EQ(rule.at("access").as_string(), "Allow");
    EXPECT_EQ(rule.at("direction").as_string(), in ? "Inbound" : "Outbound");
    EXPECT_EQ(rule.at("priority").as_string(),
              "[add(parameters('firstPriority'), " + std::to_string(i) + ")]");
    EXPECT_EQ(rule.at(in ? "destinationAddressPrefix" : "sourceAddressPrefix").as_string(), "*");
    const std::string protocol(rule.at("protocol").as_string());
    const json::array& ranges = rule.at("destinationPortRanges").as_array();
    EXPECT_GE(ranges.size(), 1U);
    std::set<net::Family> families;
    for (const auto& value :
         rule.at(in ? "sourceAddressPrefixes" : "destinationAddressPrefixes").as_array()) {
      ++prefixes;
      const net::Prefix prefix = parsed_prefix(std::string(value.as_string()));
      families.insert(prefix.family());
      for (const auto& range : ranges) {
        if (protocol == "*") {
          EXPECT_EQ(range.as_string(), "*");
          parsed.prefixes.emplace_back(prefix, std::nullopt);
        } else {
          parsed.prefixes.emplace_back(prefix, parsed_ports(std::string(range.as_string()), protocol));
        }
      }
    }
    EXPECT_EQ(families.size(), 1U) << number;
  }
  EXPECT_LE(prefixes, 4000U);
  return parsed;
}

Parsed parse_cloudflare(const Rendered& output) {
  Parsed parsed;
  const json::array items = json::parse(output.files.front().text).as_array();
  EXPECT_GE(items.size(), 1U);
  EXPECT_LE(items.size(), 10'000U);
  for (const auto& item : items) {
    EXPECT_EQ(item.as_object().size(), 1U);
    const net::Prefix prefix = parsed_prefix(std::string(item.as_object().at("ip").as_string()));
    const bool ipv4 = prefix.family() == net::Family::ipv4;
    EXPECT_GE(prefix.length(), ipv4 ? 8U : 12U) << prefix.to_string();
    EXPECT_LE(prefix.length(), ipv4 ? 32U : 64U) << prefix.to_string();
    parsed.prefixes.emplace_back(prefix, std::nullopt);
  }
  return parsed;
}

TEST(Clouds, ReadBackToTheSameList) {
  std::mt19937_64 random(21);
  for (int i = 0; i < 200; ++i) {
    const List list = random_list(random, {.ports = true});
    const std::string google = rendered("google-cloud-firewall", list).files.front().text;
    ASSERT_TRUE(same_list(list, parse_google(google, "--source-ranges="))) << i;
    ASSERT_TRUE(same_list(list, parse_azure(rendered("azure-firewall", list), true))) << i;
    const Options out{.direction = Direction::out};
    const std::string google_out = rendered("google-cloud-firewall", list, out).files.front().text;
    ASSERT_TRUE(same_list(list, parse_google(google_out, "--destination-ranges="))) << i;
    ASSERT_TRUE(same_list(list, parse_azure(rendered("azure-firewall", list, out), false))) << i;
  }
}

TEST(GoogleCloudFirewall, TheScriptCreatesUpdatesAndDeletes) {
  const List list = parse_list("192.0.2.0/24 443/tcp\n2001:db8::/32 443/tcp\n10.0.0.0/8").value();
  const FakeGoogle google;
  for (const char* name : {"sallyport-in-2", "sallyport-in-9", "sallyport-in-1x", "other", "sallyport-out-9"})
    google.put(name);
  ASSERT_TRUE(google.run(rendered("google-cloud-firewall", list).files.front().text));
  const auto rules = google.rules();
  EXPECT_EQ(
      rules,
      (std::map<std::string, std::string>{
          {"sallyport-in-1", "--network=inner --direction=INGRESS --allow=all --source-ranges=10.0.0.0/8"},
          {"sallyport-in-2", "updated --allow=tcp:443 --source-ranges=192.0.2.0/24"},
          {"sallyport-in-3",
           "--network=inner --direction=INGRESS --allow=tcp:443 --source-ranges=2001:db8::/32"},
          {"sallyport-in-1x", "old"},
          {"other", "old"},
          {"sallyport-out-9", "old"}}));
}

TEST(GoogleCloudFirewall, NothingIsDeletedWhereARuleFails) {
  const FakeGoogle google;
  google.put("sallyport-in-9");
  std::string script = rendered("google-cloud-firewall", parse_list("192.0.2.1").value()).files.front().text;
  script.replace(script.find("firewall-rules create"), 21, "firewall-rules refuse");
  EXPECT_FALSE(google.run(script));
  EXPECT_TRUE(google.rules().contains("sallyport-in-9"));
}

TEST(GoogleCloudFirewall, IsSplitAt256Ranges) {
  const auto rules_of = [](std::size_t count) {
    const std::string script =
        rendered("google-cloud-firewall", scattered_list(net::Family::ipv6, count), {.name = "a_b"})
            .files.front()
            .text;
    return std::ranges::count_if(lines_of(script),
                                 [](const auto& line) { return line.starts_with("allow a-b-in-"); });
  };
  EXPECT_EQ(rules_of(256), 1);
  EXPECT_EQ(rules_of(257), 2);
  const List list = scattered_list(net::Family::ipv4, 1000);
  const std::string script = rendered("google-cloud-firewall", list).files.front().text;
  EXPECT_TRUE(same_list(list, parse_google(script, "--source-ranges=")));
}

TEST(AzureFirewall, FourThousandPrefixesAGroup) {
  const List most = scattered_list(net::Family::ipv4, 4000);
  EXPECT_TRUE(same_list(most, parse_azure(rendered("azure-firewall", most), true)));
  const List more = scattered_list(net::Family::ipv4, 4001);
  const Error error = refusal("azure-firewall", more);
  EXPECT_EQ(error.code, ErrorCode::too_many_entries);
  EXPECT_NE(error.message.find("lets in 2 IPv4 addresses besides"), std::string::npos) << error.message;
  const Rendered summary = rendered("azure-firewall", more, {.summarise = true});
  EXPECT_EQ(parse_azure(summary, true).prefixes.size(), 4000U);
  EXPECT_TRUE(some_note_has(summary, "lets in 2 IPv4 addresses besides"));
}

TEST(AzureFirewall, ARuleForEachProtocolRepeatsThePrefixes) {
  List list;
  for (const auto& prefix : testing::scattered_prefixes(net::Family::ipv4, 2000)) {
    list.destinations.push_back({prefix, net::Ports{443, 443, net::Protocol::tcp}});
    list.destinations.push_back({prefix, net::Ports{443, 443, net::Protocol::udp}});
  }
  EXPECT_TRUE(same_list(list, parse_azure(rendered("azure-firewall", list), true)));
  list.destinations.push_back({parsed_prefix("192.0.2.1"), net::Ports{443, 443, net::Protocol::tcp}});
  EXPECT_EQ(refusal("azure-firewall", list).code, ErrorCode::too_many_entries);
}

TEST(CloudflareList, ReadsBackToTheSameListOrSaysWhatIsBesides) {
  std::mt19937_64 random(22);
  bool widened = false;
  for (int i = 0; i < 300; ++i) {
    const List list = random_list(random, {});
    const bool long_ones = std::ranges::any_of(list.prefixes.prefixes(), [](const net::Prefix& prefix) {
      return prefix.family() == net::Family::ipv6 && prefix.length() > 64;
    });
    if (!long_ones) {
      ASSERT_TRUE(same_list(list, parse_cloudflare(rendered("cloudflare-list", list)))) << i;
      continue;
    }
    widened = true;
    List wide = list;
    std::vector<net::Prefix> prefixes = list.prefixes.prefixes();
    for (auto& prefix : prefixes) {
      if (prefix.family() == net::Family::ipv6 && prefix.length() > 64)
        prefix = net::Prefix::enclosing(prefix.address(), 64);
    }
    wide.prefixes = net::PrefixSet::of(prefixes);
    ASSERT_TRUE(same_list(wide, parse_cloudflare(rendered("cloudflare-list", list, {.summarise = true}))))
        << i;
  }
  EXPECT_TRUE(widened);
}

TEST(CloudflareList, ALongIpv6PrefixIsRefusedOrMade64) {
  const List fits = parse_list("2001:db8::/64").value();
  EXPECT_TRUE(same_list(fits, parse_cloudflare(rendered("cloudflare-list", fits))));
  const List list = parse_list("192.0.2.1\n2001:db8::/65").value();
  const Error error = refusal("cloudflare-list", list);
  EXPECT_EQ(error.code, ErrorCode::cannot_say);
  EXPECT_NE(error.message.find("2001:db8::/65"), std::string::npos) << error.message;
  EXPECT_NE(error.message.find("about 2^63 IPv6 addresses"), std::string::npos) << error.message;
  EXPECT_TRUE(
      some_note_has(rendered("cloudflare-list", list, {.summarise = true}), "about 2^63 IPv6 addresses"));
}

TEST(CloudflareList, AWidePrefixIsThoseThatItConsistsOf) {
  for (const auto& [text, items] :
       {std::pair{"0.0.0.0/0", 256U}, {"::/0", 4096U}, {"10.0.0.0/7", 2U}, {"2000::/3", 512U}}) {
    const List list = parse_list(text).value();
    const Parsed parsed = parse_cloudflare(rendered("cloudflare-list", list));
    EXPECT_EQ(parsed.prefixes.size(), items) << text;
    EXPECT_TRUE(same_list(list, parsed)) << text;
  }
}

TEST(CloudflareList, TenThousandItems) {
  EXPECT_EQ(parse_cloudflare(rendered("cloudflare-list", scattered_list(net::Family::ipv4, 10'000)))
                .prefixes.size(),
            10'000U);
  const List more = scattered_list(net::Family::ipv4, 10'001);
  EXPECT_EQ(refusal("cloudflare-list", more).code, ErrorCode::too_many_entries);
  const Rendered summary = rendered("cloudflare-list", more, {.summarise = true});
  EXPECT_EQ(parse_cloudflare(summary).prefixes.size(), 10'000U);
  EXPECT_TRUE(some_note_has(summary, "lets in 2 IPv4 addresses besides"));
}

}  // namespace
}  // namespace sallyport::render
