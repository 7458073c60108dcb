// The property that every route keeps: whoever has no permission in an organization gets for it exactly the
// answer that one which does not exist gets, changes nothing, and never reads a name that is not theirs to
// know.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "api/api.h"
#include "api/routes.h"
#include "api/testing/test_catalogs.h"
#include "base/testing/temporary_folder.h"
#include "control/store.h"
#include "snapshot/slot.h"
#include "store/sqlite_store.h"

namespace sallyport::api {
namespace {

using control::Channel;
using control::Permission;
using control::Permissions;

const control::Actor kAdmin{"administrator", std::nullopt, {}};
const std::string kAbsent = "no-such-name";

// Two platforms' trees. Everything of one says lynx, everything of the other zebra; what only the top, or
// only the twin, knows of, says so too.
const std::vector<std::pair<std::string, std::string>> kTrees = {{"lynx-summit", ""},
                                                                 {"lynx-acme", "lynx-summit"},
                                                                 {"lynx-kid", "lynx-acme"},
                                                                 {"lynx-twin", "lynx-summit"},
                                                                 {"zebra", ""},
                                                                 {"zebra-cub", "zebra"}};

struct ComparedAnswer {
  unsigned status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> fields;

  friend bool operator==(const ComparedAnswer&, const ComparedAnswer&) = default;
  friend std::ostream& operator<<(std::ostream& out, const ComparedAnswer& answer) {
    return out << answer.status << " " << answer.body.substr(0, 300);
  }
  bool has_code(std::string_view code) const {
    return body.find("\"code\":\"" + std::string(code) + "\"") != std::string::npos;
  }
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

ComparedAnswer replaced(ComparedAnswer answer, const std::string& what, const std::string& by) {
  answer.body = replaced(std::move(answer.body), what, by);
  for (auto& field : answer.fields) field.second = replaced(std::move(field.second), what, by);
  return answer;
}

// Looks at the database from outside, as another program would.
class Watcher {
 public:
  explicit Watcher(const std::filesystem::path& file) {
    EXPECT_EQ(sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  ~Watcher() { sqlite3_close_v2(handle_); }

  // Another number whenever anything was committed.
  std::string version() { return ask("PRAGMA data_version"); }
  // All rows of all tables.
  std::string dump() {
    std::string text;
    std::string tables = ask("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    for (std::size_t end = tables.find('\n'); end != std::string::npos; end = tables.find('\n')) {
      text += ask("SELECT * FROM \"" + tables.substr(0, tables.find('|')) + "\"");
      tables.erase(0, end + 1);
    }
    return text;
  }

 private:
  std::string ask(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sql;
    std::string text;
    while (sqlite3_step(statement) == SQLITE_ROW) {
      for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
        if (bytes != nullptr) {
          text.append(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
        }
        text += '|';
      }
      text += '\n';
    }
    sqlite3_finalize(statement);
    return text;
  }

  sqlite3* handle_ = nullptr;
};

struct Caller {
  std::string name;
  std::string token;
  std::map<std::string, Permissions> may;  // by organization
  std::vector<std::string> never;          // what no answer to them says
};

const std::vector<std::pair<std::string, Permissions>> kEachPermission = {
    {"owner", {.owner = true}},
    {"authorized_ips", {.authorized_ips = true}},
    {"read", {.read = true}},
    {"audit", {.audit = true}}};

class IsolationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    control::ControlSettings settings;
    settings.password_operations = 1;
    settings.password_memory = 8192;
    store_ = store::open_sqlite(folder_ / "s.db").value();
    control_ = control::Control::open(*store_, clock_, slot_, control::Secrets::random(), settings).value();
    api_ = std::make_unique<Api>(*control_, ApiSettings{.catalogs = &testing::real_catalogs});
    watcher_ = std::make_unique<Watcher>(folder_ / "s.db");
    for (const auto& [organization, parent] : kTrees) make(organization, parent);
    make_callers();
  }
  void TearDown() override {
    watcher_.reset();
    api_.reset();
    control_.reset();
    store_.reset();
  }

  void make(const std::string& name, const std::string& parent) {
    auto directory = control_->directory();
    ASSERT_TRUE(directory.create_organization(kAdmin, name, parent));
    ASSERT_TRUE(directory.add_member(kAdmin, name, "olga@" + name + ".example", {.owner = true}));
    ASSERT_TRUE(directory.add_member(kAdmin, name, "otto@" + name + ".example", {.owner = true}));
    ASSERT_TRUE(directory.create_credential(kAdmin, name, "key-of-" + name, Channel::api, std::nullopt));
    const auto prefix = net::Prefix::parse("192.0.2.0/24").value();
    ASSERT_TRUE(control_->lists().authorize(
        kAdmin, {name, {}}, {{prefix, "note of " + name, policy::kAlways, policy::kForever}}));
    ASSERT_TRUE(control_->tokens().create(kAdmin, name, "deploy", {.read = true}, {}));
    control::ProtectionChange blocking;
    blocking.mode = policy::Mode::blocking;
    ASSERT_TRUE(control_->protections().change(kAdmin, {name, {}}, std::nullopt, blocking));
    const auto address = net::Address::parse("198.51.100.7").value();
    policy::Observation knock;
    knock.first = knock.last = clock_.now();
    knock.address = address;
    knock.decision = control_->lists().explain(name, "key-of-" + name, address).value();
    ASSERT_TRUE(control_->loop().record(std::span(&knock, 1)));
  }

  std::string token_of(const std::string& organization, Permissions permissions, const std::string& name) {
    return control_->tokens().create(kAdmin, organization, name, permissions, {}).value().secret;
  }
  std::string session_of(const std::string& organization, Permissions permissions, const std::string& email) {
    EXPECT_TRUE(control_->directory().add_member(kAdmin, organization, email, permissions));
    EXPECT_TRUE(control_->people().set_password_of(kAdmin, email, "correct horse battery"));
    return control_->people().sign_in(email, "correct horse battery", std::nullopt).value().token;
  }

  void make_callers() {
    const std::vector<std::string> acme_never = {"zebra", "twin", "olga@lynx-summit", "key-of-lynx-summit",
                                                 "note of lynx-summit"};
    for (const auto& [word, permissions] : kEachPermission) {
      const std::map<std::string, Permissions> may = {{"lynx-acme", permissions}, {"lynx-kid", permissions}};
      callers_.push_back({"member of acme with " + word,
                          session_of("lynx-acme", permissions, word + "@lynx-acme.example"), may,
                          acme_never});
      callers_.push_back(
          {"token of acme with " + word, token_of("lynx-acme", permissions, "t-" + word), may, acme_never});
    }
    callers_.push_back({"member of acme with nothing",
                        session_of("lynx-acme", {}, "nothing@lynx-acme.example"),
                        {},
                        {"zebra", "lynx-summit", "lynx-kid", "twin", "key-of-", "olga@"}});
    const Permissions owner{.owner = true};
    callers_.push_back({"token of the child",
                        token_of("lynx-kid", owner, "t"),
                        {{"lynx-kid", owner}},
                        {"zebra", "twin", "summit", "olga@lynx-acme", "key-of-lynx-acme"}});
    callers_.push_back({"token of the other platform",
                        token_of("zebra", owner, "t"),
                        {{"zebra", owner}, {"zebra-cub", owner}},
                        {"lynx"}});
    const auto expired =
        control_->tokens().create(kAdmin, "lynx-acme", "brief", owner, std::chrono::seconds(1)).value();
    clock_.advance(std::chrono::seconds(1));
    const std::string revoked = token_of("lynx-acme", owner, "revoked");
    ASSERT_TRUE(control_->tokens().revoke(kAdmin, "lynx-acme", "revoked"));
    for (const auto& [name, token] : std::vector<std::pair<std::string, std::string>>{
             {"nobody", ""}, {"an expired token", expired.secret}, {"a revoked token", revoked}}) {
      callers_.push_back({name, token, {}, {"zebra", "lynx"}});
    }
  }

  ComparedAnswer call(const Caller& caller, std::string_view method, const std::string& target,
                      const std::string& body) {
    std::vector<http::Field> fields;
    const std::string bearer = "Bearer " + caller.token;
    if (!caller.token.empty()) fields.push_back({"Authorization", bearer});
    if (!body.empty()) fields.push_back({"Content-Type", "application/json"});
    http::Request request;
    request.method = method;
    request.target = target;
    request.fields = fields;
    request.body = body;
    request.peer.address = net::Address::parse("203.0.113.9").value();
    http::Response response;
    api_->handle(request, response);
    ComparedAnswer answer{response.status, response.body, {}};
    for (const auto& [name, value] : response.fields()) answer.fields.emplace_back(name, value);
    return answer;
  }

  void expect_never(const Caller& caller, const ComparedAnswer& answer, const std::string& what) {
    std::string all = answer.body;
    for (const auto& [name, value] : answer.fields) all += value;
    for (const std::string& word : caller.never) {
      EXPECT_EQ(all.find(word), std::string::npos)
          << caller.name << " reads " << word << ": " << what << " " << answer;
    }
  }

  TemporaryFolder folder_;
  SimulatedClock clock_{parse_timestamp("2026-01-01T00:00:00Z").value()};
  snapshot::Slot slot_;
  std::unique_ptr<control::Store> store_;
  std::unique_ptr<control::Control> control_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<Watcher> watcher_;
  std::vector<Caller> callers_;
};

bool of_organization(const Route& route) {
  return route.path.find("{organization}") != std::string_view::npos;
}

// The route's target for that organization; what else it names exists in the organization `things`.
std::string target_of(const Route& route, const std::string& organization, const std::string& things) {
  std::string target(route.path);
  for (const auto& [parameter, value] :
       std::vector<std::pair<std::string, std::string>>{{"{organization}", organization},
                                                        {"{credential}", "key-of-" + things},
                                                        {"{member}", "otto@" + things + ".example"},
                                                        {"{prefix}", "192.0.2.0%2F24"},
                                                        {"{channel}", "api"},
                                                        {"{vendor}", "moengage"},
                                                        {"{target}", "plain"},
                                                        {"{token}", "deploy"}}) {
    target = replaced(target, parameter, value);
  }
  for (std::size_t open = target.find('{'); open != std::string::npos; open = target.find('{')) {
    target.replace(open, target.find('}', open) - open + 1, "1");
  }
  char separator = '?';
  for (const QueryParameter& parameter : route.query) {
    if (!parameter.required) continue;
    target += separator + std::string(parameter.name) + '=';
    target += parameter.name == "credential" ? "key-of-" + things
              : parameter.name == "address"  ? "192.0.2.7"
              : parameter.name == "query"    ? "192.0.2.7"
              : route.id == "compareCatalog" ? "2026-01-01"
                                             : "1";
    separator = '&';
  }
  if (route.id == "resolveCatalog") target += "?all=true&allow_unknown=true";  // it has to be told something
  return target;
}

// A body that the route takes, as far as it needs more than an empty object.
std::string body_of(const Route& route) {
  static const std::map<std::string_view, std::string> bodies = {
      {"NewMember", R"({"email":"new@example.org"})"},
      {"MemberChange", R"({"permissions":["owner"]})"},
      {"NewToken", R"({"name":"new","permissions":["read"]})"},
      {"NewCredential", R"({"name":"new","channel":"api"})"},
      {"ProtectionChange", R"({"mode":"off"})"},
      {"NewEntries", R"({"prefix":"203.0.113.0/24"})"},
      {"NewEntry", R"({"prefix":"203.0.113.0/24"})"},
      {"NewDenials", R"({"prefix":"203.0.113.128/25"})"},
      {"NewSharing", R"({"prefix":"192.0.2.0/24"})"},
      {"NewEnforcement", R"({"mode":"blocking"})"},
      {"Answer", R"({"action":"authorize"})"}};
  if (route.request.empty()) return {};
  const auto known = bodies.find(route.request);
  return known != bodies.end() ? known->second : "{}";
}

Permission permission_of(const Route& route) {
  return route.need == Need::read             ? Permission::read
         : route.need == Need::audit          ? Permission::audit
         : route.need == Need::authorized_ips ? Permission::authorized_ips
                                              : Permission::owner;
}

TEST_F(IsolationTest, AnOrganizationWithoutPermissionIsLikeOneThatDoesNotExist) {
  const std::string before = watcher_->dump();
  const std::string version = watcher_->version();
  std::size_t asked = 0;
  for (const Caller& caller : callers_) {
    for (const Route& route : routes()) {
      if (!of_organization(route)) continue;
      for (const auto& [organization, parent] : kTrees) {
        if (caller.may.contains(organization)) continue;
        for (const std::string& body : {std::string(), body_of(route), std::string("{")}) {
          const std::string target = target_of(route, organization, organization);
          const auto there = call(caller, route.method, target, body);
          const auto nowhere = call(caller, route.method, target_of(route, kAbsent, organization), body);
          const auto masked = replaced(there, organization, kAbsent);
          EXPECT_EQ(masked, nowhere) << caller.name << ": " << route.id << " " << target;
          EXPECT_TRUE(there.has_code("unknown_organization") || there.status == 401) << there;
          EXPECT_EQ(masked.body.find("key-of"), std::string::npos) << there;
          asked += 2;
        }
      }
    }
    ASSERT_EQ(watcher_->version(), version) << caller.name << " changed something";
  }
  EXPECT_EQ(watcher_->dump(), before);
  EXPECT_GT(asked, 5'000U);
}

TEST_F(IsolationTest, TheMatrixOfPermissionsHolds) {
  std::size_t refused = 0;
  std::size_t let_in = 0;
  for (const Caller& caller : callers_) {
    if (caller.name.starts_with("token of")) continue;  // members change nothing that tokens stand on
    for (const Route& route : routes()) {
      if (!of_organization(route)) continue;
      for (const auto& [organization, permissions] : caller.may) {
        const std::string before = watcher_->version();
        const std::string target = target_of(route, organization, organization);
        const auto answer = call(caller, route.method, target, body_of(route));
        const std::string what = std::string(route.id) + " " + target;
        expect_never(caller, answer, what);
        if (permissions.grants(permission_of(route)) && route.need != Need::administrator) {
          ++let_in;
          EXPECT_NE(answer.status, 401U) << caller.name << ": " << what;
          EXPECT_NE(answer.status, 403U) << caller.name << ": " << what << " " << answer;
          EXPECT_FALSE(answer.has_code("unknown_organization")) << caller.name << ": " << what;
        } else {
          ++refused;
          EXPECT_TRUE(answer.status == 403 && answer.has_code("forbidden"))
              << caller.name << ": " << what << " " << answer;
          EXPECT_EQ(watcher_->version(), before) << what;
        }
        if (route.method == "GET") {
          EXPECT_EQ(watcher_->version(), before) << what;
        }
      }
    }
  }
  EXPECT_GT(refused, 100U);
  EXPECT_GT(let_in, 100U);
}

TEST_F(IsolationTest, TokensReadNothingOfOthers) {
  for (const Caller& caller : callers_) {
    for (const Route& route : routes()) {
      if (route.method != "GET" || route.open()) continue;
      if (!of_organization(route)) {
        const auto answer = call(caller, "GET", target_of(route, "", kAbsent), "");
        expect_never(caller, answer, std::string(route.id));
        const unsigned expected = caller.never.size() == 2 && caller.may.empty() ? 401U
                                  : route.need == Need::token                    ? 200U
                                                                                 : 403U;
        EXPECT_EQ(answer.status, expected) << caller.name << ": " << route.id;
      }
      for (const auto& [organization, permissions] : caller.may) {
        expect_never(caller, call(caller, "GET", target_of(route, organization, organization), ""),
                     std::string(route.id));
      }
    }
  }
}

TEST_F(IsolationTest, ListsOfOrganizationsShowOnesOwn) {
  for (const Caller& caller : callers_) {
    const auto answer = call(caller, "GET", "/api/v1/organizations?limit=1000", "");
    for (const auto& [organization, parent] : kTrees) {
      const bool shown = answer.body.find("\"name\":\"" + organization + "\"") != std::string::npos;
      EXPECT_EQ(shown, caller.may.contains(organization)) << caller.name << ": " << organization;
    }
  }
}

// What stands in a body is a name like one in a path.
TEST_F(IsolationTest, ForeignNamesInBodiesAreLikeUnknownOnes) {
  const Caller& owner = callers_.front();
  ASSERT_EQ(owner.name, "member of acme with owner");
  for (const std::string foreign : {"zebra", "zebra-cub", "lynx-twin", "lynx-summit"}) {
    const auto both = [&](std::string_view method, const std::string& path, const std::string& body) {
      const auto there = call(owner, method, path, replaced(body, "NAME", foreign));
      const auto nowhere = call(owner, method, path, replaced(body, "NAME", kAbsent));
      EXPECT_EQ(replaced(there, foreign, kAbsent), nowhere) << path << " " << body;
      EXPECT_TRUE(there.has_code("unknown_organization")) << there;
    };
    both("POST", "/api/v1/organizations", R"({"name":"brand-new","parent":"NAME"})");
    both("POST", "/api/v1/organizations/lynx-acme/shared", R"({"prefix":"192.0.2.0/24","with":["NAME"]})");
  }
  // A person who is known elsewhere is like one who is not.
  const std::string path = "/api/v1/organizations/lynx-acme/members";
  const auto known = call(owner, "POST", path, R"({"email":"olga@zebra.example","language":"de"})");
  const auto unknown = call(owner, "POST", path, R"({"email":"nova@zebra.example","language":"de"})");
  EXPECT_EQ(known.status, 201U);
  EXPECT_EQ(replaced(known.body, "olga", "nova"), unknown.body);
}

TEST_F(IsolationTest, OnlyOwnersGiveAndOnlyWhatTheyHave) {
  const std::string path = "/api/v1/organizations/lynx-acme/tokens";
  for (const Caller& caller : callers_) {
    const auto mine = caller.may.find("lynx-acme");
    const bool owner = mine != caller.may.end() && mine->second.owner;
    const std::string name = replaced(caller.name, " ", "-");
    const auto answer = call(caller, "POST", path, R"({"name":")" + name + R"(","permissions":["read"]})");
    EXPECT_EQ(answer.status == 201, owner) << caller.name << " " << answer;
    const auto everywhere = call(caller, "POST", "/api/v1/tokens", R"({"name":"x","permissions":["read"]})");
    EXPECT_TRUE(everywhere.status == 403 || everywhere.status == 401) << caller.name << " " << everywhere;
    const auto root = call(caller, "POST", "/api/v1/organizations", R"({"name":"a-new-root"})");
    EXPECT_TRUE(root.status == 403 || root.status == 401) << caller.name << " " << root;
    const auto below = call(caller, "POST", "/api/v1/organizations",
                            R"({"name":"below-)" + name + R"(","parent":"lynx-acme"})");
    EXPECT_EQ(below.status == 201, owner) << caller.name << " " << below;
  }
}

TEST(Routes, EveryOneSaysWhoMayUseIt) {
  const std::set<std::string_view> open = {"startSession", "requestPassword", "showPasswordPage",
                                           "setPassword",  "showAnswerPage",  "pressAnswerButton",
                                           "showOpenapi",  "showHealth",      "showMetrics"};
  for (const Route& route : routes()) {
    EXPECT_EQ(route.open(), open.contains(route.id)) << route.id;
    const bool changes = route.method != "GET";
    if (of_organization(route)) {
      EXPECT_NE(route.need, Need::token) << route.id;
      if (changes) {
        EXPECT_TRUE(route.need != Need::read && route.need != Need::audit) << route.id;
      }
    }
  }
}

}  // namespace
}  // namespace sallyport::api
