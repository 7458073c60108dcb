// The operations on catalogs, feeds and lists, over the catalogs that come with the product. What is expected
// was read from the vendors' pages.

#include <gtest/gtest.h>

#include <set>

#include "api/testing/test_catalogs.h"
#include "api/testing/world.h"

namespace sallyport::api {
namespace {

namespace json = boost::json;
using testing::World;

const std::string kCatalogs = "/api/v1/catalogs";

class CatalogsApiTest : public ::testing::Test {
 protected:
  json::value get(const std::string& target) {
    const auto answer = world.call("GET", target);
    EXPECT_EQ(answer.status, 200U) << target << " " << answer.body;
    return answer.status == 200 ? answer.json() : json::value();
  }
  // The field of each item.
  std::multiset<std::string> items(const std::string& target, std::string_view field) {
    std::multiset<std::string> found;
    const auto answer = get(target);
    for (const auto& item : answer.at("items").as_array()) found.emplace(item.at(field).as_string());
    return found;
  }
  void expect_refused(const testing::Answer& answer, unsigned status, std::string_view code,
                      std::string_view part) {
    ASSERT_EQ(answer.status, status) << answer.body.substr(0, 500);
    EXPECT_EQ(answer.code(), code);
    EXPECT_NE(answer.detail().find(part), std::string::npos) << answer.detail();
  }
  testing::Answer compare(const json::value& before, const json::value& after) {
    return world.call("POST", kCatalogs + "/compare",
                      json::serialize(json::object{{"before", before}, {"after", after}}));
  }
  testing::Answer read(const json::object& body) {
    return world.call("POST", kCatalogs + "/read", json::serialize(body));
  }
  testing::Answer render_text(const std::string& target, const std::string& text) {
    return world.call_with("POST", "/api/v1/render/" + target, text,
                           {{"Authorization", "Bearer " + world.token()}, {"Content-Type", "text/plain"}});
  }

  World world;
};

TEST_F(CatalogsApiTest, ListsAndShowsInThreeLanguages) {
  EXPECT_EQ(items(kCatalogs, "vendor"), (std::multiset<std::string>{"moengage", "withsecure"}));
  const auto shown = get(kCatalogs + "/moengage?offering=push&language=ja");
  EXPECT_EQ(shown.at("offerings").as_array().size(), 1U);
  for (const auto& item : shown.at("items").as_array()) EXPECT_EQ(item.at("offering"), "push");
  const auto english = get(kCatalogs + "/moengage");
  EXPECT_NE(english.at("advice").at(0).at("text"),
            get(kCatalogs + "/moengage?language=ja").at("advice").at(0).at("text"));
  expect_refused(world.call("GET", kCatalogs + "/moengag"), 404, "not_found", "did you mean 'moengage'");
  expect_refused(world.call("GET", kCatalogs + "/..%2Fmoengage"), 404, "not_found", "no vendor");
  expect_refused(world.call("GET", kCatalogs + "?language=fr"), 400, "malformed_request", "en, de or ja");
}

TEST_F(CatalogsApiTest, ResolvesWhatIsSelected) {
  const std::string resolve = kCatalogs + "/moengage/resolve?";
  EXPECT_EQ(items(resolve + "offering=push,email&site=DC-02", "line"),
            (std::multiset<std::string>{"18.192.81.203", "3.123.167.15", "35.158.28.57", "18.195.110.23"}));
  const auto missing = get(resolve + "offering=sms,email&site=DC-05,DC-02");
  ASSERT_FALSE(missing.at("remarks").as_array().empty());
  EXPECT_EQ(missing.at("remarks").at(0).at("kind"), "not_available");
  EXPECT_TRUE(items(resolve + "offering=push&site=DC-02&direction=to-vendor", "line").empty());
  EXPECT_EQ(get(resolve + "offering=push&site=DC-02&on=2026-01-31").at("on"), "2026-01-31");
}

TEST_F(CatalogsApiTest, RefusesWhatCannotBeResolved) {
  const std::string resolve = kCatalogs + "/moengage/resolve?";
  expect_refused(world.call("GET", resolve), 400, "malformed_request", "all");
  expect_refused(world.call("GET", resolve + "offering=pusch&site=DC-02"), 404, "not_found", "push");
  expect_refused(world.call("GET", resolve + "offering=push,&site=DC-02"), 400, "malformed_request", "comma");
  expect_refused(world.call("GET", resolve + "offering=,push"), 400, "malformed_request", "comma");
  expect_refused(world.call("GET", resolve + "offering=push&on=2026-01"), 400, "malformed_request",
                 "no single day");
  expect_refused(world.call("GET", resolve + "offering=push&direction=in"), 400, "malformed_request",
                 "from-vendor or to-vendor");
  expect_refused(world.call("GET", resolve + "offering=push&version=abc"), 400, "malformed_request", "abc");
  const std::string atlant = kCatalogs + "/withsecure/resolve?offering=atlant";
  expect_refused(world.call("GET", atlant + "&version=1.0.300"), 422, "unknown_cell", "atlant");
  EXPECT_EQ(world.call("GET", atlant + "&version=1.0.300&allow_unknown=true").status, 200U);
}

TEST_F(CatalogsApiTest, AnswersAreConditional) {
  const std::string target = kCatalogs + "/moengage/resolve?offering=push&site=DC-02";
  const auto first = world.call("GET", target);
  const auto& tag = first.fields.at("ETag");
  const testing::Fields fields{{"Authorization", "Bearer " + world.token()}, {"If-None-Match", tag}};
  EXPECT_EQ(world.call_with("GET", target, "", fields).status, 304U);
  EXPECT_EQ(
      world.call_with("GET", kCatalogs + "/moengage/resolve?offering=push&site=DC-01", "", fields).status,
      200U);
}

TEST_F(CatalogsApiTest, ComparesDaysAndLists) {
  EXPECT_TRUE(items(kCatalogs + "/moengage/compare?from=2026-11-22&to=2026-11-22", "what").empty());
  EXPECT_FALSE(items(kCatalogs + "/withsecure/compare?from=2024-01-01&to=2026-11-22", "what").empty());
  const auto lists = compare({"192.0.2.1", "192.0.2.2"}, {"192.0.2.2", "updates.example.com 443/tcp"});
  ASSERT_EQ(lists.status, 200U);
  const auto answer = lists.json();
  const auto& found = answer.at("items").as_array();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0], (json::object{{"change", "added"}, {"what", "updates.example.com 443/tcp"}}));
  EXPECT_EQ(found[1], (json::object{{"change", "removed"}, {"what", "192.0.2.1"}}));
  EXPECT_EQ(compare("moengage@2026-01-01", "moengage").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(compare(json::array{"52.6.248.125"}, "moengage").status, 200U);
}

TEST_F(CatalogsApiTest, RefusesListsThatCannotBeCompared) {
  expect_refused(compare(json::array{"192.0.2.1", "192.0.2.7/24"}, json::array()), 422, "malformed_list",
                 "before:2: ");
  expect_refused(compare("acme", "moengage"), 404, "not_found", "no vendor 'acme'");
  expect_refused(compare("moengage@", "moengage"), 400, "malformed_request", "a day is missing");
  expect_refused(compare("moengage@2026", "moengage"), 400, "malformed_request", "no single day");
  expect_refused(compare(json::array{1}, json::array()), 400, "malformed_request", "before must be");
  expect_refused(compare(json::array{"192.0.2.1\n192.0.2.2"}, json::array()), 400, "malformed_request",
                 "before must be");
  // Each host of one list would be looked for among the wildcards of the other.
  json::array hosts, wildcards;
  for (int i = 0; i < 5000; ++i) {
    hosts.emplace_back("h" + std::to_string(i) + ".example.com 443/tcp");
    wildcards.emplace_back("*.h" + std::to_string(i) + ".example.com 443/tcp");
  }
  expect_refused(compare(hosts, wildcards), 413, "too_many_entries", "in parts");
}

TEST_F(CatalogsApiTest, SaysWhoseSomethingIs) {
  const auto vendors = items("/api/v1/whois?query=52.6.248.125", "vendor");
  EXPECT_GE(vendors.count("moengage"), 1U);
  EXPECT_EQ(vendors.size(), vendors.count("moengage"));
  EXPECT_GE(items("/api/v1/whois?query=guts2.fsapi.com", "vendor").count("withsecure"), 1U);
  EXPECT_EQ(items("/api/v1/whois?query=52.6.248.125%2F32", "vendor"), vendors);
  EXPECT_TRUE(items("/api/v1/whois?query=192.0.2.1", "vendor").empty());
  expect_refused(world.call("GET", "/api/v1/whois?query=192.0.2.7%2F24"), 422, "host_bits_set",
                 "192.0.2.0/24");
  expect_refused(world.call("GET", "/api/v1/whois?query=010.0.0.1"), 422, "malformed_address", "010");
  expect_refused(world.call("GET", "/api/v1/whois?query=*.fsapi.com"), 422, "malformed_host", "many hosts");
  expect_refused(world.call("GET", "/api/v1/whois"), 400, "malformed_request", "query");
}

TEST_F(CatalogsApiTest, ReadsFeedsAsProposals) {
  const auto same = read({{"format", "list"}, {"feed", "8.8.8.8\n8.8.4.4\n"}, {"last_good", "8.8.8.8\n"}});
  ASSERT_EQ(same.status, 200U) << same.body;
  EXPECT_EQ(same.json().at("added").as_array().size(), 1U);
  EXPECT_TRUE(same.json().at("held").as_array().empty());
  std::string long_list;
  for (int i = 1; i <= 20; ++i) long_list += "8.8.8." + std::to_string(i) + "\n";
  const auto shrunk = read({{"format", "list"}, {"feed", "8.8.8.1\n"}, {"last_good", long_list}});
  ASSERT_EQ(shrunk.status, 200U);
  ASSERT_FALSE(shrunk.json().at("held").as_array().empty());
  EXPECT_EQ(shrunk.json().at("held").at(0).at("reason"), "shrunk");
  EXPECT_EQ(shrunk.json().at("removed").as_array().size(), 19U);
}

TEST_F(CatalogsApiTest, HostileFeedsAreRefused) {
  expect_refused(read({{"format", "document"}, {"feed", "x"}}), 422, "invalid_setting", "never read");
  expect_refused(read({{"format", "yaml"}, {"feed", "x"}}), 422, "invalid_setting", "aws");
  expect_refused(read({{"format", "aws"}, {"feed", "<html><title>504 Gateway Time-out</title></html>"}}), 422,
                 "malformed_feed", "feed cannot be read");
  expect_refused(read({{"format", "list"}, {"feed", "8.8.8.8\n"}, {"last_good", ""}}), 422, "malformed_feed",
                 "last_good cannot be read");
  const std::string deep(100'000, '[');
  expect_refused(read({{"format", "aws"}, {"feed", deep}}), 422, "malformed_feed", "feed cannot be read");
  // The request itself, too: another 100,000 levels, where a string stands.
  expect_refused(world.call("POST", kCatalogs + "/read", R"({"format":"aws","feed":)" + deep), 400,
                 "malformed_request", "");
  expect_refused(world.call("POST", kCatalogs + "/read", "{\"format\":\"list\",\"feed\":\"\xff\xfe\"}"), 400,
                 "malformed_request", "");
  std::string many;
  for (int i = 0; i <= 200'000; ++i) {
    many += "8." + std::to_string(i >> 16) + "." + std::to_string((i >> 8) & 255) + "." +
            std::to_string(i & 255) + "\n";
  }
  expect_refused(read({{"format", "list"}, {"feed", many}}), 413, "too_many_entries",
                 "more than 200000 entries");
  const std::string huge(Api::kBodyBytes, 'x');
  expect_refused(read({{"format", "list"}, {"feed", huge}}), 413, "too_many_entries", "larger than");
}

TEST_F(CatalogsApiTest, RendersLists) {
  const auto targets = items("/api/v1/render", "target");
  EXPECT_EQ(targets.count("nftables"), 1U);
  const auto plain = render_text("plain", "# two halves\n192.0.2.0/25\n192.0.2.128/25\n");
  ASSERT_EQ(plain.status, 200U) << plain.body;
  EXPECT_NE(plain.json().at("files").at(0).at("text").as_string().find("192.0.2.0/24"), std::string::npos);
  const auto same =
      world.call("POST", "/api/v1/render/plain", R"({"lines":["192.0.2.0/25","192.0.2.128/25"]})");
  EXPECT_EQ(same.json(), plain.json());
  const std::string group = "aws-security-group?name=partners";
  const auto named = render_text(group + "&direction=out", "192.0.2.0/24 443/tcp\n");
  EXPECT_NE(named.body.find("partners"), std::string::npos);
  EXPECT_NE(named.body, render_text(group + "&direction=in", "192.0.2.0/24 443/tcp\n").body);
}

TEST_F(CatalogsApiTest, RefusesWhatCannotBeRendered) {
  expect_refused(render_text("nftable", "192.0.2.0/24\n"), 404, "not_found", "nftables");
  expect_refused(render_text("nftables", "192.0.2.0/24\n192.0.2.7/24\n"), 422, "malformed_list", "line 2");
  expect_refused(render_text("nftables", "# nothing\n"), 422, "malformed_list", "");
  expect_refused(render_text("nftables", "*.example.com 443/tcp\n"), 422, "cannot_say", "*.example.com");
  expect_refused(render_text("nftables?name=a%3B+reboot", "192.0.2.0/24\n"), 422, "invalid_setting", "name");
  expect_refused(render_text("nftables?direction=up", "192.0.2.0/24\n"), 400, "malformed_request",
                 "in or out");
  expect_refused(world.call("POST", "/api/v1/render/plain", R"({"lines":["192.0.2.1\n192.0.2.2"]})"), 400,
                 "malformed_request", "one line");
  std::string many;
  for (int i = 0; i <= 200'000; ++i) many += "192.0.2.1\n";
  expect_refused(render_text("plain", many), 413, "too_many_entries", "200000");
  std::string nested;  // ranges of ports within one another: millions of lines, if they were written
  for (int i = 0; i < 3900; ++i) {
    nested += "10." + std::to_string(i / 250) + "." + std::to_string(i % 250) + ".1 " +
              std::to_string(i + 1) + "-" + std::to_string(60'000 - i) + "/tcp\n";
  }
  expect_refused(render_text("envoy", nested), 413, "too_many_entries", "500000 entries");
}

// An API of its own, over the world's control.
testing::Answer ask(World& world, ApiSettings settings, std::string_view target) {
  Api api(world.control(), std::move(settings));
  const std::string bearer = "Bearer " + world.token();
  const std::vector<http::Field> fields{{"Authorization", bearer}};
  http::Request request;
  request.method = "GET";
  request.target = target;
  request.fields = fields;
  http::Response response;
  api.handle(request, response);
  return {response.status, response.body, {}};
}

TEST_F(CatalogsApiTest, SaysWhichFileCannotBeReadAsItIsAndNotWhy) {
  const auto stale = [] {
    auto all = testing::real_catalogs()->all();
    std::vector<catalog::HeldCatalog> catalogs(all.begin(), all.end());
    catalogs.front().fault = "/secret/path/moengage.yaml:7:1: a fault";
    return catalog::Catalogs::of(std::move(catalogs));
  };
  const auto answer = ask(world, {.catalogs = stale}, kCatalogs);
  EXPECT_EQ(answer.json().at("items").at(0).at("stale"), true);
  EXPECT_FALSE(answer.json().at("items").at(1).as_object().contains("stale"));
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
}

TEST_F(CatalogsApiTest, WithoutCatalogsThereAreNone) {
  for (const auto* path : {"", "/moengage", "/moengage/history"}) {
    EXPECT_EQ(ask(world, {}, kCatalogs + path).status, 404U) << path;
  }
  EXPECT_EQ(ask(world, {}, "/api/v1/whois?query=192.0.2.1").status, 404U);
  EXPECT_EQ(ask(world, {}, "/api/v1/render").status, 200U);
}

}  // namespace
}  // namespace sallyport::api
