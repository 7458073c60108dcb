// Client: the REST API of a daemon, over libcurl.
//
// Thread safety: one thread.
// Invariants: the token is sent to the daemon's address only (redirects are not followed), and never shown.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sallyport::cli {

struct Reply {
  long status = 0;
  std::string body;
};

// How a body is sent.
struct Upload {
  std::string type = "application/json";
  std::function<void(std::uint64_t sent)> progress = {};  // hears from time to time how many bytes are sent
};

class Client {
 public:
  // `url` has no path: "http://127.0.0.1:8080".
  Client(std::string url, std::string token);
  Client(Client&&) noexcept;
  ~Client();

  bool has_token() const { return !token_.empty(); }

  // `path` starts with '/'. Errors: unavailable (no answer; the message says what to look at).
  Result<Reply> send(const std::string& method, const std::string& path, const std::string& body,
                     const Upload& upload = {});

 private:
  struct Curl;
  std::unique_ptr<Curl> curl_;
  std::string url_;
  std::string token_;
};

// A name or a prefix as one segment of a path.
std::string path_segment(std::string_view text);

}  // namespace sallyport::cli
