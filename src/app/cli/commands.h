// The commands of sallyport: one function each, one file for each noun. They return the exit code.
//
// Thread safety: one thread.
#pragma once

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
  std::string kind;
  std::string address;
  bool denied = false;

  std::string state;
  std::string alert;
  std::string action;

  std::vector<std::filesystem::path> files;
};

int organization_list(Session& session, const Arguments& arguments);
int organization_show(Session& session, const Arguments& arguments);
int organization_create(Session& session, const Arguments& arguments);

int member_list(Session& session, const Arguments& arguments);
int member_add(Session& session, const Arguments& arguments);

int credential_list(Session& session, const Arguments& arguments);
int credential_create(Session& session, const Arguments& arguments);
int credential_register(Session& session, const Arguments& arguments);
int credential_remove(Session& session, const Arguments& arguments);
int credential_fingerprint(Session& session, const Arguments& arguments);

int protection_show(Session& session, const Arguments& arguments);
int protection_set(Session& session, const Arguments& arguments);
int protection_inherit(Session& session, const Arguments& arguments);

int address_list(Session& session, const Arguments& arguments);
int address_authorize(Session& session, const Arguments& arguments);
int address_deny(Session& session, const Arguments& arguments);
int address_remove(Session& session, const Arguments& arguments);
int address_activity(Session& session, const Arguments& arguments);

int alert_list(Session& session, const Arguments& arguments);
int alert_answer(Session& session, const Arguments& arguments);

int audit_list(Session& session, const Arguments& arguments);
int audit_verify(Session& session, const Arguments& arguments);

int explain(Session& session, const Arguments& arguments);

int test_scenarios(Session& session, const Arguments& arguments);
int show_version(Session& session, const Arguments& arguments);

// "/organizations/acme" or "/organizations/acme/credentials/web".
std::string scope_path(std::string_view scope);

}  // namespace sallyport::cli
