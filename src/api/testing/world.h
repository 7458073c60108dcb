// A whole control over a database in memory, and the API before it. Every answer is held against the OpenAPI
// document: its status is documented, its body fits the schema, and no secret is in it.
//
// Thread safety: one thread.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/api.h"
#include "control/ports/store.h"
#include "snapshot/slot.h"

namespace sallyport::api::testing {

inline const std::string kOrganizations = "/api/v1/organizations";
inline const std::string kAcme = kOrganizations + "/acme";

const boost::json::value& document();  // the OpenAPI document

using Fields = std::vector<std::pair<std::string, std::string>>;  // of a request

struct Answer {
  unsigned status = 0;
  std::string body;
  std::map<std::string, std::string> fields;

  boost::json::value json() const;
  std::string code() const;  // of a problem document
  std::string detail() const;
};

// Names are asked for on a port of loopback where nobody answers, so that nothing leaves this machine.
reach::Options nobody_asked();

// The mails that control sends, as it hands them to the port.
class Mailbox final : public control::Notifier {
 public:
  Result<void> send(const control::Notification& notification) override {
    received.push_back(notification);
    return {};
  }
  std::vector<control::Notification> received;
};

class World {
 public:
  explicit World(const ApiRates& rates = {}, const reach::Options& check_options = nobody_asked());
  ~World();

  // With the administrator's token and, where there is a body, as JSON.
  Answer call(std::string_view method, std::string_view target, std::string_view body = {});
  Answer call_with(std::string_view method, std::string_view target, std::string_view body,
                   const Fields& fields);

  // acme with ann@acme.example and the api credential `web`.
  void create_acme();
  // What a gate would tell after this use. REQUIRES: the credential exists.
  policy::Decision use(const std::string& organization, const std::string& credential,
                       const std::string& address);
  // Blocks unknown addresses of acme, lets one knock, and returns what the mail says about it, or the token
  // with which it is authorized.
  control::AlertNotification::Item item_of_alert(const std::string& address);
  std::string token_of_alert(const std::string& address) { return item_of_alert(address).authorize_token; }

  control::Control& control() { return *control_; }
  control::Store& store() { return *store_; }
  Api& api() { return *api_; }
  const std::string& token() const { return token_; }
  const std::set<std::string>& succeeded() const { return succeeded_; }  // operationIds

  SimulatedClock clock;
  Mailbox mailbox;

 private:
  void check(std::string_view method, std::string_view target, const Answer& answer);

  std::unique_ptr<control::Store> store_;
  snapshot::Slot slot_;
  std::unique_ptr<control::Control> control_;
  std::unique_ptr<Api> api_;
  std::string token_;
  std::vector<std::string> secrets_;
  std::set<std::string> succeeded_;
};

// What a check of a catalog, at that path, answers once it is done. It has half a minute for that.
Answer wait_for_check(World& world, const std::string& path);

}  // namespace sallyport::api::testing
