// World: everything a scenario happens in: a store in memory, control, a gate, the API's pages, a mailbox,
// and a clock that only `advance` moves.
//
// Thread safety: one thread.
// Invariants: between two calls nothing is due: what a running daemon would have done by now is done.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/api.h"
#include "base/clock.h"
#include "base/result.h"
#include "control/control.h"
#include "control/ports/store.h"
#include "scenario/browser.h"
#include "scenario/mailbox.h"
#include "scenario/requester.h"

namespace sallyport::scenario {

class World {
 public:
  // A new world at 2026-01-01T00:00:00Z, without organizations.
  static Result<std::unique_ptr<World>> create(RequesterFactory make_requester);
  ~World();

  control::Control& control() { return *control_; }
  Mailbox& mailbox() { return mailbox_; }
  Timestamp now() const { return clock_.now(); }

  Result<void> add_member(const std::string& organization, const std::string& email,
                          const control::Permissions& permissions);
  // Whether some organization has that member.
  bool has_member(const std::string& email) const;

  // Makes a credential whose secret the world keeps, for requests by its name.
  Result<void> create_credential(const std::string& organization, const std::string& name,
                                 policy::Channel channel);
  // The credential of that name, with its organization where none is given; empty where there is none.
  // Errors: duplicate, where no organization is given and several have one of that name.
  Result<std::optional<control::ScopeName>> find_credential(const control::ScopeName& name) const;

  // A request with the credential's secret, or with one that nobody has. What the gate observed is recorded.
  Result<Answer> request(const control::ScopeName& credential, const std::string& address);

  // Fetches the link as a mail scanner would. Errors: internal, where that changed something; what the page
  // refuses with.
  Result<void> open_link(const std::string& email, control::Action action,
                         std::optional<net::Address> address);
  // Signs in where the page asks for that. A secret that the page shows is the credential's from then on.
  Result<void> press_button(const std::string& email, control::Action action,
                            std::optional<net::Address> address);

  // As a daemon does it. What the document registers by a fingerprint gets a secret that the world keeps: the
  // same for one fingerprint.
  Result<void> apply_policy(control::PolicyOrder order);

  // Does all that is due now, and delivers the mails.
  Result<void> settle();
  // Time passes; everything that comes due is done at its moment, in order of time.
  Result<void> advance(Milliseconds duration);
  // Ends everything but the store in an orderly way, and starts it again.
  Result<void> restart();

 private:
  explicit World(RequesterFactory make_requester);
  Result<void> start();
  Result<Milliseconds> do_due();
  Result<std::string> traces();  // what a link that is only opened must leave as it is
  // Sees to it that the person has the password with which they sign in.
  Result<void> give_password(const std::string& email);
  Result<void> keep_secret(const std::string& organization, const std::string& secret);

  RequesterFactory make_requester_;
  SimulatedClock clock_;
  control::Secrets secrets_;
  std::unique_ptr<control::Store> store_;
  Mailbox mailbox_;
  std::map<std::string, std::map<std::string, std::string>>
      secrets_of_;                 // credential, organization -> secret
  std::set<std::string> members_;  // in lower case
  std::set<std::string> with_password_;

  // What a restart replaces, in the order in which it starts.
  std::unique_ptr<snapshot::Slot> slot_;
  std::unique_ptr<control::Control> control_;
  std::unique_ptr<api::Api> api_;
  std::unique_ptr<Requester> requester_;
};

}  // namespace sallyport::scenario
