#include "api/testing/world.h"

#include <gtest/gtest.h>

#include <thread>

#include "api/dispatch.h"
#include "api/testing/json_schema.h"
#include "api/testing/test_catalogs.h"
#include "store/sqlite_store.h"

namespace sallyport::api::testing {
namespace {

namespace json = boost::json;

bool has_key(const json::value& value, std::string_view key) {
  if (value.is_object()) {
    for (const auto& member : value.as_object()) {
      if (member.key() == key || has_key(member.value(), key)) return true;
    }
  }
  if (value.is_array()) {
    for (const auto& item : value.as_array()) {
      if (has_key(item, key)) return true;
    }
  }
  return false;
}

// Passwords cost as little as libsodium permits.
control::ControlSettings settings() {
  control::ControlSettings settings;
  settings.password_operations = 1;
  settings.password_memory = 8192;
  settings.catalogs = &real_catalogs;
  return settings;
}

// What HTTP has on every answer, and the document says nothing of.
bool is_of_every_answer(std::string_view name) {
  return name == "Cache-Control" || name == "Content-Type" || name == "X-Content-Type-Options" ||
         name == "Content-Security-Policy" || name == "Content-Disposition";
}

bool shows_a_secret(std::string_view operation) {
  return operation == "createCredential" || operation == "createToken" ||
         operation == "createInstallationToken" || operation == "createWebhook" ||
         operation == "createInstallationWebhook" || operation == "rotateWebhookSecret" ||
         operation == "rotateInstallationWebhookSecret";
}

}  // namespace

const json::value& document() {
  static const json::value parsed = json::parse(openapi_document());
  return parsed;
}

json::value Answer::json() const { return json::parse(body); }
std::string Answer::code() const { return std::string(json().at("code").as_string()); }
std::string Answer::detail() const { return std::string(json().at("detail").as_string()); }

reach::Options nobody_asked() {
  reach::Options options;
  options.resolver = reach::NameServer{net::Address::ipv4(0x7f000001), 1};
  return options;
}

World::World(const ApiRates& rates, const reach::Options& check_options)
    : clock(parse_timestamp("2026-01-01T00:00:00Z").value()),
      store_(store::open_sqlite_in_memory().value()),
      control_(control::Control::open(*store_, clock, slot_, control::Secrets::random(), settings()).value()),
      api_(std::make_unique<Api>(*control_, ApiSettings{.metrics = [] { return std::string("# metrics\n"); },
                                                        .rates = rates,
                                                        .clock = &clock,
                                                        .catalogs = &real_catalogs,
                                                        .check_options = check_options})),
      token_(control_->access().issue_administrator_token().value()) {}

World::~World() = default;

Answer World::call(std::string_view method, std::string_view target, std::string_view body) {
  Fields fields{{"Authorization", "Bearer " + token_}};
  if (!body.empty()) fields.emplace_back("Content-Type", "application/json");
  return call_with(method, target, body, fields);
}

Answer World::call_with(std::string_view method, std::string_view target, std::string_view body,
                        const Fields& fields) {
  std::vector<http::Field> views;
  for (const auto& [name, value] : fields) views.push_back({name, value});
  http::Request request;
  request.method = method;
  request.target = target;
  request.fields = views;
  request.body = body;
  request.peer.address = net::Address::parse("203.0.113.9").value();
  http::Response response;
  api_->handle(request, response);
  EXPECT_TRUE(response.valid());
  Answer answer{response.status, response.body, {}};
  for (const auto& [name, value] : response.fields()) answer.fields[name] = value;
  check(method, target, answer);
  return answer;
}

void World::check(std::string_view method, std::string_view target, const Answer& answer) {
  const std::string what = std::string(method) + " " + std::string(target.substr(0, 200));
  if (!target.starts_with("/catalogs")) {
    EXPECT_EQ(answer.fields.at("Cache-Control"), "no-store") << what;
  }
  EXPECT_EQ(answer.fields.at("X-Content-Type-Options"), "nosniff") << what;
  for (const auto& secret : secrets_) EXPECT_EQ(answer.body.find(secret), std::string::npos) << what;
  EXPECT_EQ(answer.body.find(token_), std::string::npos) << what;

  const auto matched = match(method, target.substr(0, target.find('?')));
  if (!matched || matched->route == nullptr) return;
  const Route& route = *matched->route;
  std::string verb(route.method);
  for (char& c : verb) c = static_cast<char>(c | 0x20);
  const auto& responses = document().at("paths").at(route.path).at(verb).at("responses").as_object();
  const std::string status = std::to_string(answer.status);
  if (!responses.contains(status)) {
    ADD_FAILURE() << what << " answers " << status
                  << ", which is not documented: " << answer.body.substr(0, 300);
    return;
  }
  const json::value* response = &responses.at(status);
  if (const auto* const shared = response->as_object().if_contains("$ref")) {
    response = &document().at_pointer(std::string_view(shared->as_string()).substr(1));
  }
  if (!route.type.starts_with("text/html")) {
    for (const auto& [name, value] : answer.fields) {
      if (is_of_every_answer(name)) continue;
      const auto* const headers = response->as_object().if_contains("headers");
      EXPECT_TRUE(headers != nullptr && headers->as_object().contains(name))
          << what << " answers " << status << " with " << name << ", which is not documented";
    }
  }
  const bool success = answer.status == route.success;
  if (success) succeeded_.insert(std::string(route.id));
  if (answer.status == 204 || answer.status == 304) {
    EXPECT_TRUE(answer.body.empty());
    return;
  }
  const std::string type =
      answer.fields.at("Content-Type").substr(0, answer.fields.at("Content-Type").find(';'));
  const auto& content = response->at("content").as_object();
  ASSERT_TRUE(content.contains(type)) << what << " " << type;
  if (!type.ends_with("json")) return;
  const json::value body = answer.json();
  EXPECT_EQ(check_schema(body, content.at(type).at("schema"), document()), "") << what << "\n"
                                                                               << answer.body.substr(0, 500);
  if (route.id == "showOpenapi") return;
  EXPECT_FALSE(has_key(body, "fingerprint")) << what;
  if (success && (route.id == "rotateCredential" || route.id == "answerAlert")) return;
  if (success && shows_a_secret(route.id)) {
    if (body.as_object().contains("secret")) secrets_.emplace_back(body.at("secret").as_string());
  } else {
    EXPECT_FALSE(has_key(body, "secret")) << what;
  }
}

void World::create_acme() {
  ASSERT_EQ(call("POST", "/api/v1/organizations", R"({"name":"acme"})").status, 201U);
  ASSERT_EQ(call("POST", "/api/v1/organizations/acme/members",
                 R"({"email":"ann@acme.example","permissions":["authorized_ips"]})")
                .status,
            201U);
  ASSERT_EQ(
      call("POST", "/api/v1/organizations/acme/credentials", R"({"name":"web","channel":"api"})").status,
      201U);
}

policy::Decision World::use(const std::string& organization, const std::string& credential,
                            const std::string& address) {
  const auto from = net::Address::parse(address).value();
  const auto decision = control_->lists().explain(organization, credential, from).value();
  policy::Observation observation;
  observation.first = observation.last = clock.now();
  observation.address = from;
  observation.decision = decision;
  EXPECT_TRUE(control_->loop().record(std::span(&observation, 1)).has_value());
  return decision;
}

control::AlertNotification::Item World::item_of_alert(const std::string& address) {
  EXPECT_EQ(call("PATCH", "/api/v1/organizations/acme/protection", R"({"mode":"blocking"})").status, 200U);
  use("acme", "web", address);
  for (int i = 0; i < 3; ++i) {  // a mail, or the digest that is due within 15 minutes
    EXPECT_TRUE(control_->loop().run_due().has_value());
    EXPECT_TRUE(control_->loop().deliver(mailbox).has_value());
    clock.advance(std::chrono::minutes(10));
  }
  for (const auto& mail : mailbox.received) {
    const auto* alerts = std::get_if<control::AlertNotification>(&mail.content);
    if (alerts == nullptr) continue;
    for (const auto& item : alerts->items) {
      if (item.address.to_string() == address) return item;
    }
  }
  ADD_FAILURE() << "no mail about " << address;
  return {};
}

Answer wait_for_check(World& world, const std::string& path) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (true) {
    auto answer = world.call("GET", path);
    if (answer.status != 200 || answer.json().at("state") != "running") return answer;
    if (std::chrono::steady_clock::now() > deadline) {
      ADD_FAILURE() << path << " never ends: " << answer.body;
      return answer;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace sallyport::api::testing
