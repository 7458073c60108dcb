// The examples of the OpenAPI document, told to a real world from the first to the last: each must be
// answered as it says, with the same fields. With SALLYPORT_PRINT_EXAMPLES=FILE the answers of the world are
// written there, a line each, for examples_*.cc.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "api/dispatch.h"
#include "api/examples/examples.h"
#include "api/pages/percent.h"
#include "api/routes/routes.h"
#include "api/testing/json_schema.h"
#include "api/testing/world.h"

namespace sallyport::api {
namespace {

namespace json = boost::json;
using testing::Answer;
using testing::check_schema;
using testing::document;
using testing::kAcme;
using testing::World;

// Both have the same fields, as deep as both go. Empty where they have.
std::string difference(const json::value& a, const json::value& b, const std::string& where) {
  if (a.is_object() && b.is_object()) {
    for (const auto& [one, other] : {std::pair{&a, &b}, std::pair{&b, &a}}) {
      for (const auto& member : one->as_object()) {
        if (!other->as_object().contains(member.key())) return where + "." + std::string(member.key());
      }
    }
    for (const auto& member : a.as_object()) {
      auto found = difference(member.value(), b.at(member.key()), where + "." + std::string(member.key()));
      if (!found.empty()) return found;
    }
  }
  if (a.is_array() && b.is_array() && !a.as_array().empty() && !b.as_array().empty()) {
    return difference(a.as_array().front(), b.as_array().front(), where + "[]");
  }
  return a.kind() == b.kind() || (a.is_array() && b.is_array()) ? "" : where + " is another kind";
}

// A secret never stands in a table.
json::value without_secrets(json::value value) {
  if (auto* const object = value.if_object()) {
    for (auto& member : *object) {
      const bool shown_once = member.key() == "secret" || member.key() == "token";
      if (shown_once && member.value().is_string()) {
        const std::string text(member.value().as_string());
        member.value() = text.substr(0, text.find('_') + 1) + "shown-this-once";
      } else {
        member.value() = without_secrets(member.value());
      }
    }
  }
  if (auto* const array = value.if_array()) {
    for (auto& item : *array) item = without_secrets(item);
  }
  return value;
}

class Story {
 public:
  Story() {
    if (const char* const file = std::getenv("SALLYPORT_PRINT_EXAMPLES")) printed_.open(file);
  }

  void tell(const Example& example, const Route& route) {
    prepare(example.id);
    std::string target(example.target);
    if (const auto at = target.find("TOKEN"); at != std::string::npos) target.replace(at, 5, link_);
    std::vector<std::pair<std::string, std::string>> fields;
    if (!route.open()) fields.emplace_back("Authorization", "Bearer " + bearer(example.id));
    std::string body(example.request);
    if (!body.empty()) {
      const std::string_view json_or_form = route.type == kHtml ? "application/x-www-form-urlencoded" : kJson;
      fields.emplace_back("Content-Type", example.type.empty() ? json_or_form : example.type);
      if (route.type == kHtml) body = form(json::parse(body).as_object());
    }
    const auto answer = world_.call_with(route.method, target, body, fields);
    EXPECT_EQ(answer.status, example.status != 0 ? example.status : route.success) << example.id << "\n"
                                                                                   << answer.body;
    if (example.id == "startSession" && answer.status == 201)
      session_ = answer.json().at("token").as_string().c_str();
    if (route.type == kHtml || answer.status == 204 || example.id == "showOpenapi") return;
    compare(example, route, answer);
  }

 private:
  void compare(const Example& example, const Route& route, const Answer& answer) {
    const bool is_json = route.type.ends_with("json");
    const json::value actual = is_json ? without_secrets(answer.json()) : json::value(answer.body);
    print(example, is_json ? json::serialize(actual) : answer.body);
    if (!is_json) {
      EXPECT_FALSE(example.answer.empty()) << example.id;
      return;
    }
    boost::system::error_code failure;
    const json::value shown = json::parse(example.answer, failure);
    ASSERT_FALSE(failure) << example.id << ": its answer is no JSON; the world's is\n"
                          << json::serialize(actual);
    EXPECT_EQ(difference(actual, shown, std::string(example.id)), "") << "the world's answer is\n"
                                                                      << json::serialize(actual);
    const std::string name(example.status != 0 ? "Preview" : route.response);
    const json::value schema{{"$ref", "#/components/schemas/" + name}};
    EXPECT_EQ(check_schema(shown, schema, document()), "") << example.id;
  }

  void print(const Example& example, const std::string& answer) {
    if (!printed_.is_open()) return;
    printed_ << json::serialize(json::object{{"id", json::string(example.id)}, {"answer", answer}}) << '\n';
  }

  static std::string form(const json::object& fields) {
    std::string text;
    for (const auto& field : fields) {
      std::string value(field.value().as_string());
      for (char& c : value) c = c == ' ' ? '+' : c;
      text += (text.empty() ? "" : "&") + std::string(field.key()) + "=" + value;
    }
    return text;
  }

  std::string bearer(std::string_view id) const {
    const bool a_member = id == "showMe" || id == "changeMe" || id == "endSession";
    return a_member ? session_ : world_.token();
  }

  // What happens between the examples.
  void prepare(std::string_view id) {
    if (id == "showPasswordPage") {
      ASSERT_TRUE(world_.control().loop().deliver(world_.mailbox));
      link_ = std::get<control::PasswordNotification>(world_.mailbox.received.back().content).link_token;
    }
    if (id == "removeMember") world_.call("POST", kAcme + "/members", R"({"email":"bob@acme.example"})");
    if (id == "removeCredential")
      world_.call("POST", kAcme + "/credentials", R"({"name":"old","channel":"smtp"})");
    if (id == "listUnauthorized") {
      world_.call("PATCH", kAcme + "/protection", R"({"mode":"blocking"})");
      world_.use("acme", "web", "198.51.100.7");
    }
    if (id == "showCatalogCheck") {
      testing::wait_for_check(world_, "/api/v1/catalogs/withsecure/checks/1");
    }
    if (id == "showAnswerPage") link_ = world_.token_of_alert("203.0.113.9");
    if (id == "listChildren")
      world_.call("POST", "/api/v1/organizations", R"({"name":"berlin","parent":"acme"})");
    if (id == "unshare") world_.call("POST", kAcme + "/shared", R"({"prefix":"203.0.113.0/24"})");
    if (id == "share") world_.call("POST", kAcme + "/authorized", R"({"prefix":"203.0.113.0/24"})");
  }

  World world_;
  std::string link_;     // the token of the page that was mailed last
  std::string session_;  // Ann's
  std::ofstream printed_;
};

TEST(Examples, EveryOneIsAnsweredAsItSays) {
  Story story;
  for (const Example& example : examples()) {
    const auto route = std::ranges::find(routes(), example.id, &Route::id);
    ASSERT_NE(route, routes().end()) << example.id;
    const auto matched = match(route->method, example.target.substr(0, example.target.find('?')));
    ASSERT_TRUE(matched && matched->route == &*route) << example.id << " has another target";
    story.tell(example, *route);
  }
}

TEST(Examples, EveryOperationHasOne) {
  for (const Route& route : routes()) {
    const Example* const example = example_of(route.id);
    ASSERT_NE(example, nullptr) << route.id;
    EXPECT_EQ(example->request.empty(), route.request.empty()) << route.id;
    for (const std::string_view type : route.texts) {
      const Example* const text = example_of(route.id, type);
      EXPECT_TRUE(text != nullptr && !text->request.empty()) << route.id << " " << type;
    }
    const bool previews =
        std::ranges::find(route.query, "preview", &QueryParameter::name) != route.query.end();
    EXPECT_EQ(example_of(route.id, {}, 200) != nullptr, previews && route.success != 200) << route.id;
  }
}

TEST(Examples, EveryRefusalOfTheDocumentHasOneToo) {
  const json::value problem_schema{{"$ref", "#/components/schemas/Problem"}};
  const auto& problems = document().at("components").at("examples");
  for (const auto& response : document().at("components").at("responses").as_object()) {
    const std::string name(response.key());
    const auto& content = response.value().at("content").at("application/problem+json").as_object();
    if (const auto* const one = content.if_contains("example")) {
      EXPECT_EQ(check_schema(*one, problem_schema, document()), "") << name;
      continue;
    }
    EXPECT_FALSE(content.at("examples").as_object().empty()) << name;
    for (const auto& example : content.at("examples").as_object()) {
      const auto& value = problems.at(example.key()).at("value");
      EXPECT_TRUE(name.starts_with(std::to_string(value.at("status").as_int64()) + ".")) << name;
      EXPECT_EQ(check_schema(value, problem_schema, document()), "") << name;
    }
  }
}

}  // namespace
}  // namespace sallyport::api
