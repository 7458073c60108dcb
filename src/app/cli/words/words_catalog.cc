#include "app/cli/words/words.h"

namespace sallyport::cli {
namespace {

class CatalogWords {
 public:
  explicit CatalogWords(Words& words) : words_(words) {}

  void add_all() {
    language(verb("list", "the vendors whose addresses are known", catalog_list));
    show();
    resolve();
    compare();
    history();
    words_
        .verb(noun_, "validate", "silent where the files are sound; FILE:LINE:COLUMN of what is not",
              catalog_validate)
        ->add_option("file", arguments_.files, "catalogs (YAML)")
        ->required();
    read();
    whois();
    publish();
    check();
  }

 private:
  CLI::App* verb(const std::string& name, const std::string& help, Command command) {
    auto* const verb = words_.verb(noun_, name, help, command);
    verb->add_option("--catalogs", arguments_.catalog_folder,
                     "folder with a YAML file for each vendor; otherwise SALLYPORT_CATALOGS names it, or "
                     "else they are those that came with the program")
        ->type_name("FOLDER");
    return verb;
  }
  void vendor(CLI::App* verb) {
    verb->add_option("vendor", arguments_.vendor, "as 'catalog list' has it")->required();
  }
  void language(CLI::App* verb) {
    verb->add_option("--language", arguments_.language, "of the catalog's texts; English, where left out")
        ->check(one_of({"en", "de", "ja"}));
  }
  // Several of them, with commas or by repeating the option; what follows is no value of it.
  void several(CLI::App* verb, const std::string& name, std::vector<std::string>& values,
               const std::string& help) {
    verb->add_option(name, values, help)->delimiter(',')->allow_extra_args(false);
  }

  void show() {
    auto* const show =
        verb("show", "what the vendor says: each cell, what to do first, where it was read", catalog_show);
    vendor(show);
    show->add_option("offering", arguments_.name, "only this service or product");
    language(show);
  }

  void selection(CLI::App* verb) {
    vendor(verb);
    several(verb, "--offering", arguments_.offerings,
            "services or products that are used; all, where left out");
    several(verb, "--site", arguments_.sites, "data centres or regions that are used; all, where left out");
    verb->add_option("--version", arguments_.product_version, "of the product, such as 16.2");
    several(verb, "--feature", arguments_.features, "features that are used; none, where left out");
    verb->add_option("--on", arguments_.on,
                     "the day on which the list is to be right, such as 2026-12-31; today, where left out")
        ->type_name("DAY");
    verb->add_flag("--all", arguments_.all, "everything, what is only recommended or optional too");
    verb->add_flag("--allow-unknown", arguments_.allow_unknown,
                   "also where the vendor does not say what a cell has");
  }

  void resolve() {
    auto* const resolve =
        verb("resolve",
             "the list that a selection needs: a prefix, or a host with port and protocol, on each line",
             catalog_resolve);
    selection(resolve);
    resolve
        ->add_option("--direction", arguments_.direction,
                     "only where the vendor connects to you, or you to the vendor")
        ->check(one_of({"from-vendor", "to-vendor"}));
    resolve->add_flag("--explain", arguments_.with_reasons,
                      "with the reason behind each line, and what to do first");
    language(resolve);
  }

  void check() {
    auto* const check = verb("check",
                             "try from this machine what a selection goes out to: names, connections, TLS; "
                             "exit 1 where some of it "
                             "does not work",
                             catalog_check);
    selection(check);
    several(check, "--host", arguments_.hosts, "a host to try for the wildcard that it belongs to");
    check->add_option("--timeout", arguments_.try_timeout, "of each try, in seconds; 5, where left out")
        ->check(number(0.1, 60.0))
        ->type_name("SECONDS");
    check->add_option("--parallel", arguments_.parallel, "how many to try at a time; 32, where left out")
        ->check(whole_number(1, 256))
        ->type_name("NUMBER");
    check
        ->add_option("--resolver", arguments_.resolver,
                     "the name server to ask; those of this machine, where left out")
        ->type_name("SERVER");
    check
        ->add_option("--ca-file", arguments_.ca_file,
                     "certificates (PEM) to trust instead of those that this machine trusts")
        ->type_name("FILE");
    language(check);
  }

  void whois() {
    auto* const whois = verb("whois", "whose an address, a network or a host is", catalog_whois);
    whois->add_option("asked", arguments_.asked, "an address, a network or a host")
        ->type_name("ADDRESS-OR-HOST")
        ->required();
    whois
        ->add_option("--feeds", arguments_.feeds_folder,
                     "folder with feeds of vendors, or with one for each day")
        ->envname("SALLYPORT_FEEDS")
        ->type_name("FOLDER");
  }

  void publish() {
    auto* const publish = verb(
        "publish", "the catalog's pages, feeds and lists, into a folder for a web server", catalog_publish);
    publish->add_option("vendor", arguments_.vendor, "as 'catalog list' has it, or a catalog (YAML)")
        ->required();
    publish->add_option("--to", arguments_.to, "the folder")->type_name("FOLDER")->required();
    publish->add_option("--on", arguments_.on, "the day on which it is to be right; today, where left out")
        ->type_name("DAY");
  }

  void compare() {
    auto* const compare =
        verb("compare", "what differs between two: exit 1 where something does; and what will end when",
             catalog_compare);
    compare
        ->add_option(
            "which", arguments_.compared,
            "each a vendor, VENDOR@2026-12-31, a catalog (YAML), or a file with a list; - reads a list")
        ->type_name("LIST")
        ->required()
        ->expected(2);
    compare
        ->add_option("--on", arguments_.on, "the day that counts where none is said; today, where left out")
        ->type_name("DAY");
  }

  void history() {
    auto* const history = verb("history", "what changed and will change, in order of time", catalog_history);
    vendor(history);
    language(history);
  }

  void read() {
    auto* const read =
        words_.verb(noun_, "read",
                    "read what a vendor publishes, against what was good: exit 3 where a person has to look",
                    catalog_read);
    read->add_option("file", arguments_.source_file, "what was fetched")->required();
    read->add_option("--as", arguments_.read_as, "what it is")
        ->type_name("FORMAT")
        ->required()
        ->check(one_of({"aws", "google", "azure", "github", "oracle", "fastly", "zscaler", "m365", "geofeed",
                        "list", "jafar", "document"}));
    read->add_option("--against", arguments_.last_good, "the last one that was good")->type_name("FILE");
    read->add_option("--profile", arguments_.profile, "where in a document what stands (YAML)")
        ->type_name("FILE");
    read->add_option("--translation", arguments_.translations,
                     "the same document in another language, compared cell by cell; may be repeated")
        ->type_name("FILE")
        ->allow_extra_args(false);
  }

  Words& words_;
  Arguments& arguments_ = words_.arguments();
  CLI::App* noun_ = words_.noun("catalog", "vendors' addresses; asks no daemon");
};

}  // namespace

void add_catalog_words(Words& words) { CatalogWords(words).add_all(); }

}  // namespace sallyport::cli
