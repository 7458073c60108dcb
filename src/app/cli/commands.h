// The commands of sallyport: one function each, one file for each noun. They return the exit code.
//
// Thread safety: one thread.
#pragma once

#include <boost/json/array.hpp>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/session.h"

namespace sallyport::cli {

// What the command line says; each command uses some of it.
struct Arguments {
  std::string scope;  // ORGANIZATION or ORGANIZATION/CREDENTIAL
  std::string organization;
  std::string name;
  std::string email;
  std::vector<std::string> permissions;
  std::string channel;
  std::string fingerprint;
  std::filesystem::path secret_key;

  std::string mode, dry_run, quiet_period;
  std::optional<unsigned> learned_ipv4, learned_ipv6;

  std::vector<std::string> prefixes;
  std::filesystem::path list_file;
  std::string note, start, expiry, lifetime;
  std::optional<std::string> new_note;  // of address change: empty takes it away
  bool no_start = false;
  bool no_expiry = false;
  std::string kind;
  std::string address;
  bool denied = false;

  std::string state;
  std::string alert;
  std::string action;

  std::vector<std::filesystem::path> files;

  std::string after;
  std::filesystem::path anchor_file;
  std::string actor, since, until, credential, verdict, reason;

  std::string parent;
  std::vector<std::string> with;
  bool keep = false;
  bool force = false;

  std::string source, inside, unseen_for;
  bool skip_existing = false;
  std::int64_t version_from = 0;
  std::int64_t version_to = 0;

  std::string shell;
  std::vector<std::string> words;

  std::string webhook;
  std::string receiver;
  std::vector<std::string> events;
  bool all_events = false;
  bool enable = false;
  bool disable = false;
  std::string overlap;

  bool preview = false;
  bool early = false;

  std::string language;
  bool everywhere = false;
  std::filesystem::path token_file;  // what --token-file says

  std::string grace;
  bool network = false;
  bool keep_credential = false;

  std::filesystem::path policy_file;
  bool plan_only = false, prune = false, yes = false;

  std::filesystem::path catalog_folder;  // what --catalogs says
  std::string vendor;
  std::vector<std::string> offerings, sites, features;
  std::string product_version, on, direction;
  bool all = false, allow_unknown = false, with_reasons = false;
  std::vector<std::string> compared;                      // two of them
  std::filesystem::path source_file, last_good, profile;  // of catalog read
  std::vector<std::filesystem::path> translations;
  std::string read_as;
  std::filesystem::path feeds_folder;  // of catalog whois
  std::string asked;
  std::string resolver;  // of catalog check
  double try_timeout = 5;
  unsigned parallel = 32;
  std::filesystem::path ca_file;
  std::vector<std::string> hosts;

  std::string render_target, ports;
  bool summarise = false, list_targets = false;
  std::filesystem::path to;  // a folder
};

int organization_list(Session& session, const Arguments& arguments);
int organization_show(Session& session, const Arguments& arguments);
int organization_create(Session& session, const Arguments& arguments);
int organization_tree(Session& session, const Arguments& arguments);

int member_list(Session& session, const Arguments& arguments);
int member_add(Session& session, const Arguments& arguments);

int member_show(Session& session, const Arguments& arguments);
int member_change(Session& session, const Arguments& arguments);
int member_remove(Session& session, const Arguments& arguments);
int member_invite(Session& session, const Arguments& arguments);
int member_language(Session& session, const Arguments& arguments);

int sign_in(Session& session, const Arguments& arguments);
int sign_out(Session& session, const Arguments& arguments);
int who_am_i(Session& session, const Arguments& arguments);

int token_list(Session& session, const Arguments& arguments);
int token_create(Session& session, const Arguments& arguments);
int token_revoke(Session& session, const Arguments& arguments);

int credential_list(Session& session, const Arguments& arguments);
int credential_create(Session& session, const Arguments& arguments);
int credential_register(Session& session, const Arguments& arguments);
int credential_remove(Session& session, const Arguments& arguments);
int credential_rotate(Session& session, const Arguments& arguments);
int credential_fingerprint(Session& session, const Arguments& arguments);

int protection_show(Session& session, const Arguments& arguments);
int protection_set(Session& session, const Arguments& arguments);
int protection_inherit(Session& session, const Arguments& arguments);
int protection_enforce(Session& session, const Arguments& arguments);
int protection_unenforce(Session& session, const Arguments& arguments);
int protection_enforcement(Session& session, const Arguments& arguments);

int address_list(Session& session, const Arguments& arguments);
int address_authorize(Session& session, const Arguments& arguments);
int address_deny(Session& session, const Arguments& arguments);
int address_change(Session& session, const Arguments& arguments);
int address_remove(Session& session, const Arguments& arguments);
int address_export(Session& session, const Arguments& arguments);
int address_covers(Session& session, const Arguments& arguments);
int address_review(Session& session, const Arguments& arguments);
int address_versions(Session& session, const Arguments& arguments);
int address_diff(Session& session, const Arguments& arguments);
int address_rollback(Session& session, const Arguments& arguments);
int address_activity(Session& session, const Arguments& arguments);
int address_share(Session& session, const Arguments& arguments);
int address_unshare(Session& session, const Arguments& arguments);
int address_shared(Session& session, const Arguments& arguments);
int address_received(Session& session, const Arguments& arguments);

int alert_list(Session& session, const Arguments& arguments);
int alert_answer(Session& session, const Arguments& arguments);

int audit_list(Session& session, const Arguments& arguments);
int audit_export(Session& session, const Arguments& arguments);
int audit_anchor(Session& session, const Arguments& arguments);
int audit_verify(Session& session, const Arguments& arguments);

int webhook_list(Session& session, const Arguments& arguments);
int webhook_create(Session& session, const Arguments& arguments);
int webhook_remove(Session& session, const Arguments& arguments);
int webhook_rotate_secret(Session& session, const Arguments& arguments);
int webhook_change(Session& session, const Arguments& arguments);
int webhook_test(Session& session, const Arguments& arguments);
int webhook_attempts(Session& session, const Arguments& arguments);

int catalog_list(Session& session, const Arguments& arguments);
int catalog_show(Session& session, const Arguments& arguments);
int catalog_resolve(Session& session, const Arguments& arguments);
int catalog_compare(Session& session, const Arguments& arguments);
int catalog_history(Session& session, const Arguments& arguments);
int catalog_validate(Session& session, const Arguments& arguments);
int catalog_read(Session& session, const Arguments& arguments);
int catalog_publish(Session& session, const Arguments& arguments);
int catalog_whois(Session& session, const Arguments& arguments);
int catalog_check(Session& session, const Arguments& arguments);

int render_list(Session& session, const Arguments& arguments);

int follow_vendor(Session& session, const Arguments& arguments);
int unfollow_vendor(Session& session, const Arguments& arguments);
int list_follows(Session& session, const Arguments& arguments);

int policy_apply(Session& session, const Arguments& arguments);
int policy_export(Session& session, const Arguments& arguments);

int explain(Session& session, const Arguments& arguments);

int test_scenarios(Session& session, const Arguments& arguments);
int show_version(Session& session, const Arguments& arguments);
int print_completion(Session& session, const Arguments& arguments);
int print_manual(Session& session, const Arguments& arguments);
int print_help(Session& session, const Arguments& arguments);

// What came of rotating a credential, for people. `registered`: by a fingerprint that was given.
int print_rotation(Session& session, const boost::json::value& rotation, bool registered);

// What --may says, where "none" stands for none of them. Null, after it was said: none and others.
std::optional<boost::json::array> permissions_of(Session& session, const Arguments& arguments);

// "/organizations/acme" or "/organizations/acme/credentials/web".
std::string scope_path(std::string_view scope);

}  // namespace sallyport::cli
