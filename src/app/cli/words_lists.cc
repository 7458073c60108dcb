#include "app/cli/words.h"

namespace sallyport::cli {

void add_list_words(Words& words) {
  Arguments& arguments = words.arguments();
  auto* const addresses = words.noun("address", "lists of addresses");
  auto* const exported = words.verb(
      addresses, "export", "print a whole list, in a form that can be read in again", address_export);
  words.scope(exported);
  exported->add_option("--kind", arguments.kind, "authorized (the default), denied or removed")
      ->check(CLI::IsMember({"authorized", "denied", "removed"}));
  auto* const covers =
      words.verb(addresses, "covers", "which entries of which lists cover an address, and which decides",
                 address_covers);
  words.scope(covers);
  covers->add_option("address", arguments.address, "an address or network")->required();
  words.organization(words.verb(
      addresses, "review", "entries that look wrong: too wide, wider than what was seen, unused, rented out",
      address_review));
  words.organization(
      words.verb(addresses, "versions", "the changes of the lists, newest first", address_versions));
  auto* const diff =
      words.verb(addresses, "diff", "what makes one version of the lists of another", address_diff);
  words.organization(diff);
  diff->add_option("from", arguments.version_from, "a version; 0: before the first")
      ->required()
      ->check(CLI::NonNegativeNumber);
  diff->add_option("to", arguments.version_to, "a version")->required()->check(CLI::NonNegativeNumber);
  auto* const rollback =
      words.verb(addresses, "rollback", "make the lists what they were in a version", address_rollback);
  words.organization(rollback);
  rollback->add_option("to", arguments.version_to, "the version; 0: before the first")
      ->required()
      ->check(CLI::NonNegativeNumber);
  rollback->add_flag("--force", arguments.force, "also where it stops what was let in lately");
}

}  // namespace sallyport::cli
