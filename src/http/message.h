// One HTTP/1.1 request as a handler sees it, and the response it fills in.
//
// Thread safety: values of one connection; a handler uses them only during its call.
// Invariants: field names and values carry no control characters; a target is in origin form and starts with '/'.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/address.h"

namespace sallyport::http {

struct Field {
  std::string_view name;  // as sent; compare without regard to case
  std::string_view value;
};

// Where the connection comes from.
struct Peer {
  std::optional<net::Address> address;  // empty: a UNIX socket
  std::optional<net::Address> proxied;  // the client that a PROXY protocol header named, on listeners that expect one
};

struct Request {
  std::string_view method;
  std::string_view target;  // path and query, as sent
  std::span<const Field> fields;
  std::string_view body;
  Peer peer;

  // The field of that name, if there is exactly one. Names compare without regard to case.
  std::optional<std::string_view> only(std::string_view name) const;
  std::size_t count(std::string_view name) const;
};

// Content-Length, Connection and Date are the server's business. Values are refused (500) if they carry control
// characters, so that nothing from outside can end a header line.
class Response {
 public:
  unsigned status = 500;
  std::string body;

  void set(std::string_view name, std::string_view value);
  std::span<const std::pair<std::string, std::string>> fields() const { return fields_; }
  void clear();  // back to an empty 500, keeping the memory

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

class Handler {
 public:
  virtual ~Handler() = default;
  // Called by any of the server's threads, never twice at once for one connection. Throws nothing.
  virtual void handle(const Request& request, Response& response) noexcept = 0;
};

}  // namespace sallyport::http
