#include "api/testing/isolation_world.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>

#include "api/testing/test_catalogs.h"
#include "store/sqlite_store.h"

namespace sallyport::api::testing {
namespace {

using control::Actor;
using control::Channel;
using control::Permissions;

const Actor kMaker{"administrator", std::nullopt, {}};

const std::vector<std::pair<std::string, Permissions>> kEachPermission = {
    {"owner", {.owner = true}},
    {"authorized_ips", {.authorized_ips = true}},
    {"read", {.read = true}},
    {"audit", {.audit = true}}};

control::NewEntry noted_entry(std::string_view prefix, const std::string& note) {
  return {net::Prefix::parse(prefix).value(), note, policy::kAlways, policy::kForever};
}

// Alerts and webhooks are numbered in the order of the trees.
std::string number_among_trees(const std::string& things) {
  for (std::size_t i = 0; i < kTrees.size(); ++i) {
    if (kTrees[i].first == things) return std::to_string(i + 1);
  }
  return "999";
}

}  // namespace

bool ComparedAnswer::says(const std::string& word) const {
  return body.find(word) != std::string::npos || std::ranges::any_of(fields, [&](const auto& field) {
           return field.second.find(word) != std::string::npos;
         });
}

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

Watcher::Watcher(const std::filesystem::path& file) {
  EXPECT_EQ(sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
}

Watcher::~Watcher() { sqlite3_close_v2(handle_); }

std::string Watcher::version() { return ask("PRAGMA data_version"); }

std::string Watcher::dump() {
  std::string text;
  std::string tables = ask("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  for (std::size_t end = tables.find('\n'); end != std::string::npos; end = tables.find('\n')) {
    text += ask("SELECT * FROM \"" + tables.substr(0, tables.find('|')) + "\"");
    tables.erase(0, end + 1);
  }
  return text;
}

std::string Watcher::ask(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sql;
  std::string text;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    for (int column = 0; column < sqlite3_column_count(statement); ++column) {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      if (bytes != nullptr)
        text.append(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
      text += '|';
    }
    text += '\n';
  }
  sqlite3_finalize(statement);
  return text;
}

void IsolationTest::SetUp() {
  control::ControlSettings settings;
  settings.password_operations = 1;
  settings.password_memory = 8192;
  store_ = store::open_sqlite(folder_ / "s.db").value();
  control_ = control::Control::open(*store_, clock_, slot_, control::Secrets::random(), settings).value();
  api_ = std::make_unique<Api>(*control_, ApiSettings{.catalogs = &real_catalogs});
  watcher_ = std::make_unique<Watcher>(folder_ / "s.db");
  for (const auto& [organization, parent] : kTrees) make(organization, parent);
  cross_the_tree();
  make_callers();
}

void IsolationTest::TearDown() {
  watcher_.reset();
  api_.reset();
  control_.reset();
  store_.reset();
}

void IsolationTest::make(const std::string& name, const std::string& parent) {
  auto directory = control_->directory();
  ASSERT_TRUE(directory.create_organization(kMaker, name, parent));
  ASSERT_TRUE(directory.add_member(kMaker, name, "olga@" + name + ".example", {.owner = true}));
  ASSERT_TRUE(directory.add_member(kMaker, name, "otto@" + name + ".example", {.owner = true}));
  ASSERT_TRUE(directory.create_credential(kMaker, name, "key-of-" + name, Channel::api, std::nullopt));
  ASSERT_TRUE(
      control_->lists().authorize(kMaker, {name, {}}, {noted_entry("192.0.2.0/24", "note of " + name)}));
  ASSERT_TRUE(control_->tokens().create(kMaker, name, "deploy-of-" + name, {.read = true}, {}));
  ASSERT_TRUE(control_->webhooks().create(kMaker, name, "https://hook-of-" + name + ".example", {}));
  control::ProtectionChange blocking;
  blocking.mode = policy::Mode::blocking;
  ASSERT_TRUE(control_->protections().change(kMaker, {name, {}}, std::nullopt, blocking));
  const auto address = net::Address::parse("198.51.100.7").value();
  policy::Observation knock;
  knock.first = knock.last = clock_.now();
  knock.address = address;
  knock.decision = control_->lists().explain(name, "key-of-" + name, address).value();
  ASSERT_TRUE(control_->loop().record(std::span(&knock, 1)));
}

void IsolationTest::cross_the_tree() {
  auto lists = control_->lists();
  auto family = control_->family();
  ASSERT_TRUE(lists.authorize(kMaker, {"lynx-summit", {}}, {noted_entry("10.1.0.0/16", "for all below")}));
  ASSERT_TRUE(family.share(kMaker, "lynx-summit", net::Prefix::parse("10.1.0.0/16").value(), {}));
  ASSERT_TRUE(lists.authorize(kMaker, {"lynx-acme", {}}, {noted_entry("10.2.0.0/16", "for the youngest")}));
  ASSERT_TRUE(family.share(kMaker, "lynx-acme", net::Prefix::parse("10.2.0.0/16").value(), {"lynx-kid"}));
  ASSERT_TRUE(
      lists.deny(kMaker, {"lynx-summit", {}}, noted_entry("10.9.0.0/16", "note of lynx-summit, again")));
  ASSERT_TRUE(family.enforce(kMaker, "lynx-summit", Channel::api, policy::Mode::blocking));
  ASSERT_TRUE(control_->directory().add_member(kMaker, "lynx-summit", kFromAbove, {.authorized_ips = true}));
  ASSERT_TRUE(
      lists.authorize({kFromAbove, std::nullopt, {}}, {"lynx-acme", {}}, {noted_entry("10.3.0.0/16", "")}));
}

std::string IsolationTest::token_of(const std::string& organization, Permissions permissions,
                                    const std::string& name) {
  return control_->tokens().create(kMaker, organization, name, permissions, {}).value().secret;
}

std::string IsolationTest::session_of(const std::string& organization, Permissions permissions,
                                      const std::string& email) {
  EXPECT_TRUE(control_->directory().add_member(kMaker, organization, email, permissions));
  EXPECT_TRUE(control_->people().set_password_of(kMaker, email, "correct horse battery"));
  return control_->people().sign_in(email, "correct horse battery", std::nullopt).value().token;
}

void IsolationTest::make_callers() {
  const std::vector<std::string> acme_never = {"zebra",
                                               "twin",
                                               "olga@lynx-summit",
                                               "otto@lynx-summit",
                                               "key-of-lynx-summit",
                                               "deploy-of-lynx-summit",
                                               "hook-of-lynx-summit",
                                               "note of lynx-summit"};
  for (const auto& [word, permissions] : kEachPermission) {
    const std::map<std::string, Permissions> may = {{"lynx-acme", permissions}, {"lynx-kid", permissions}};
    callers_.push_back({"member of acme with " + word,
                        session_of("lynx-acme", permissions, word + "@lynx-acme.example"), may, acme_never});
    callers_.push_back(
        {"token of acme with " + word, token_of("lynx-acme", permissions, "t-" + word), may, acme_never});
  }
  callers_.push_back({"member of acme with nothing",
                      session_of("lynx-acme", {}, "nothing@lynx-acme.example"),
                      {},
                      {"zebra", "lynx-summit", "lynx-kid", "twin", "key-of-", "olga@"}});
  const Permissions owner{.owner = true};
  callers_.push_back(
      {"token of the child",
       token_of("lynx-kid", owner, "t"),
       {{"lynx-kid", owner}},
       {"zebra", "twin", "@lynx-summit", "olga@lynx-acme", "otto@lynx-acme", "key-of-lynx-acme",
        "key-of-lynx-summit", "note of lynx-acme", "note of lynx-summit", "deploy-of-lynx-acme"}});
  callers_.push_back({"token of the other platform",
                      token_of("zebra", owner, "t"),
                      {{"zebra", owner}, {"zebra-cub", owner}},
                      {"lynx"}});
  const auto expired =
      control_->tokens().create(kMaker, "lynx-acme", "brief", owner, std::chrono::seconds(1)).value();
  clock_.advance(std::chrono::seconds(1));
  const std::string revoked = token_of("lynx-acme", owner, "revoked");
  ASSERT_TRUE(control_->tokens().revoke(kMaker, "lynx-acme", "revoked"));
  for (const auto& [name, token] : std::vector<std::pair<std::string, std::string>>{
           {"nobody", ""}, {"an expired token", expired.secret}, {"a revoked token", revoked}}) {
    callers_.push_back({name, token, {}, {"zebra", "lynx"}, false});
  }
}

ComparedAnswer IsolationTest::call(const Caller& caller, std::string_view method, const std::string& target,
                                   const std::string& body, const SentFields& more) {
  std::vector<http::Field> fields;
  const std::string bearer = "Bearer " + caller.token;
  if (!caller.token.empty()) fields.push_back({"Authorization", bearer});
  if (!body.empty()) fields.push_back({"Content-Type", "application/json"});
  for (const auto& [name, value] : more) fields.push_back({name, value});
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

void IsolationTest::expect_never(const Caller& caller, const ComparedAnswer& answer,
                                 const std::string& what) {
  for (const std::string& word : caller.never) {
    EXPECT_FALSE(answer.says(word)) << caller.name << " reads " << word << ": " << what << " " << answer;
  }
}

const Caller& IsolationTest::caller(const std::string& name) {
  const auto found = std::ranges::find(callers_, name, &Caller::name);
  EXPECT_NE(found, callers_.end()) << name;
  return *found;
}

bool of_organization(const Route& route) {
  return route.path.find("{organization}") != std::string_view::npos;
}

std::string target_of(const Route& route, const std::string& organization, const std::string& things) {
  std::string target(route.path);
  for (const auto& [parameter, value] :
       std::vector<std::pair<std::string, std::string>>{{"{organization}", organization},
                                                        {"{credential}", "key-of-" + things},
                                                        {"{member}", "otto@" + things + ".example"},
                                                        {"{token}", "deploy-of-" + things},
                                                        {"{alert}", number_among_trees(things)},
                                                        {"{webhook}", number_among_trees(things)},
                                                        {"{prefix}", "192.0.2.0%2F24"},
                                                        {"{channel}", "api"},
                                                        {"{vendor}", "moengage"},
                                                        {"{target}", "plain"}}) {
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
  if (route.id == "showCovers") target += "?address=10.9.0.7";                 // what is denied from above
  if (route.id == "resolveCatalog") target += "?all=true&allow_unknown=true";  // it has to be told something
  return target;
}

std::string body_of(const Route& route) {
  static const std::map<std::string_view, std::string> bodies = {
      {"NewMember", R"({"email":"new@example.org"})"},
      {"MemberChange", R"({"permissions":["owner"]})"},
      {"NewToken", R"({"name":"new","permissions":["read"]})"},
      {"NewCredential", R"({"name":"new","channel":"api"})"},
      {"ProtectionChange", R"({"mode":"off"})"},
      {"NewEntries", R"({"prefix":"203.0.113.0/24"})"},
      {"NewEntry", R"({"prefix":"203.0.113.0/24"})"},
      {"EntryChange", R"({"note":"changed"})"},
      {"NewDenials", R"({"prefix":"203.0.113.128/25"})"},
      {"NewSharing", R"({"prefix":"192.0.2.0/24"})"},
      {"EndOfSharing", R"({"prefixes":["192.0.2.0/24"]})"},
      {"NewEnforcement", R"({"mode":"blocking"})"},
      {"NewWebhook", R"({"url":"https://new.example"})"},
      {"WebhookChange", R"({"events":["alert.*"]})"},
      {"WebhookSecretRotation", R"({"overlap":"1h"})"},
      {"Answer", R"({"action":"authorize"})"}};
  if (route.request.empty()) return {};
  const auto known = bodies.find(route.request);
  return known != bodies.end() ? known->second : "{}";
}

}  // namespace sallyport::api::testing
