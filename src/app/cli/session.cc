#include "app/cli/session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <ostream>

#include "app/cli/problem.h"
#include "base/text.h"

namespace sallyport::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongUpload = 256 * 1024;

}  // namespace

std::string text_of(const json::object& object, std::string_view field) {
  const auto* const value = object.if_contains(field);
  if (value == nullptr || !value->is_string()) return {};
  return std::string(value->get_string().data(), value->get_string().size());
}

std::string text_of(const json::value& value, std::string_view field) {
  const auto* const object = value.if_object();
  return object != nullptr ? text_of(*object, field) : std::string();
}

Session::Session(Client client, Format format, std::ostream& out, std::ostream& errors)
    : client_(std::move(client)), printer_(format, out), errors_(errors) {}

std::expected<Reply, int> Session::answer(const std::string& method, const std::string& path,
                                          const std::string& body, const Upload& upload) {
  auto reply = client_.send(method, "/api/v1" + path, body, upload);
  if (reply) return *std::move(reply);
  errors_ << "sallyport: " << printable(reply.error().message) << '\n';
  return std::unexpected(static_cast<int>(kUnreachable));
}

std::expected<Reply, int> Session::ask(const std::string& method, const std::string& path,
                                       const json::value& body) {
  return answer(method, path, json::serialize(body), {});
}

std::expected<std::string, int> Session::send(const std::string& method, const std::string& path,
                                              const std::string& body, const Upload& upload, Asked asked) {
  auto reply = answer(method, path, body, upload);
  if (!reply) return std::unexpected(reply.error());
  if (reply->status < 200 || reply->status > 299) return std::unexpected(tell_refusal(*reply, asked));
  return std::move(reply->body);
}

int Session::tell_refusal(const Reply& reply, Asked asked) {
  const auto problem = read_problem(reply);
  if (!problem) {
    errors_ << fmt::format(
        "sallyport: the server answered with status {}, and not as sallyportd's API does: is --url the "
        "address of sallyportd's API?\n",
        reply.status);
    return kUnreachable;
  }
  if (asked != Asked::sign_in && problem->code == "unauthenticated" && !client_.has_token()) {
    errors_
        << "sallyport: this needs a token: sign in ('sallyport sign-in EMAIL'), or name the file that holds "
           "one (--token-file or SALLYPORT_TOKEN_FILE)\n";
    return kRefused;
  }
  errors_ << "sallyport: " << problem->text << '\n';
  return asked == Asked::file && says_malformed(*problem) ? kUsage : kRefused;
}

std::expected<std::string, int> Session::fetch(const std::string& path) { return send("GET", path, {}); }

std::expected<json::value, int> Session::call(const std::string& method, const std::string& path,
                                              const json::value& body, Asked asked) {
  const auto answer = send(method, path, body.is_null() ? "" : json::serialize(body), {}, asked);
  if (!answer) return std::unexpected(answer.error());
  if (answer->empty()) return json::value(nullptr);
  boost::system::error_code failure;
  json::value value = json::parse(*answer, failure);
  if (failure) return std::unexpected(unexpected_answer());
  return value;
}

std::expected<json::value, int> Session::upload(const std::string& path, const std::string& text,
                                                const std::string& type) {
  const bool shown = text.size() >= kLongUpload && ::isatty(STDERR_FILENO) == 1;
  Upload upload{type, {}};
  if (shown) {
    upload.progress = [this, &text](std::uint64_t sent) {
      errors_ << (sent < text.size() ? fmt::format("\rsending: {:3} %", sent * 100 / text.size())
                                     : std::string("\rsent; waiting for the answer"))
              << std::flush;
    };
  }
  const auto answer = send("POST", path, text, upload, Asked::file);
  if (shown) errors_ << "\r\x1b[K" << std::flush;
  if (!answer) return std::unexpected(answer.error());
  boost::system::error_code failure;
  json::value value = json::parse(*answer, failure);
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
  if (format() == Format::table) {
    print_line(done);
  } else if (!value->is_null()) {
    print(*value);
  }
  return kDone;
}

std::expected<json::array, int> Session::items(const std::string& path, const std::string& query) {
  json::array items;
  std::string cursor;
  do {
    std::string target = query.empty() ? path : path + "?" + query;
    if (!cursor.empty()) target += (query.empty() ? "?cursor=" : "&cursor=") + path_segment(cursor);
    auto page = call("GET", target);
    if (!page) return std::unexpected(page.error());
    auto* const object = page->if_object();
    auto* const part = object != nullptr ? object->if_contains("items") : nullptr;
    if (part == nullptr || !part->is_array()) return std::unexpected(unexpected_answer());
    for (auto& item : part->get_array()) items.push_back(std::move(item));
    cursor = text_of(*object, "next");
  } while (!cursor.empty());
  return items;
}

int Session::list(const std::string& path, const std::string& query, const std::vector<Column>& columns) {
  const auto all = items(path, query);
  if (!all) return all.error();
  printer_.items(*all, columns);
  return kDone;
}

void Session::print_items(const json::value& answer, const json::array& items,
                          const std::vector<Column>& columns) {
  if (format() == Format::json) {
    printer_.json(answer);
  } else {
    printer_.items(items, columns);
  }
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

void Session::print(const json::value& value) { printer_.object(value); }

void Session::print_note(std::string_view text) { errors_ << printable(text) << '\n'; }

void Session::print_json(const json::value& value) { printer_.json(value); }

void Session::print_lines(std::string_view json_lines) { printer_.lines(json_lines); }

void Session::print_line(std::string_view text) { printer_.line(text); }

}  // namespace sallyport::cli
