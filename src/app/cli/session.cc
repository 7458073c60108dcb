#include "app/cli/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <ostream>

#include "base/text.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

// A field's value as people read it.
std::string cell(const json::value& value) {
  if (value.is_null()) return "-";
  if (value.is_string()) {
    const auto& text = value.get_string();
    return text.empty() ? "-" : printable(std::string_view(text.data(), text.size()));
  }
  if (value.is_bool()) return value.get_bool() ? "yes" : "no";
  if (value.is_array()) {
    std::string text;
    for (const auto& item : value.get_array()) text += (text.empty() ? "" : ", ") + cell(item);
    return text.empty() ? "-" : text;
  }
  return printable(json::serialize(value));
}

std::string cell(const json::value& item, std::string_view field) {
  const auto* object = item.if_object();
  const auto* value = object != nullptr ? object->if_contains(field) : nullptr;
  return value != nullptr ? cell(*value) : "-";
}

// How many columns of a terminal the text takes, near enough: one for each character.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; }));
}

std::string text_of(const json::object& object, std::string_view field) {
  const auto* value = object.if_contains(field);
  if (value == nullptr || !value->is_string()) return {};
  return printable(std::string_view(value->get_string().data(), value->get_string().size()));
}

// JSON stays JSON: the control characters that a serializer lets through become its own escapes.
std::string printable_json(const json::value& value) {
  const std::string text = json::serialize(value);
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    if (byte == 0x7f) {
      out += "\\u007f";
    } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {
      out += fmt::format("\\u{:04x}", next);
      ++at;
    } else {
      out.push_back(text[at]);
    }
  }
  return out;
}

// What a problem document (RFC 9457) says, and its code.
std::string describe_problem(const Reply& reply) {
  boost::system::error_code failure;
  const json::value problem = json::parse(reply.body, failure);
  if (failure || !problem.is_object()) return fmt::format("the server answered with status {}", reply.status);
  const auto& object = problem.get_object();
  std::string text = text_of(object, "detail");
  if (text.empty()) text = text_of(object, "title");
  text += fmt::format(" ({})", text_of(object, "code"));
  const auto* errors = object.if_contains("errors");
  if (errors != nullptr && errors->is_array()) {
    for (const auto& error : errors->get_array()) {
      if (error.is_object()) text += "\n  " + text_of(error.get_object(), "detail");
    }
  }
  return text;
}

}  // namespace

Session::Session(Client client, Format format, std::ostream& out, std::ostream& errors)
    : client_(std::move(client)), format_(format), out_(out), errors_(errors) {}

std::expected<json::value, int> Session::call(const std::string& method, const std::string& path,
                                              const json::value& body) {
  const auto reply = client_.send(method, "/api/v1" + path, body.is_null() ? "" : json::serialize(body));
  if (!reply) {
    errors_ << "sallyport: " << printable(reply.error().message) << '\n';
    return std::unexpected(static_cast<int>(kUnreachable));
  }
  if (reply->status < 200 || reply->status > 299) {
    errors_ << "sallyport: " << describe_problem(*reply) << '\n';
    return std::unexpected(static_cast<int>(kRefused));
  }
  if (reply->body.empty()) return json::value(nullptr);
  boost::system::error_code failure;
  json::value value = json::parse(reply->body, failure);
  if (failure) return std::unexpected(unexpected_answer());
  return value;
}

int Session::show(const std::string& method, const std::string& path, const json::value& body) {
  const auto value = call(method, path, body);
  if (!value) return value.error();
  print(*value);
  return kDone;
}

int Session::change(const std::string& method, const std::string& path, const json::value& body,
                    std::string_view done) {
  const auto value = call(method, path, body);
  if (!value) return value.error();
  if (format_ == Format::table) {
    print_line(done);
  } else if (!value->is_null()) {
    print_json(*value);
  }
  return kDone;
}

int Session::list(const std::string& path, const std::string& query, const std::vector<Column>& columns) {
  json::array items;
  std::string cursor;
  do {
    std::string target = query.empty() ? path : path + "?" + query;
    if (!cursor.empty()) target += "&cursor=" + path_segment(cursor);
    auto page = call("GET", target);
    if (!page) return page.error();
    auto* const object = page->if_object();
    auto* const part = object != nullptr ? object->if_contains("items") : nullptr;
    if (part == nullptr || !part->is_array()) return unexpected_answer();
    for (auto& item : part->get_array()) items.push_back(std::move(item));
    const auto* const next = object->if_contains("next");
    cursor = next != nullptr && next->is_string() ? std::string(next->get_string().c_str()) : "";
  } while (!cursor.empty());
  if (format_ == Format::json) {
    print_json(json::object{{"items", std::move(items)}});
  } else {
    print_table(items, columns);
  }
  return kDone;
}

int Session::usage(std::string_view message) {
  errors_ << "sallyport: " << message << '\n';
  return kUsage;
}

int Session::unexpected_answer() {
  errors_ << "sallyport: the server's answer is not what its API answers: is --url the address of "
             "sallyportd's API?\n";
  return kUnreachable;
}

void Session::print(const json::value& value) {
  if (format_ == Format::json) {
    print_json(value);
  } else {
    print_fields(value);
  }
}

void Session::print_note(std::string_view text) { errors_ << printable(text) << '\n'; }

void Session::print_json(const json::value& value) { out_ << printable_json(value) << '\n'; }

void Session::print_line(std::string_view text) { out_ << printable(text) << '\n'; }

void Session::print_fields(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return;
  std::size_t widest = 0;
  for (const auto& field : *object) widest = std::max(widest, field.key().size());
  for (const auto& field : *object) {
    std::string name = printable(std::string_view(field.key().data(), field.key().size()));
    std::ranges::replace(name, '_', ' ');
    out_ << fmt::format("{:<{}}  {}\n", name, widest, cell(field.value()));
  }
}

void Session::print_table(const json::array& items, const std::vector<Column>& columns) {
  std::vector<std::vector<std::string>> rows(1);
  for (const Column& column : columns) rows.front().emplace_back(column.heading);
  for (const auto& item : items) {
    auto& row = rows.emplace_back();
    for (const Column& column : columns) row.push_back(cell(item, column.field));
  }
  std::vector<std::size_t> widths(columns.size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - width(row[i]) + 2, ' ');
    }
    out_ << line << '\n';
  }
}

}  // namespace sallyport::cli
