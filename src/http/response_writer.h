// How an answer becomes bytes.
//
// Thread safety: pure functions over their arguments.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "http/message.h"
#include "http/request_reader.h"

namespace sallyport::http {

struct Framing {
  bool head = false;  // answers HEAD: the body is announced, not sent
  bool keep_alive = true;
  bool http10 = false;
  std::string_view date;  // from http_date()
};

// Appends the whole answer; a response that is not valid() becomes a 500 without fields.
void append_response(std::string& out, const Response& response, const Framing& framing);

// Appends an answer of the server's own as a problem document (RFC 9457), with a `code` of base/error.h,
// after which it closes the connection.
void append_refusal(std::string& out, const Refusal& refusal, std::string_view date);

// "Thu, 01 Jan 2026 00:00:00 GMT", RFC 9110 section 5.6.7.
std::string http_date(std::chrono::sys_seconds time);

}  // namespace sallyport::http
