// Plain text, CSV, JSON, Terraform: what programs and people read.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

#include "render/testing/same_list.h"

namespace sallyport::render {
namespace {

namespace json = boost::json;
using testing::lines_of;
using testing::Parsed;
using testing::parsed_ports;
using testing::parsed_prefix;
using testing::random_list;
using testing::rendered;
using testing::same_list;

constexpr testing::Kinds kEverything{.ports = true, .hosts = true, .wildcards = true};
constexpr std::string_view kDataTargets[] = {"plain", "csv", "json", "terraform"};

std::vector<std::string> fields_between(const std::string& text, char separator) {
  std::vector<std::string> fields;
  std::istringstream in(text);
  for (std::string field; std::getline(in, field, separator);) fields.push_back(std::move(field));
  return fields;
}

void add(Parsed& parsed, const std::string& what, bool is_host, const std::optional<net::Ports>& ports) {
  if (is_host) {
    parsed.hosts.emplace_back(what, ports);
  } else {
    parsed.prefixes.emplace_back(parsed_prefix(what), ports);
  }
}

Parsed parse_plain(const std::string& text) {
  Parsed parsed;
  for (const auto& line : lines_of(text)) {
    const auto fields = fields_between(line, ' ');
    const bool is_host = fields.at(0).find_first_not_of("0123456789abcdef:./") != std::string::npos;
    std::optional<net::Ports> ports;
    if (fields.size() == 2)
      ports = parsed_ports(fields_between(fields[1], '/').at(0), fields_between(fields[1], '/').at(1));
    add(parsed, fields[0], is_host, ports);
  }
  return parsed;
}

Parsed parse_csv(const std::string& text) {
  Parsed parsed;
  bool head = true;
  for (auto line : lines_of(text)) {
    EXPECT_TRUE(line.ends_with('\r')) << line;
    line.pop_back();
    EXPECT_EQ(std::ranges::count(line, ','), 4) << line;
    auto fields = fields_between(line, ',');
    fields.resize(5);
    if (std::exchange(head, false)) {
      EXPECT_EQ(line, "destination,kind,first_port,last_port,protocol");
      continue;
    }
    const bool is_host = fields[1] == "host" || fields[1] == "wildcard";
    EXPECT_EQ(fields[1] == "wildcard", fields[0].starts_with('*')) << line;
    EXPECT_TRUE(is_host || fields[1] == (fields[0].find(':') == std::string::npos ? "ipv4" : "ipv6")) << line;
    std::optional<net::Ports> ports;
    if (!fields[4].empty()) ports = parsed_ports(fields[2] + '-' + fields[3], fields[4]);
    add(parsed, fields[0], is_host, ports);
  }
  return parsed;
}

Parsed parse_json(const std::string& text) {
  Parsed parsed;
  const json::object document = json::parse(text).as_object();
  EXPECT_EQ(document.size(), 2U);
  for (const auto& prefix : document.at("prefixes").as_array()) {
    add(parsed, std::string(prefix.as_string()), false, std::nullopt);
  }
  for (const auto& destination : document.at("destinations").as_array()) {
    const json::object& object = destination.as_object();
    const bool is_host = object.contains("host");
    std::optional<net::Ports> ports;
    if (object.contains("protocol")) {
      ports = parsed_ports(std::to_string(object.at("first_port").as_int64()) + '-' +
                               std::to_string(object.at("last_port").as_int64()),
                           std::string(object.at("protocol").as_string()));
    }
    add(parsed, std::string(object.at(is_host ? "host" : "prefix").as_string()), is_host, ports);
  }
  return parsed;
}

// The value of `key = VALUE` in a line; without its quotes.
std::string hcl_value(const std::string& line, const std::string& key) {
  const std::size_t start = line.find(' ' + key + " = ");
  if (start == std::string::npos) return {};
  std::string value = line.substr(start + key.size() + 4);
  value = value.substr(0, value.find_first_of(value.starts_with('"') ? "," : ", }"));
  if (value.starts_with('"')) value = value.substr(1, value.find('"', 1) - 1);
  return value;
}

Parsed parse_terraform(const std::string& text, const std::string& name) {
  Parsed parsed;
  std::string list;
  for (const auto& line : lines_of(text)) {
    if (line.starts_with("output ")) break;
    if (line.starts_with("  " + name)) list = line.substr(2, line.find(' ', 2) - 2);
    if (line.starts_with("    \"")) {
      const std::string prefix = line.substr(5, line.size() - 7);
      EXPECT_NE(prefix.find('/'), std::string::npos) << line;
      EXPECT_EQ(list, name + (prefix.find(':') == std::string::npos ? "_ipv4" : "_ipv6"));
      add(parsed, prefix, false, std::nullopt);
    } else if (line.starts_with("    {")) {
      const bool is_host = list == name + "_host_ports";
      EXPECT_TRUE(is_host || list == name + "_prefix_ports") << list;
      std::optional<net::Ports> ports;
      if (hcl_value(line, "protocol") != "null") {
        ports = parsed_ports(hcl_value(line, "from_port") + '-' + hcl_value(line, "to_port"),
                             hcl_value(line, "protocol"));
      }
      add(parsed, hcl_value(line, is_host ? "host" : "cidr"), is_host, ports);
    }
  }
  return parsed;
}

Parsed parsed_data(std::string_view target, const Rendered& output, const std::string& name) {
  EXPECT_EQ(output.files.size(), 1U);
  const std::string& text = output.files.front().text;
  if (target == "plain") return parse_plain(text);
  if (target == "csv") return parse_csv(text);
  if (target == "json") return parse_json(text);
  return parse_terraform(text, name);
}

TEST(Data, ReadsBackToTheSameList) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 300; ++i) {
    const List list = random_list(random, kEverything);
    for (const auto target : kDataTargets) {
      ASSERT_TRUE(same_list(list, parsed_data(target, rendered(target, list), "sallyport")))
          << target << ' ' << i;
    }
  }
}

TEST(Data, TheSmallestLists) {
  for (const char* line : {"0.0.0.0/0", "::/0", "192.0.2.1", "2001:db8::1", "192.0.2.1 1-65535/udp",
                           "a.example.com", "**.example.com 443/tcp"}) {
    const List list = parse_list(line).value();
    for (const auto target : kDataTargets) {
      ASSERT_TRUE(same_list(list, parsed_data(target, rendered(target, list), "sallyport")))
          << target << ' ' << line;
    }
  }
}

TEST(Plain, IsWhatIsReadAndWritten) {
  const std::string text =
      "192.0.2.0/24\n198.51.100.7\n2001:db8::/32\n10.0.0.0/8 443/tcp\napi.example.com 443/tcp\n";
  EXPECT_EQ(rendered("plain", parse_list(text).value()).files.front().text, text);
}

TEST(Data, FilesAndValuesHaveTheListsName) {
  const List list = parse_list("192.0.2.1").value();
  const Options options{.name = "vendor_1"};
  EXPECT_EQ(rendered("plain", list, options).files.front().name, "vendor_1.txt");
  EXPECT_EQ(rendered("csv", list, options).files.front().name, "vendor_1.csv");
  EXPECT_EQ(rendered("json", list, options).files.front().name, "vendor_1.json");
  const Rendered terraform = rendered("terraform", list, options);
  EXPECT_EQ(terraform.files.front().name, "vendor_1.tf");
  EXPECT_TRUE(same_list(list, parse_terraform(terraform.files.front().text, "vendor_1")));
}

TEST(Terraform, DeclaresEachListOnceAndHandsItOut) {
  const std::string text = rendered("terraform", parse_list("192.0.2.1").value()).files.front().text;
  for (const char* list : {"ipv4", "ipv6", "prefix_ports", "host_ports"}) {
    const std::string name = std::string("sallyport_") + list;
    EXPECT_NE(text.find("\n  " + name + " = ["), std::string::npos) << list;
    EXPECT_NE(text.find("\noutput \"" + name + "\" {\n  value = local." + name + "\n}\n"), std::string::npos)
        << list;
  }
  EXPECT_NE(text.find("\n  sallyport_ipv6 = []\n"), std::string::npos);
}

bool is_harmless(char c) { return (c >= ' ' && c <= '~' && c != '\\') || c == '\n' || c == '\r'; }

// What makes escaping needless: prefixes, ports, hosts and names are of few characters.
TEST(RenderedText, NeedsNoEscaping) {
  constexpr std::string_view kTargets[] = {"plain",
                                           "csv",
                                           "json",
                                           "terraform",
                                           "aws-prefix-list",
                                           "aws-waf-ip-set",
                                           "cloudflare-list",
                                           "kubernetes",
                                           "cilium",
                                           "calico",
                                           "azure-firewall",
                                           "google-cloud-firewall",
                                           "windows-powershell",
                                           "mikrotik",
                                           "cisco",
                                           "juniper"};
  std::mt19937_64 random(2);
  for (int i = 0; i < 50; ++i) {
    for (const auto target : kTargets) {
      const Target& found = *find_target(target);
      const List list = random_list(random, {.ports = found.ports,
                                             .hosts = found.hosts,
                                             .wildcards = found.wildcards,
                                             .host_ports = found.ports});
      const Rendered output =
          rendered(target, list, {.name = "a_1", .direction = Direction::out, .summarise = true});
      for (const auto& file : output.files) {
        ASSERT_EQ(std::ranges::find_if_not(file.text, is_harmless), file.text.end()) << target;
      }
    }
  }
}

}  // namespace
}  // namespace sallyport::render
