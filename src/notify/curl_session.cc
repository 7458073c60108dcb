#include "notify/curl_session.h"

#include <mutex>

namespace sallyport::notify {

CurlHandle open_curl() {
  static std::once_flag once;
  static bool started = false;
  std::call_once(once, [] { started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; });
  return CurlHandle(started ? curl_easy_init() : nullptr, &curl_easy_cleanup);
}

}  // namespace sallyport::notify
