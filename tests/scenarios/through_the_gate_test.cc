// Every scenario again, its requests made to the real HTTP gate as a proxy on the loopback makes them. The
// gate must give the verdicts and reasons that the scenarios expect.

#include <curl/curl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/cli/policy/policy_reader.h"
#include "base/bounded_queue.h"
#include "gate/forward_auth/forward_auth.h"
#include "http/server.h"
#include "scenario/runner.h"

namespace sallyport {
namespace {

// Tells repeated uses after every request instead of once a second: scenarios do not wait.
class EagerForwardAuth final : public http::Handler {
 public:
  explicit EagerForwardAuth(gate::ForwardAuth& inner) : inner_(inner) {}
  void handle(const http::Request& request, http::Response& response) noexcept override {
    inner_.handle(request, response);
    inner_.tick(http::current_thread_number());
  }

 private:
  gate::ForwardAuth& inner_;
};

http::ClientAddressFinder behind_loopback() {
  http::ClientAddressSettings settings;
  settings.header = http::AddressHeader::x_forwarded_for;
  settings.trusted_proxies = {net::Prefix(net::Address::ipv4(0x7f000001))};
  return http::ClientAddressFinder::create(settings).value();
}

std::size_t keep_reason(char* data, std::size_t size, std::size_t count, void* reason) {
  constexpr std::string_view kField = "sallyport-reason:";
  std::string line(data, size * count);
  std::ranges::transform(line, line.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (line.starts_with(kField)) {
    const auto start = line.find_first_not_of(' ', kField.size());
    const auto end = line.find_first_of("\r\n");
    *static_cast<std::string*>(reason) = line.substr(start, end - start);
  }
  return size * count;
}

std::size_t ignore_body(char*, std::size_t size, std::size_t count, void*) { return size * count; }

class HttpRequester final : public scenario::Requester {
 public:
  HttpRequester(const snapshot::Slot& slot, const Clock& clock, policy::FingerprintKey key)
      : key_(key),
        queue_(1024),
        gate_(slot, key_, clock, queue_, metrics_),
        auth_(gate_, behind_loopback(), gate::CredentialReader::create({}).value(), metrics_, 1),
        eager_(auth_),
        server_(eager_, {}, 1),
        curl_(curl_easy_init()) {}
  ~HttpRequester() override {
    curl_easy_cleanup(curl_);
    server_.stop();
  }

  Result<void> start() {
    SALLYPORT_ASSIGN(endpoint_, server_.listen_tcp({net::Address::ipv4(0x7f000001), 0}));
    server_.start();
    return {};
  }

  Result<scenario::Answer> request(std::string_view secret, std::string_view address) override {
    curl_slist* fields = curl_slist_append(nullptr, ("X-Api-Key: " + std::string(secret)).c_str());
    fields = curl_slist_append(fields, ("X-Forwarded-For: " + std::string(address)).c_str());
    std::string reason;
    const std::string url = "http://" + endpoint_.to_string() + "/auth";
    curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, fields);
    curl_easy_setopt(curl_, CURLOPT_HEADERFUNCTION, keep_reason);
    curl_easy_setopt(curl_, CURLOPT_HEADERDATA, &reason);
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, ignore_body);
    const CURLcode code = curl_easy_perform(curl_);
    curl_slist_free_all(fields);
    if (code != CURLE_OK) return fail(ErrorCode::unavailable, curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    if (status == 400) return fail(ErrorCode::malformed_address, reason);
    if (status != 204 && status != 403) return fail(ErrorCode::internal, "status " + std::to_string(status));
    return scenario::Answer{status == 204 ? policy::Verdict::allow : policy::Verdict::deny, reason};
  }

  std::vector<policy::Observation> observations() override {
    return queue_.take(std::chrono::milliseconds(0));
  }

 private:
  const policy::FingerprintKey key_;
  MetricRegistry metrics_;
  BoundedQueue<policy::Observation> queue_;
  gate::Gate gate_;
  gate::ForwardAuth auth_;
  EagerForwardAuth eager_;
  http::Server server_;
  http::Endpoint endpoint_;
  CURL* curl_;
};

Result<std::unique_ptr<scenario::Requester>> http_requester(const snapshot::Slot& slot, const Clock& clock,
                                                            policy::FingerprintKey key) {
  auto requester = std::make_unique<HttpRequester>(slot, clock, key);
  SALLYPORT_TRY(requester->start());
  return requester;
}

std::vector<std::filesystem::path> scenarios() {
  std::vector<std::filesystem::path> files;
  for (const char* const folder : {SALLYPORT_SCENARIOS, SALLYPORT_REGRESSIONS}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() == ".scenario") files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

class ThroughTheGate : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ThroughTheGate, HoldsAsItDoesInMemory) {
  std::ifstream in(GetParam(), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto failures = scenario::run(text, http_requester, {&cli::read_policy, GetParam().parent_path()});
  ASSERT_TRUE(failures) << failures.error().line << ": " << failures.error().message;
  for (const auto& failure : *failures)
    ADD_FAILURE() << GetParam() << ":" << failure.line << ": " << failure.message;
}

std::string test_name(const testing::TestParamInfo<std::filesystem::path>& file) {
  std::string name = file.param.stem().string();
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ThroughTheGate, testing::ValuesIn(scenarios()), test_name);

}  // namespace
}  // namespace sallyport
