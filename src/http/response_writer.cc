#include "http/response_writer.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace sallyport::http {
namespace {

std::string_view phrase(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 507:
      return "Insufficient Storage";
    default:
      return "";  // the phrase may be empty; nobody reads it
  }
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

void append_response(std::string& out, const Response& response, const Framing& framing) {
  const bool sound = response.valid() && response.status >= 200 && response.status <= 599;
  const unsigned status = sound ? response.status : 500;
  out.append("HTTP/1.1 ");
  append_number(out, status);
  out.append(" ").append(phrase(status)).append("\r\n");
  append_field(out, "Date", framing.date);
  if (sound) {
    for (const auto& [name, value] : response.fields()) append_field(out, name, value);
  }
  if (!framing.keep_alive) {
    out.append("Connection: close\r\n");
  } else if (framing.http10) {
    out.append("Connection: keep-alive\r\n");
  }
  const bool may_have_body = status != 204 && status != 304;
  const std::string_view body = sound && may_have_body ? std::string_view(response.body) : std::string_view();
  if (may_have_body) {
    out.append("Content-Length: ");
    append_number(out, body.size());
    out.append("\r\n");
  }
  out.append("\r\n");
  if (!framing.head) out.append(body);
}

void append_refusal(std::string& out, const Refusal& refusal, std::string_view date) {
  Response response;
  response.status = refusal.status;
  response.set("Content-Type", "application/problem+json");
  if (refusal.retry_after > 0) response.set("Retry-After", fmt::format("{}", refusal.retry_after));
  const auto code = to_string(refusal.code);
  response.body = fmt::format(
      R"({{"type":"urn:sallyport:problem:{}","title":"{}","status":{},"detail":"{}","code":"{}"}})", code,
      phrase(refusal.status), refusal.status, refusal.detail, code);
  append_response(out, response, {.head = false, .keep_alive = false, .http10 = false, .date = date});
}

std::string http_date(std::chrono::sys_seconds time) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                     kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace sallyport::http
