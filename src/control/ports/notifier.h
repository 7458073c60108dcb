// Notifier: the port through which control tells people something. src/notify implements it by mail.
//
// Thread safety: send() is called by one thread at a time.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "control/model.h"
#include "control/ports/network_names.h"

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
  std::vector<Item> items;   // at least one, at most 50; newest last
  std::uint64_t more = 0;    // open alerts beyond those
  std::uint64_t beyond = 0;  // requests from further networks, which found no room for an alert
  Timestamp expires = {};    // until when the links work, all of them
};

// "From now on, unknown addresses are blocked."
struct BlockingNotification {
  struct Item {
    std::string credential;  // empty: the organization's protection
    Channel channel = Channel::api;
    std::chrono::seconds quiet_period{};
    std::uint64_t authorized = 0;  // entries on the list
    bool dry_run = false;          // nothing is enforced yet
  };
  std::vector<Item> items;  // what turned at one moment; at least one
};

// "Here you set your password."
struct PasswordNotification {
  std::string link_token;
  Timestamp expires;
  bool first = false;  // there is none yet
};

// What it means that a vendor gave up entries that a list has, or had.
struct FollowEffect {
  std::uint64_t entries = 0;
  std::optional<Timestamp> first_given_up = {};  // empty: there are none
  std::optional<Timestamp> last_given_up = {};
  std::optional<Timestamp> last_seen = {};  // of all of them; empty: none was ever used
};

// "What the vendor changed, and what that did to your list."
struct FollowNotification {
  struct Line {
    net::Prefix prefix;
    std::optional<Timestamp> given_up, removal, last_seen, starts;
  };
  struct Lines {
    std::vector<Line> first;  // at most 20
    std::uint64_t total = 0;
  };
  std::string vendor;
  std::string name = {};  // as the vendor calls itself
  Lines added = {};
  Lines back = {};      // was given up, and is not any more
  Lines given_up = {};  // is on the list until its removal
  Lines removed = {};
  Lines coming = {};  // from that day on
  FollowEffect still_there = {};
  FollowEffect taken_off = {};
  bool many = false;      // more than half of all were given up at once
  std::string held = {};  // why it is not followed any more; empty: it is
  bool resumed = false;   // it was held, and is followed again
};

struct Notification {
  std::string id;  // the same when it is sent again; fit for a Message-ID's left part
  Timestamp created;
  std::string organization;               // empty where it is about none
  std::string recipient;                  // a member's e-mail address
  Language language = Language::english;  // the recipient's
  std::variant<AlertNotification, BlockingNotification, PasswordNotification, FollowNotification> content;
};

class Notifier {
 public:
  virtual ~Notifier() = default;
  // Returns when the message is in other hands for good. Errors: forbidden where this one message is refused,
  // and others may be taken; any other where none can leave now. It will be tried again later.
  virtual Result<void> send(const Notification& notification) = 0;
};

}  // namespace sallyport::control
