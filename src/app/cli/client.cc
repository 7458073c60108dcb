#include "app/cli/client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>

namespace sallyport::cli {
namespace {

constexpr std::size_t kLargestReply = 64 * 1024 * 1024;
constexpr long kConnectSeconds = 10;
constexpr long kReplySeconds = 600;  // verifying a long audit takes its time

std::size_t append(char* data, std::size_t size, std::size_t count, void* to) {
  auto& body = *static_cast<std::string*>(to);
  const std::size_t bytes = size * count;
  if (body.size() + bytes > kLargestReply) return 0;
  body.append(data, bytes);
  return bytes;
}

int tell_progress(const void* upload, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
  static_cast<const Upload*>(upload)->progress(static_cast<std::uint64_t>(sent));
  return 0;
}

}  // namespace

struct Client::Curl {
  CURL* handle = curl_easy_init();
  curl_slist* fields = nullptr;

  Curl() = default;
  Curl(const Curl&) = delete;
  Curl& operator=(const Curl&) = delete;
  ~Curl() {
    curl_slist_free_all(fields);
    curl_easy_cleanup(handle);
  }
};

Client::Client(std::string url, std::string token)
    : curl_(std::make_unique<Curl>()), url_(std::move(url)), token_(std::move(token)) {
  while (url_.ends_with('/')) url_.pop_back();
}

Client::Client(Client&&) noexcept = default;
Client::~Client() = default;

Result<Reply> Client::send(const std::string& method, const std::string& path, const std::string& body,
                           const Upload& upload) {
  CURL* const curl = curl_->handle;
  if (curl == nullptr) return fail(ErrorCode::unavailable, "libcurl cannot start");
  curl_easy_reset(curl);
  curl_slist_free_all(curl_->fields);
  curl_->fields = nullptr;
  const auto add_field = [&](const std::string& line) {
    curl_->fields = curl_slist_append(curl_->fields, line.c_str());
  };
  add_field("Accept: application/json");
  add_field("Expect:");  // do not wait for permission to send a body
  if (!token_.empty()) add_field("Authorization: Bearer " + token_);
  if (!body.empty()) add_field("Content-Type: " + upload.type);

  Reply reply;
  std::array<char, CURL_ERROR_SIZE> reason{};
  const std::string address = url_ + path;
  curl_easy_setopt(curl, CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kReplySeconds);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, curl_->fields);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, reason.data());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
  if (!body.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  }
  if (upload.progress) {
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, tell_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &upload);
  }
  const CURLcode code = curl_easy_perform(curl);
  if (code != CURLE_OK) {
    return fail(ErrorCode::unavailable,
                fmt::format("cannot reach {}: {}; is sallyportd running there? (--url or SALLYPORT_URL)",
                            url_, reason[0] != '\0' ? reason.data() : curl_easy_strerror(code)));
  }
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
  return reply;
}

std::string path_segment(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace sallyport::cli
