#include "app/cli/words/words.h"
#include "policy/types.h"

namespace sallyport::cli {
namespace {

class Basic {
 public:
  explicit Basic(Words& words) : words_(words) {}

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
  void organizations() {
    auto* const organizations = words_.noun("organization", "accounts");
    words_.verb(organizations, "list", "list the organizations", organization_list);
    words_.name(words_.verb(organizations, "show", "show one", organization_show), "its name");
    words_.name(
        words_.verb(organizations, "create", "create one; it starts in learning", organization_create),
        "its name");
  }

  void members() {
    auto* const members = words_.noun("member", "people of an organization");
    words_.organization(words_.verb(members, "list", "list the members", member_list));
    auto* const add = words_.verb(members, "add", "add a member", member_add);
    words_.organization(add);
    add->add_option("email", arguments_.email, "the e-mail address")->required();
    words_.permissions(add);
    add->add_option("--language", arguments_.language,
                    "what they read mails and pages in: en, de or ja; en when left out")
        ->check(one_of({"en", "de", "ja"}));
  }

  void credentials() {
    auto* const credentials = words_.noun("credential", "API keys and SMTP keys");
    auto* const list = words_.verb(credentials, "list", "list the credentials", credential_list);
    words_.organization(list);
    words_.channel(list, "only those of api or of smtp");
    auto* const create =
        words_.verb(credentials, "create", "make a secret and show it this once", credential_create);
    words_.organization(create);
    words_.name(create, "name of the credential");
    words_.channel(create, "what it is used for: api (the default) or smtp");
    auto* const add = words_.verb(credentials, "register", "register a key that you have, by its fingerprint",
                                  credential_register);
    words_.organization(add);
    words_.name(add, "name of the credential");
    add->add_option("--fingerprint", arguments_.fingerprint, "as 'credential fingerprint' prints it")
        ->required();
    words_.channel(add, "what it is used for: api (the default) or smtp");
    auto* const remove =
        words_.verb(credentials, "remove", "remove one, with its list and protection", credential_remove);
    words_.organization(remove);
    words_.name(remove, "name of the credential");
    auto* const rotate =
        words_.verb(credentials, "rotate",
                    "make a new secret and show it this once, or ask the platform that owns the "
                    "key for one",
                    credential_rotate);
    words_.organization(rotate);
    words_.name(rotate, "name of the credential");
    rotate->add_option("--grace", arguments_.grace, "how long the former secret still works, such as 24h")
        ->type_name("DURATION");
    rotate->add_option("--fingerprint", arguments_.fingerprint,
                       "of the new secret, where the platform owns the key");
    auto* const fingerprint = words_.verb(
        credentials, "fingerprint", "print the fingerprint of the secret on standard input; asks no daemon",
        credential_fingerprint);
    fingerprint->add_option("--secret-key", arguments_.secret_key, "the daemon's secret.key")
        ->required()
        ->type_name("FILE");
  }

  void protections() {
    auto* const protections = words_.noun("protection", "what happens to unknown addresses");
    auto* const show = words_.verb(protections, "show", "show it", protection_show);
    words_.scope(show);
    words_.channel(show, "of an organization: api (the default) or smtp");
    auto* const set =
        words_.verb(protections, "set", "change it; for both channels, where none is named", protection_set);
    words_.scope(set);
    words_.channel(set, "of an organization: this one only");
    set->add_option("--mode", arguments_.mode, "off, learning or blocking")
        ->check(one_of(
            {"off", "learning", "blocking"},
            {{"automatic", "this version does not have the mode automatic: use learning or blocking"}}));
    set->add_option("--dry-run", arguments_.dry_run, "decide and record, but let everything pass")
        ->check(one_of({"on", "off"}));
    set->add_option("--quiet-period", arguments_.quiet_period, "learning ends after it, such as 30d")
        ->type_name("DURATION");
    set->add_option("--learned-ipv4", arguments_.learned_ipv4, "length of a learned IPv4 network, 8 to 32")
        ->type_name("LENGTH")
        ->check(whole_number(8, 32));
    set->add_option("--learned-ipv6", arguments_.learned_ipv6, "length of a learned IPv6 network, 32 to 128")
        ->type_name("LENGTH")
        ->check(whole_number(32, 128));
    set->add_flag("--preview", arguments_.preview, "change nothing, and show what it would block");
    words_.scope(words_.verb(protections, "inherit", "a credential goes back to its organization's",
                             protection_inherit));
  }

  void addresses() {
    auto* const addresses = words_.noun("address", "lists of addresses");
    auto* const list = words_.verb(addresses, "list", "list them", address_list);
    words_.scope(list);
    list->add_option("--kind", arguments_.kind, "authorized (the default), denied, removed or unauthorized")
        ->check(one_of({"authorized", "denied", "removed", "unauthorized"}));
    list->add_option("--source", arguments_.source,
                     "only entries that came so: manual, learned, shared or catalog")
        ->check(one_of({"manual", "learned", "shared", "catalog"}));
    list->add_option("--note", arguments_.note, "only entries with this in their note");
    list->add_option("--inside", arguments_.inside, "only what is within this network")->type_name("PREFIX");
    list->add_option("--unseen-for", arguments_.unseen_for, "only entries not used for so long, such as 90d")
        ->type_name("DURATION");
    list->add_option("--credential", arguments_.credential,
                     "only unauthorized addresses that this one was used from")
        ->type_name("NAME");
    auto* const authorize =
        words_.verb(addresses, "authorize", "put addresses on the list, all or none", address_authorize);
    words_.scope(authorize);
    authorize->add_option("prefix", arguments_.prefixes, "addresses or networks");
    many(authorize);
    circumstances(authorize);
    auto* const deny = words_.verb(addresses, "deny", "refuse addresses or networks", address_deny);
    words_.scope(deny);
    deny->add_option("prefix", arguments_.prefixes, "addresses or networks");
    many(deny);
    force_or_preview(deny);
    circumstances(deny);
    auto* const remove =
        words_.verb(addresses, "remove", "take one off its list; it is not learned again", address_remove);
    words_.scope(remove);
    remove->add_option("prefix", arguments_.address, "the address or network, as it stands there")
        ->required();
    remove->add_flag("--denied", arguments_.denied, "off the list of denied addresses instead");
    force_or_preview(remove);
    auto* const activity = words_.verb(addresses, "activity",
                                       "where credentials were used from, newest first", address_activity);
    words_.organization(activity);
    activity->add_option("--credential", arguments_.credential, "only where this one was")->type_name("NAME");
    activity->add_option("--verdict", arguments_.verdict, "only what was let in, or denied, the last time")
        ->check(one_of({"allow", "deny"}));
    activity
        ->add_option("--reason", arguments_.reason,
                     "only what the last decision had this reason for, such as unknown_address")
        ->type_name("REASON")
        ->check(one_of(reasons()));
    activity->add_option("--inside", arguments_.inside, "only addresses within this network, or this one")
        ->type_name("PREFIX");
    period(activity);
  }

  static std::vector<std::string> reasons() {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < policy::kReasons; ++i) {
      names.emplace_back(to_string(static_cast<policy::Reason>(i)));
    }
    return names;
  }

  void period(CLI::App* verb) {
    verb->add_option("--since", arguments_.since, "only from then on, such as 2026-01-31T12:00:00Z")
        ->type_name("TIME");
    verb->add_option("--until", arguments_.until, "only what is before then")->type_name("TIME");
  }

  void force_or_preview(CLI::App* verb) {
    auto* const force =
        verb->add_flag("--force", arguments_.force, "also where it stops what was let in lately");
    verb->add_flag("--preview", arguments_.preview, "change nothing, and show what it would stop")
        ->excludes(force);
  }

  void many(CLI::App* verb) {
    verb->add_option(
        "--file", arguments_.list_file,
        "instead: a file with addresses or networks, between line ends, commas or semicolons and "
        "with # comments; or CSV with the columns prefix, note, valid_from and valid_until; or what export "
        "prints; - reads standard input");
    verb->add_flag("--skip-existing", arguments_.skip_existing, "pass over what stands there already");
  }

  void circumstances(CLI::App* verb) {
    verb->add_option("--note", arguments_.note, "why");
    verb->add_option("--start", arguments_.start, "counts from then, such as 2026-01-31T12:00:00Z")
        ->type_name("TIME");
    auto* const expiry =
        verb->add_option("--expiry", arguments_.expiry, "counts until then")->type_name("TIME");
    verb->add_option("--for", arguments_.lifetime, "counts for so long, such as 12h")
        ->type_name("DURATION")
        ->excludes(expiry);
  }

  void alerts() {
    auto* const alerts = words_.noun("alert", "unknown addresses that wait for an answer");
    auto* const list = words_.verb(alerts, "list", "list them, newest first", alert_list);
    words_.organization(list);
    list->add_option("--state", arguments_.state, "only these: open, authorized, denied or deactivated")
        ->check(one_of({"open", "authorized", "denied", "deactivated"}));
    auto* const answer = words_.verb(alerts, "answer", "answer one", alert_answer);
    words_.organization(answer);
    answer->add_option("alert", arguments_.alert, "its number")
        ->required()
        ->check(whole_number(1, kAnyNumber));
    answer
        ->add_option("action", arguments_.action,
                     "authorize; deny, which also rotates the credential; or deactivate, which switches "
                     "protection off")
        ->required()
        ->check(one_of({"authorize", "deny", "deactivate"}));
    answer->add_flag("--network", arguments_.network, "all of the alert's network, not only its address");
    answer->add_flag("--keep-credential", arguments_.keep_credential,
                     "deny, but do not rotate the credential");
  }

  void audit() {
    auto* const audit = words_.noun("audit", "who changed what, when");
    auto* const list = words_.verb(audit, "list", "list the changes, newest first", audit_list);
    list->add_option("organization", arguments_.organization, "only of this organization");
    list->add_option("--actor", arguments_.actor, "only what this one did, as the list names it")
        ->type_name("NAME");
    list->add_option("--action", arguments_.action,
                     "only this action, such as entry.authorized, or all of a thing, such as 'entry.*'")
        ->type_name("ACTION")
        ->check(event_choice());
    period(list);
    auto* const exported = words_.verb(
        audit, "export", "print the changes as JSON lines in OCSF terms, oldest first", audit_export);
    exported->add_option("organization", arguments_.organization, "only of this organization");
    exported->add_option("--after", arguments_.after, "only records after this number")
        ->type_name("NUMBER")
        ->check(whole_number(0, kAnyNumber));
    words_.verb(audit, "anchor", "print the newest record's number and hash, to keep elsewhere",
                audit_anchor);
    auto* const verify =
        words_.verb(audit, "verify", "check that nothing in it was changed or lost", audit_verify);
    verify
        ->add_option("--anchor", arguments_.anchor_file,
                     "and that it still holds what 'audit anchor --format json' printed into this file")
        ->type_name("FILE");
  }

  void others() {
    auto* const explain_verb =
        words_.verb(&words_.app(), "explain", "what a gate would decide now, and why", explain);
    words_.organization(explain_verb);
    explain_verb->add_option("credential", arguments_.name, "name of the credential")->required();
    explain_verb->add_option("address", arguments_.address, "the client's address")->required();
    auto* const test =
        words_.verb(&words_.app(), "test", "run scenario files, each in a world of its own; asks no daemon",
                    test_scenarios);
    test->add_option("file", arguments_.files, "scenario files")->required();
    words_.verb(&words_.app(), "version", "print the version", show_version);
  }

  Words& words_;
  Arguments& arguments_ = words_.arguments();
};

}  // namespace

void add_basic_words(Words& words) { Basic(words).add_all(); }

}  // namespace sallyport::cli
