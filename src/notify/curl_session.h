// What every use of libcurl here starts with.
//
// Thread safety: any thread; a session belongs to one.
#pragma once

#include <curl/curl.h>

#include <memory>

namespace sallyport::notify {

using CurlHandle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using CurlList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// A new handle; null where libcurl does not start.
CurlHandle open_curl();

// Passes one option on, and remembers whether any was refused: a refused security option must not go unseen.
class CurlOptions {
 public:
  explicit CurlOptions(CURL* curl) : curl_(curl) {}
  template <class Value>
  void set(CURLoption option, Value value) {
    if (curl_easy_setopt(curl_, option, value) != CURLE_OK) refused_ = true;
  }
  bool refused() const { return refused_; }

 private:
  CURL* curl_;
  bool refused_ = false;
};

}  // namespace sallyport::notify
