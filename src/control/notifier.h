// Notifier: the port through which control tells people something. src/notify implements it by mail.
//
// Thread safety: send() is called by one thread at a time.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "control/model.h"
#include "control/network_names.h"

namespace sallyport::control {

// "Somebody used your key from an address that is not on your list."
struct AlertNotification {
  struct Item {
    net::Prefix network;
    net::Address address;
    std::string credential;
    Timestamp first_seen;
    Timestamp last_seen;
    std::uint64_t count = 0;
    NetworkName name = {};  // whose network it is, where that is known
    // For the pages on which a person answers, one for each action.
    std::string authorize_token;
    std::string deny_token = {};
    std::string deactivate_token = {};
  };
  std::vector<Item> items;  // at least one, at most 50; newest last
  std::uint64_t more = 0;   // open alerts beyond those
};

// "From now on, unknown addresses are blocked."
struct BlockingNotification {
  std::string credential;  // empty: the organization's protection
  Channel channel = Channel::api;
  std::chrono::seconds quiet_period{};
  std::uint64_t authorized = 0;  // entries on the list
};

// "Here you set your password."
struct PasswordNotification {
  std::string link_token;
  Timestamp expires;
  bool first = false;  // there is none yet
};

struct Notification {
  std::string id;  // the same when it is sent again; fit for a Message-ID's left part
  Timestamp created;
  std::string organization;               // empty where it is about none
  std::string recipient;                  // a member's e-mail address
  Language language = Language::english;  // the recipient's
  std::variant<AlertNotification, BlockingNotification, PasswordNotification> content;
};

class Notifier {
 public:
  virtual ~Notifier() = default;
  // Returns when the message is in other hands for good. Errors: any; it will be tried again later.
  virtual Result<void> send(const Notification& notification) = 0;
};

}  // namespace sallyport::control
