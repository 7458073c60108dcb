#include "app/cli/words/words.h"

namespace sallyport::cli {
namespace {

class FollowWords {
 public:
  explicit FollowWords(Words& words) : words_(words) {}

  void add_all() {
    follow();
    unfollow();
    follows();
  }

 private:
  CLI::App* word(const std::string& name, const std::string& help, Command command) {
    auto* const added = words_.verb(&words_.app(), name, help, command);
    words_.organization(added);
    return added;
  }
  void several(CLI::App* verb, const std::string& name, std::vector<std::string>& ids,
               const std::string& help) {
    verb->add_option(name, ids, help)->delimiter(',')->allow_extra_args(false);
  }
  void vendor(CLI::App* verb) {
    verb->add_option("vendor", arguments_.vendor, "as 'catalog list' has it")->required();
  }
  void force_and_dry_run(CLI::App* verb) {
    verb->add_flag("--force", arguments_.force, "also where it stops what was let in during the last 7 days");
    verb->add_flag("--dry-run", arguments_.preview, "change nothing: print what it would add and remove");
  }

  void follow() {
    auto* const verb = word(
        "follow", "keep the list of authorized addresses as a vendor publishes its addresses", follow_vendor);
    vendor(verb);
    several(verb, "--offering", arguments_.offerings,
            "services or products that are used; all, where left out");
    several(verb, "--site", arguments_.sites, "data centres or regions that are used; all, where left out");
    verb->add_option("--version", arguments_.product_version, "of the product, such as 16.2");
    several(verb, "--feature", arguments_.features, "features that are used; none, where left out");
    verb->add_flag("--all", arguments_.all, "everything, what is only recommended or optional too");
    verb->add_flag("--early", arguments_.early,
                   "what the vendor has announced counts at once, not from its day");
    verb->add_option("--grace", arguments_.grace,
                     "how long what the vendor gave up still counts, such as 14d; 7d, where left out")
        ->type_name("DURATION");
    force_and_dry_run(verb);
  }

  void unfollow() {
    auto* const verb =
        word("unfollow", "follow a vendor no more, and take off what that gave", unfollow_vendor);
    vendor(verb);
    verb->add_flag("--keep", arguments_.keep, "leave it on the list, as the organization's own");
    force_and_dry_run(verb);
  }

  void follows() {
    auto* const verb = word("follows", "what an organization follows, and what that comes to", list_follows);
    verb->add_option("vendor", arguments_.vendor, "one of them, in full");
  }

  Words& words_;
  Arguments& arguments_ = words_.arguments();
};

}  // namespace

void add_follow_words(Words& words) { FollowWords(words).add_all(); }

}  // namespace sallyport::cli
