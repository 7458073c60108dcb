// docs/reference is made from the tables that the program runs on. SALLYPORT_UPDATE_SPEC=1 writes it anew.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "api/api.h"
#include "api/examples/problem_examples.h"
#include "api/problem.h"
#include "api/routes/routes.h"
#include "control/webhooks/event_types.h"

namespace sallyport::api {
namespace {

namespace json = boost::json;

void expect_current(const std::string& name, const std::string& expected) {
  const auto file = std::filesystem::path(SALLYPORT_REFERENCE) / name;
  if (std::getenv("SALLYPORT_UPDATE_SPEC") != nullptr) std::ofstream(file) << expected;
  std::ifstream in(file);
  const std::string found(std::istreambuf_iterator<char>(in), {});
  EXPECT_TRUE(found == expected) << name << " is old: run this test with SALLYPORT_UPDATE_SPEC=1";
}

// Text in a cell of a table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\|<*_`[").contains(c)) out += '\\';
    out += c;
  }
  return out;
}

std::string_view name_of(Need need) {
  switch (need) {
    case Need::administrator:
      return "the administrator's token";
    case Need::owner:
      return "`owner`";
    case Need::authorized_ips:
      return "`authorized_ips`";
    case Need::audit:
      return "`audit`";
    case Need::read:
      return "`read`";
    case Need::token:
      return "any valid token";
    case Need::nobody:
      return "nothing";
  }
  return "";
}

std::string pretty(const json::value& value, const std::string& indent) {
  const auto* const object = value.if_object();
  const auto* const array = value.if_array();
  if ((object == nullptr || object->empty()) && (array == nullptr || array->empty()))
    return json::serialize(value);
  std::string out = object != nullptr ? "{" : "[";
  const char* separator = "\n";
  const auto add = [&](const std::string& text) {
    out += separator + indent + "  " + text;
    separator = ",\n";
  };
  if (object != nullptr) {
    for (const auto& member : *object) {
      add(json::serialize(json::string(member.key())) + ": " + pretty(member.value(), indent + "  "));
    }
  } else {
    for (const auto& item : *array) add(pretty(item, indent + "  "));
  }
  return out + "\n" + indent + (object != nullptr ? "}" : "]");
}

// The example of a body, where it is JSON.
std::string example(const json::value& holder, std::string_view title) {
  const auto* const content = holder.as_object().if_contains("content");
  if (content == nullptr) return {};
  for (const auto& form : content->as_object()) {
    const auto* const value = form.value().as_object().if_contains("example");
    if (value == nullptr || !form.key().ends_with("json")) continue;
    return fmt::format("{}\n\n```json\n{}\n```\n\n", title, pretty(*value, ""));
  }
  return {};
}

std::string operation(const Route& route, const json::value& described) {
  std::string out = fmt::format("### {} `{}`\n\n{}. Operation `{}`; needs {}.\n\n", route.method, route.path,
                                cell(route.summary), route.id, name_of(route.need));
  if (!route.query.empty()) {
    out += "| query | |\n|---|---|\n";
    for (const auto& parameter : route.query) {
      out += fmt::format("| `{}` | {}{} |\n", parameter.name, cell(parameter.description),
                         parameter.required ? "; required" : "");
    }
    out += '\n';
  }
  if (const auto* const body = described.as_object().if_contains("requestBody")) {
    out += example(*body, fmt::format("Body: `{}`", route.request));
  }
  const auto status = std::to_string(route.success);
  const std::string title = route.response.empty() ? fmt::format("Answer: {}", status)
                                                   : fmt::format("Answer: {}, `{}`", status, route.response);
  const std::string shown = example(described.at("responses").at(status), title);
  out += shown.empty() ? title + "\n\n" : shown;
  std::string codes;
  for (unsigned bit = 0; bit <= static_cast<unsigned>(ErrorCode::internal); ++bit) {
    const auto code = static_cast<ErrorCode>(bit);
    if ((route.errors & sallyport::api::codes(code)) == 0) continue;
    codes += fmt::format("{}`{}`", codes.empty() ? "" : ", ", to_string(code));
  }
  return codes.empty() ? out : out + "Errors: " + codes + ".\n\n";
}

TEST(Reference, OfTheApiIsUpToDate) {
  const json::value document = json::parse(openapi_document());
  std::string out = "# REST API\n\n";
  out +=
      "`/api/v1/openapi.json` on the daemon, and `spec/openapi.json`, describe it for programs: with all "
      "schemas, and every error. ";
  out += std::string(document.at("info").at("description").as_string()) + "\n\n";
  out += "## Fields of requests\n\n| | |\n|---|---|\n";
  for (const auto& parameter : document.at("components").at("parameters").as_object()) {
    out += fmt::format("| `{}` | {} |\n", parameter.value().at("name").as_string().c_str(),
                       cell(parameter.value().at("description").as_string().c_str()));
  }
  out += "\n## Fields of answers\n\n| | |\n|---|---|\n";
  for (const auto& field : document.at("components").at("headers").as_object()) {
    const std::string text = field.value().at("example").as_string().c_str();
    out += fmt::format("| `{}` | {}; such as `{}` |\n", std::string(field.key()),
                       cell(field.value().at("description").as_string().c_str()), text);
  }
  for (const RoutePart& part : route_parts()) {
    out += fmt::format("\n## {}\n\n{}.\n\n", part.tag, cell(part.description));
    for (const Route& route : part.rows) {
      std::string verb(route.method);
      for (char& c : verb) c = static_cast<char>(c | 0x20);
      out += operation(route, document.at("paths").at(route.path).at(verb));
    }
  }
  expect_current("api.md", out);
}

TEST(Reference, OfTheErrorsIsUpToDate) {
  std::string out =
      "# Errors\n\n"
      "The `code` of a problem document (RFC 9457), and what is said under it, for example. Codes are "
      "stable; "
      "texts may change.\n\n| code | status | meaning | example |\n|---|---|---|---|\n";
  for (unsigned bit = 0; bit <= static_cast<unsigned>(ErrorCode::internal); ++bit) {
    const auto code = static_cast<ErrorCode>(bit);
    EXPECT_FALSE(example_detail(code).empty()) << to_string(code);
    out += fmt::format("| `{}` | {} | {} | {} |\n", to_string(code), status_of(code), cell(title_of(code)),
                       cell(example_detail(code)));
  }
  expect_current("errors.md", out);
}

TEST(Reference, OfTheEventsIsUpToDate) {
  std::string out =
      "# Events\n\n"
      "What webhooks are told: the `type` of a CloudEvent, and what its `data` holds. A webhook chooses "
      "types, or "
      "all that begin with a word: `entry.*`.\n\n| type | when | data |\n|---|---|---|\n";
  for (const auto& event : control::event_types()) {
    out += fmt::format("| `{}` | {} | `{}` |\n", event.type, cell(event.description), event.data->name);
  }
  for (const control::EventData* const data : control::event_data()) {
    out += fmt::format("\n## {}\n\n```json\n{}\n```\n", data->name, pretty(json::parse(data->schema), ""));
  }
  expect_current("events.md", out);
}

}  // namespace
}  // namespace sallyport::api
