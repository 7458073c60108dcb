#include "app/cli/words/words.h"

namespace sallyport::cli {

namespace {

void add_change(Words& words, CLI::App* addresses) {
  Arguments& arguments = words.arguments();
  auto* const change = words.verb(addresses, "change",
                                  "change note, start or end of one, which stays in force; what is not said "
                                  "stays",
                                  address_change);
  words.scope(change);
  change->add_option("prefix", arguments.address, "the address or network, as it stands there")->required();
  change->add_option("--note", arguments.new_note, "why; an empty one takes it away");
  auto* const start =
      change->add_option("--start", arguments.start, "counts from then, such as 2026-01-31T12:00:00Z")
          ->type_name("TIME");
  change->add_flag("--no-start", arguments.no_start, "counts from now on, whatever its start was")
      ->excludes(start);
  auto* const expiry =
      change->add_option("--expiry", arguments.expiry, "counts until then")->type_name("TIME");
  auto* const lifetime =
      change->add_option("--for", arguments.lifetime, "counts for so long from now, such as 12h")
          ->type_name("DURATION")
          ->excludes(expiry);
  change->add_flag("--no-expiry", arguments.no_expiry, "counts for ever")
      ->excludes(expiry)
      ->excludes(lifetime);
  change->add_flag("--denied", arguments.denied, "on the list of denied addresses instead");
  auto* const force =
      change->add_flag("--force", arguments.force, "also where it stops what was let in lately");
  change->add_flag("--preview", arguments.preview, "change nothing, and show what it would stop")
      ->excludes(force);
}

}  // namespace

void add_list_words(Words& words) {
  Arguments& arguments = words.arguments();
  auto* const addresses = words.noun("address", "lists of addresses");
  add_change(words, addresses);
  auto* const exported = words.verb(addresses, "export",
                                    "print a whole list as CSV, which authorize and deny take with --file; "
                                    "so they do with --format json",
                                    address_export);
  words.format_unless_said(exported, Format::csv);
  words.scope(exported);
  exported->add_option("--kind", arguments.kind, "authorized (the default), denied or removed")
      ->check(one_of({"authorized", "denied", "removed"}));
  auto* const covers =
      words.verb(addresses, "covers", "which entries of which lists cover an address, and which decides",
                 address_covers);
  words.scope(covers);
  covers->add_option("address", arguments.address, "an address or network")->required();
  words.organization(words.verb(
      addresses, "review", "entries that look wrong: too wide, wider than what was seen, unused, rented out",
      address_review));
  words.organization(words.verb(addresses, "versions",
                                "the versions of the lists, newest first: one for each change",
                                address_versions));
  auto* const diff =
      words.verb(addresses, "diff", "what makes one version of the lists of another", address_diff);
  words.organization(diff);
  diff->add_option("from", arguments.version_from, "a version; 0: before the first")
      ->required()
      ->check(whole_number(0, kAnyNumber));
  diff->add_option("to", arguments.version_to, "a version")->required()->check(whole_number(0, kAnyNumber));
  auto* const rollback =
      words.verb(addresses, "rollback", "make the lists what they were in a version", address_rollback);
  words.organization(rollback);
  rollback->add_option("to", arguments.version_to, "the version; 0: before the first")
      ->required()
      ->check(whole_number(0, kAnyNumber));
  rollback->add_flag("--force", arguments.force, "also where it stops what was let in lately");
}

}  // namespace sallyport::cli
