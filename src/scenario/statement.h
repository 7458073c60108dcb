// Statement: one line of a scenario as a typed value: what is done, and what must come of it.
//
// Addresses that a statement hands to the product stay text, since refusing them is the product's business
// and may be what the scenario expects. Those that an expectation names are parsed with the file.
//
// Thread safety: values.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "control/model.h"

namespace sallyport::scenario {

struct CreateOrganization {
  std::string name;
  std::string parent;  // empty: none
};
struct AddMember {
  std::string email, organization;
  control::Permissions permissions;
};
struct CreateCredential {
  std::string name, organization;
  policy::Channel channel = policy::Channel::api;
};
struct SetProtection {
  control::ScopeName scope;
  std::optional<policy::Channel> channel;
  std::optional<control::ProtectionChange> change;  // empty: it is so already, in this version
  std::string impossible;  // why no protection takes this value; empty where the product may decide
};
struct ReadMode {
  control::ScopeName scope;
  std::optional<policy::Channel> channel;
};
struct Advance {
  std::chrono::seconds duration{};
};
struct Restart {};
struct Request {
  control::ScopeName credential;  // without an organization: the only credential of that name
  std::string address;
};
struct Explain {
  control::ScopeName credential;
  std::string address;
};
struct Authorize {
  control::ScopeName scope;
  std::vector<std::string> prefixes;
  std::optional<std::chrono::seconds> lifetime;
  std::optional<std::string> by;
  bool force = false;  // authorizing locks nobody out: there is nothing to force
};
struct Deny {
  control::ScopeName scope;
  std::string prefix;
  std::optional<std::string> by;
  bool force = false;
};
struct Remove {
  control::ScopeName scope;
  std::string prefix;
  std::optional<std::string> by;
  bool force = false;
};
struct Share {
  std::string organization, prefix;
  std::vector<std::string> with;  // empty: all below it
};
struct Unshare {
  std::string organization, prefix;
  bool keep = false;
  bool force = false;
};
struct Enforce {
  std::string organization;
  std::optional<policy::Channel> channel;
  std::optional<policy::Mode> mode;  // empty: none that can be enforced
  std::string impossible;            // why, where it is empty
};
struct Unenforce {
  std::string organization;
  std::optional<policy::Channel> channel;
};
struct ListEntries {
  control::ScopeName scope;
  policy::EntryKind kind = policy::EntryKind::authorized;
};
struct ListUnauthorized {
  std::string organization;
};
struct CountMail {
  std::string email;
};
struct ReadMail {
  std::string email;
};
struct OpenLink {
  std::string email;
  control::Action action = control::Action::authorize;
  std::optional<std::string> address;
};
struct PressButton {
  std::string email;
  control::Action action = control::Action::authorize;
  std::optional<std::string> address;
};
struct CountAudit {
  std::string organization;
};
struct VerifyAudit {
  std::string organization;
};
struct ApplyPolicy {
  std::string file;
  bool prune = false;
  bool force = false;
};

// Names something that there is not (a setting, a permission, a channel), where a refusal is expected.
struct Unacceptable {
  std::string why;
};

using Deed = std::variant<CreateOrganization, AddMember, CreateCredential, SetProtection, ReadMode, Advance,
                          Restart, Request, Explain, Authorize, Deny, Remove, Share, Unshare, Enforce,
                          Unenforce, ListEntries, ListUnauthorized, CountMail, ReadMail, OpenLink,
                          PressButton, CountAudit, VerifyAudit, ApplyPolicy, Unacceptable>;

// What must come of it.
struct Success {};
struct Refusal {
  std::string code;
};
struct ExpectedDecision {
  policy::Verdict verdict = policy::Verdict::deny;
  std::string reason;  // empty: any
  std::optional<net::Prefix> entry;
};
struct ExpectedMode {
  std::string word;
};
struct ExpectedPrefixes {
  std::vector<net::Prefix> prefixes;  // sorted, each once
};
struct ExpectedAddresses {
  std::vector<net::Address> addresses;  // sorted, each once
};
struct ExpectedCount {
  std::uint64_t count = 0;
};
struct ExpectedText {
  std::string part;
};

using Expectation = std::variant<Success, Refusal, ExpectedDecision, ExpectedMode, ExpectedPrefixes,
                                 ExpectedAddresses, ExpectedCount, ExpectedText>;

struct Statement {
  std::size_t line = 0;  // from 1
  Deed deed;
  Expectation expectation;
};

}  // namespace sallyport::scenario
