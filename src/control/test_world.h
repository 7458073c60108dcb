// TestWorld: a whole control over a real store, in simulated time, with a mailbox at the end of the outbox.
//
// For tests only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/duration.h"
#include "base/testing/temporary_folder.h"
#include "control/control.h"
#include "control/ports/store.h"
#include "policy/observation.h"
#include "store/sqlite_store.h"

namespace sallyport::control {

// Fails the test where there is no value.
template <class T>
T must(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << to_string(result.error().code) << ": " << result.error().message << " ["
                  << result.error().detail << "]";
    std::abort();
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

template <class T>
ErrorCode code_of(const Result<T>& result) {
  EXPECT_FALSE(result.has_value());
  return result ? ErrorCode::internal : result.error().code;
}

using Names = std::vector<std::string>;

inline net::Address address(std::string_view text) { return *net::Address::parse(text); }
inline net::Prefix prefix(std::string_view text) { return *net::Prefix::parse(text); }

// What a mail server does: takes mails, or is down.
class Mailbox : public Notifier {
 public:
  Result<void> send(const Notification& notification) override {
    tried.push_back(notification.id);
    if (down) return fail(ErrorCode::unavailable, "connection refused");
    mails.push_back(notification);
    return {};
  }

  const AlertNotification& newest_alert() const { return std::get<AlertNotification>(mails.back().content); }

  bool down = false;
  std::vector<std::string> tried;
  std::vector<Notification> mails;
};

class TestWorld {
 public:
  explicit TestWorld(const ControlSettings& settings = {}, const std::filesystem::path& file = {})
      : settings_(settings), file_(file) {
    start();
  }

  void start() {
    if (!store)
      store = file_.empty() ? must(store::open_sqlite_in_memory()) : must(store::open_sqlite(file_));
    control = must(Control::open(*store, clock, slot, secrets_, settings_));
  }
  // Everything but the store is made anew; with a file, the store too.
  void restart(bool orderly = true) {
    if (orderly) must(control->loop().stop());
    control.reset();
    if (!file_.empty()) store.reset();
    start();
  }

  // As a daemon lives through it: all that is due happens in order of time.
  void advance(std::chrono::seconds duration) {
    const Milliseconds end = clock.monotonic() + duration;
    while (clock.monotonic() < end) {
      const Milliseconds next = must(control->loop().run_due());
      clock.advance(std::min(next, end - clock.monotonic()));
    }
    must(control->loop().run_due());
    (void)must(control->loop().deliver(mailbox));
  }

  policy::Decision decide(const std::string& organization, const std::string& credential,
                          std::string_view from) {
    return must(control->lists().explain(organization, credential, address(from)));
  }
  policy::Observation observe(const std::string& organization, const std::string& credential,
                              std::string_view from) {
    return {clock.now(), clock.now(), 1, address(from), decide(organization, credential, from)};
  }
  // A request: decided, recorded, and the mails that follow from it sent.
  policy::Reason request(const std::string& organization, const std::string& credential,
                         std::string_view from) {
    const policy::Observation observation = observe(organization, credential, from);
    must(control->loop().record({&observation, 1}));
    (void)must(control->loop().deliver(mailbox));
    return observation.decision.reason;
  }

  // An organization "acme" with a member ann who gets alerts, and a credential "web" on channel api.
  void make_acme() {
    must(control->directory().create_organization(admin, "acme"));
    must(control->directory().add_member(admin, "acme", "ann@acme.example", {false, true, false}));
    must(control->directory().create_credential(admin, "acme", "web", Channel::api, std::nullopt));
  }
  void mode(const ScopeName& scope, policy::Mode mode) {
    ProtectionChange change;
    change.mode = mode;
    must(control->protections().change(admin, scope, std::nullopt, change));
  }
  policy::Mode mode(const ScopeName& scope) {
    return must(control->protections().status(scope, Channel::api)).settings.mode;
  }
  void authorize(const ScopeName& scope, std::string_view text) {
    must(control->lists().authorize(admin, scope,
                                    {NewEntry{prefix(text), {}, policy::kAlways, policy::kForever}}));
  }
  // The list as text, "a, b"; "none" where it is empty.
  std::string listed(const ScopeName& scope, policy::EntryKind kind = policy::EntryKind::authorized) {
    std::string text;
    for (const auto& entry : must(control->lists().entries(scope, kind, {1000, {}})).items) {
      text += (text.empty() ? "" : ", ") + entry.entry.prefix.to_string();
    }
    return text.empty() ? "none" : text;
  }
  std::string unauthorized(const std::string& organization) {
    std::string text;
    for (const auto& row : must(control->lists().unauthorized(organization, {1000, {}})).items) {
      text += (text.empty() ? "" : ", ") + row.address.to_string();
    }
    return text.empty() ? "none" : text;
  }
  std::vector<Alert> alerts(const std::string& organization, std::optional<AlertState> state = std::nullopt) {
    return must(control->alerts().list(organization, state, {1000, {}})).items;
  }
  // All policy, as the store holds it.
  policy::Policy stored_policy() {
    policy::Policy policy;
    const auto reader = must(store->view());
    must(reader->visit_policy({[&](const policy::OrganizationPolicy& o) -> Result<void> {
                                 policy.organizations.push_back(o);
                                 return {};
                               },
                               [&](const policy::CredentialPolicy& c) -> Result<void> {
                                 policy.credentials.push_back(c);
                                 return {};
                               },
                               [&](const policy::CredentialPolicy& c, Timestamp) -> Result<void> {
                                 policy.credentials.push_back(c);
                                 return {};
                               }}));
    return policy;
  }

  const Actor admin{"administrator", std::nullopt};
  const Actor ann{"ann@acme.example", std::nullopt};
  SimulatedClock clock{must(parse_timestamp("2026-01-01T00:00:00Z"))};
  snapshot::Slot slot;
  Mailbox mailbox;
  std::unique_ptr<Store> store;
  std::unique_ptr<Control> control;

 private:
  ControlSettings settings_;
  std::filesystem::path file_;
  Secrets secrets_ = [] {
    Secrets secrets;
    secrets.fingerprint_key.fill(std::byte{7});
    secrets.answer_key.fill(std::byte{9});
    return secrets;
  }();
};

}  // namespace sallyport::control
