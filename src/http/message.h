// One HTTP/1.1 request as a handler sees it, and the response it fills in.
//
// Thread safety: values of one connection; a handler uses them only during its call.
// Invariants: field names are tokens and values carry no control characters but tabs; a target is in origin
// form, starts with '/', and is visible ASCII.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/address.h"

namespace sallyport::http {

struct Field {
  std::string_view name;  // as sent; compare with same_name()
  std::string_view value;
};

// Field names compare without regard to ASCII case.
bool same_name(std::string_view a, std::string_view b) noexcept;

// Where the connection comes from.
struct Peer {
  std::optional<net::Address> address;  // empty: a UNIX socket
  std::optional<net::Address>
      proxied;  // the client that a PROXY protocol header named, on listeners that expect one
};

struct Request {
  std::string_view method;
  std::string_view target;  // path and query, as sent
  std::span<const Field> fields;
  std::string_view body;
  Peer peer;

  std::string_view path() const { return target.substr(0, target.find('?')); }
  // The value of the field of that name, if there is exactly one.
  std::optional<std::string_view> only(std::string_view name) const noexcept;
  std::size_t count(std::string_view name) const noexcept;
};

// Content-Length, Connection and Date are the server's business. A field that carries control characters
// turns the whole answer into a 500, so that nothing from outside can end a header line.
class Response {
 public:
  unsigned status = 500;
  std::string body;

  // Adds the field, or replaces the one of the same name.
  void set(std::string_view name, std::string_view value);
  std::span<const std::pair<std::string, std::string>> fields() const { return {fields_.data(), used_}; }
  bool valid() const { return valid_; }
  void clear();  // back to an empty 500, keeping the memory

 private:
  std::vector<std::pair<std::string, std::string>> fields_;  // the first used_ of them count
  std::size_t used_ = 0;
  bool valid_ = true;
};

// How large a body may be, and whose it is.
struct BodyGrant {
  std::size_t bytes = 0;
  std::string sender;  // only one large body of each is read at a time
};

class Handler {
 public:
  virtual ~Handler() = default;
  // Called by any of the server's threads, never twice at once for one connection. Throws nothing.
  virtual void handle(const Request& request, Response& response) noexcept = 0;
  // How large a body this request may bring; asked once its head is there and announces more than
  // limits.body_bytes, before any of it is read. Nothing: `refusal` is the answer, whatever the size.
  // `head` has no body yet. As handle() otherwise.
  virtual std::optional<BodyGrant> grant_body([[maybe_unused]] const Request& head,
                                              [[maybe_unused]] Response& refusal) noexcept {
    return BodyGrant();
  }
};

}  // namespace sallyport::http
