#include "app/cli/words/words.h"

namespace sallyport::cli {
namespace {

void add_tree(Words& words) {
  auto* const organizations = words.noun("organization", "accounts");
  organizations->get_subcommand("create")
      ->add_option("--parent", words.arguments().parent, "the organization above it, for good")
      ->type_name("ORGANIZATION");
  auto* const tree = words.verb(organizations, "tree", "show what is below what", organization_tree);
  tree->add_option("name", words.arguments().name, "only this one, and what is below it");
}

void add_sharing(Words& words) {
  auto* const addresses = words.noun("address", "lists of addresses");
  auto* const share =
      words.verb(addresses, "share",
                 "share entries of the organization's list with those below it, all or none", address_share);
  words.organization(share);
  share->add_option("prefix", words.arguments().prefixes, "addresses or networks, as they stand there")
      ->required();
  share->add_option("--with", words.arguments().with, "only with these, separated by commas")
      ->type_name("ORGANIZATION")
      ->delimiter(',')
      ->allow_extra_args(false);
  auto* const unshare =
      words.verb(addresses, "unshare", "share entries with nobody any more, all or none", address_unshare);
  words.organization(unshare);
  unshare->add_option("prefix", words.arguments().prefixes, "addresses or networks")->required();
  unshare->add_flag("--keep", words.arguments().keep, "whoever had one keeps it, as an entry of their own");
  unshare->add_flag("--force", words.arguments().force, "also where one let somebody in lately");
  words.organization(words.verb(addresses, "shared", "what it shares with those below it", address_shared));
  words.organization(words.verb(addresses, "received", "what those above share with it", address_received));
}

void add_enforcement(Words& words) {
  auto* const protections = words.noun("protection", "what happens to unknown addresses");
  auto* const enforce = words.verb(protections, "enforce", "demand a mode at least so strict of all below it",
                                   protection_enforce);
  words.organization(enforce);
  enforce->add_option("mode", words.arguments().mode, "learning or blocking")
      ->required()
      ->check(one_of(
          {"learning", "blocking"},
          {{"automatic", "this version does not have the mode automatic: use learning or blocking"},
           {"off", "off demands nothing of anybody: 'sallyport protection unenforce' ends a demand"}}));
  words.channel(enforce, "on this one only");
  enforce->add_flag("--preview", words.arguments().preview, "change nothing, and show what it would block");
  auto* const unenforce =
      words.verb(protections, "unenforce", "demand nothing any more", protection_unenforce);
  words.organization(unenforce);
  words.channel(unenforce, "on this one only");
  words.organization(
      words.verb(protections, "enforcement", "what it demands of those below it", protection_enforcement));
}

}  // namespace

void add_family_words(Words& words) {
  add_tree(words);
  add_sharing(words);
  add_enforcement(words);
}

}  // namespace sallyport::cli
