#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <iostream>

namespace sallyport::cli {
namespace {

// Adds the commands to the program's words; the one that was named lands in the invocation.
class Words {
 public:
  Words(CLI::App& app, Invocation& invocation) : app_(app), invocation_(invocation) {}

  void add_all() {
    organizations();
    members();
    credentials();
    protections();
    addresses();
    alerts();
    audit();
    others();
  }

 private:
  CLI::App* noun(const std::string& name, const std::string& help) {
    auto* const noun = app_.add_subcommand(name, help);
    noun->require_subcommand(1);
    return noun;
  }

  CLI::App* verb(CLI::App* noun, const std::string& name, const std::string& help, Command command) {
    auto* const verb = noun->add_subcommand(name, help);
    verb->callback([this, command] { invocation_.command = command; });
    return verb;
  }

  void organization(CLI::App* verb) {
    verb->add_option("organization", arguments_.organization, "name of the organization")->required();
  }
  void scope(CLI::App* verb) {
    verb->add_option("scope", arguments_.scope, "ORGANIZATION or ORGANIZATION/CREDENTIAL")->required();
  }
  void name(CLI::App* verb, const std::string& help) {
    verb->add_option("name", arguments_.name, help)->required();
  }
  void channel(CLI::App* verb, const std::string& help) {
    verb->add_option("--channel", arguments_.channel, help)->check(CLI::IsMember({"api", "smtp"}));
  }

  void organizations() {
    auto* const organizations = noun("organization", "accounts");
    verb(organizations, "list", "list the organizations", organization_list);
    name(verb(organizations, "show", "show one", organization_show), "its name");
    name(verb(organizations, "create", "create one; it starts in learning", organization_create), "its name");
  }

  void members() {
    auto* const members = noun("member", "people of an organization");
    organization(verb(members, "list", "list the members", member_list));
    auto* const add = verb(members, "add", "add a member", member_add);
    organization(add);
    add->add_option("email", arguments_.email, "the e-mail address")->required();
    add->add_option("--may", arguments_.permissions, "permissions: owner, authorized_ips, read")
        ->delimiter(',')
        ->check(CLI::IsMember({"owner", "authorized_ips", "read"}));
  }

  void credentials() {
    auto* const credentials = noun("credential", "API keys and SMTP keys");
    organization(verb(credentials, "list", "list the credentials", credential_list));
    auto* const create =
        verb(credentials, "create", "make a secret and show it this once", credential_create);
    organization(create);
    name(create, "name of the credential");
    channel(create, "what it is used for: api (the default) or smtp");
    auto* const add = verb(credentials, "register", "register a key that you have, by its fingerprint",
                           credential_register);
    organization(add);
    name(add, "name of the credential");
    add->add_option("--fingerprint", arguments_.fingerprint, "as 'credential fingerprint' prints it")
        ->required();
    channel(add, "what it is used for: api (the default) or smtp");
    auto* const remove =
        verb(credentials, "remove", "remove one, with its list and protection", credential_remove);
    organization(remove);
    name(remove, "name of the credential");
    auto* const fingerprint =
        verb(credentials, "fingerprint",
             "print the fingerprint of the secret on standard input; asks no daemon", credential_fingerprint);
    fingerprint->add_option("--secret-key", arguments_.secret_key, "the daemon's secret.key")->required();
  }

  void protections() {
    auto* const protections = noun("protection", "what happens to unknown addresses");
    auto* const show = verb(protections, "show", "show it", protection_show);
    scope(show);
    channel(show, "of an organization: api (the default) or smtp");
    auto* const set =
        verb(protections, "set", "change it; for both channels, where none is named", protection_set);
    scope(set);
    channel(set, "of an organization: this one only");
    set->add_option("--mode", arguments_.mode, "off, learning or blocking");
    set->add_option("--dry-run", arguments_.dry_run, "decide and record, but let everything pass")
        ->check(CLI::IsMember({"on", "off"}));
    set->add_option("--quiet-period", arguments_.quiet_period, "learning ends after it, such as 30d");
    set->add_option("--learned-ipv4", arguments_.learned_ipv4, "length of a learned IPv4 network, 8 to 32");
    set->add_option("--learned-ipv6", arguments_.learned_ipv6, "length of a learned IPv6 network, 32 to 128");
    scope(verb(protections, "inherit", "a credential goes back to its organization's", protection_inherit));
  }

  void addresses() {
    auto* const addresses = noun("address", "lists of addresses");
    auto* const list = verb(addresses, "list", "list them", address_list);
    scope(list);
    list->add_option("--kind", arguments_.kind, "authorized (the default), denied, removed or unauthorized")
        ->check(CLI::IsMember({"authorized", "denied", "removed", "unauthorized"}));
    auto* const authorize =
        verb(addresses, "authorize", "put addresses on the list, all or none", address_authorize);
    scope(authorize);
    authorize->add_option("prefix", arguments_.prefixes, "addresses or networks");
    authorize->add_option("--file", arguments_.list_file,
                          "one address or network a line; - reads standard input");
    circumstances(authorize);
    auto* const deny = verb(addresses, "deny", "refuse an address or network", address_deny);
    scope(deny);
    deny->add_option("prefix", arguments_.address, "the address or network")->required();
    circumstances(deny);
    auto* const remove =
        verb(addresses, "remove", "take one off its list; it is not learned again", address_remove);
    scope(remove);
    remove->add_option("prefix", arguments_.address, "the address or network, as it stands there")
        ->required();
    remove->add_flag("--denied", arguments_.denied, "off the list of denied addresses instead");
    organization(
        verb(addresses, "activity", "where credentials were used from, newest first", address_activity));
  }

  void circumstances(CLI::App* verb) {
    verb->add_option("--note", arguments_.note, "why");
    verb->add_option("--start", arguments_.start, "counts from then, such as 2026-01-31T12:00:00Z");
    auto* const expiry = verb->add_option("--expiry", arguments_.expiry, "counts until then");
    verb->add_option("--for", arguments_.lifetime, "counts for so long, such as 12h")->excludes(expiry);
  }

  void alerts() {
    auto* const alerts = noun("alert", "unknown addresses that wait for an answer");
    auto* const list = verb(alerts, "list", "list them, newest first", alert_list);
    organization(list);
    list->add_option("--state", arguments_.state, "only these: open, authorized or denied")
        ->check(CLI::IsMember({"open", "authorized", "denied"}));
    auto* const answer = verb(alerts, "answer", "answer one", alert_answer);
    organization(answer);
    answer->add_option("alert", arguments_.alert, "its number")->required()->check(CLI::PositiveNumber);
    answer->add_option("action", arguments_.action, "authorize or deny")
        ->required()
        ->check(CLI::IsMember({"authorize", "deny"}));
  }

  void audit() {
    auto* const audit = noun("audit", "who changed what, when");
    auto* const list = verb(audit, "list", "list the changes, newest first", audit_list);
    list->add_option("organization", arguments_.organization, "only of this organization");
    verb(audit, "verify", "check that nothing in it was changed or lost", audit_verify);
  }

  void others() {
    auto* const explain_verb = app_.add_subcommand("explain", "what a gate would decide now, and why");
    explain_verb->callback([this] { invocation_.command = explain; });
    organization(explain_verb);
    explain_verb->add_option("credential", arguments_.name, "name of the credential")->required();
    explain_verb->add_option("address", arguments_.address, "the client's address")->required();
    auto* const test =
        app_.add_subcommand("test", "run scenario files, each in a world of its own; asks no daemon");
    test->callback([this] { invocation_.command = test_scenarios; });
    test->add_option("file", arguments_.files, "scenario files")->required();
    auto* const version = app_.add_subcommand("version", "print the version");
    version->callback([this] { invocation_.command = show_version; });
  }

  CLI::App& app_;
  Invocation& invocation_;
  Arguments& arguments_ = invocation_.arguments;
};

}  // namespace

Invocation parse_command_line(int argc, char** argv) {
  Invocation invocation;
  CLI::App app("Sallyport: which addresses may come in. Exit: 0 done, 1 refused, 2 wrong usage, 3 no answer.",
               "sallyport");
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--url", invocation.url, "where sallyportd's API listens")
      ->envname("SALLYPORT_URL")
      ->default_str("http://127.0.0.1:8080");
  app.add_option(
      "--token-file", invocation.token_file,
      "file with the API's token; otherwise SALLYPORT_TOKEN has the token, or SALLYPORT_TOKEN_FILE the file");
  const std::map<std::string, Format> formats = {{"table", Format::table}, {"json", Format::json}};
  app.add_option("--format", invocation.format, "table, for people (the default), or json")
      ->transform(CLI::CheckedTransformer(formats).description("{table,json}"));
  Words words(app, invocation);  // its callbacks run while parsing
  words.add_all();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    invocation.command = nullptr;
    invocation.exit_code = app.exit(error, std::cout, std::cerr) == 0 ? kDone : kUsage;
    return invocation;
  }
  if (invocation.url.empty()) invocation.url = "http://127.0.0.1:8080";
  return invocation;
}

}  // namespace sallyport::cli
