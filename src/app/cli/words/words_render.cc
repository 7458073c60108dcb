#include <fmt/format.h>

#include "app/cli/words/words.h"
#include "render/target.h"

namespace sallyport::cli {
namespace {

// An empty value is a variable that a script forgot to set: it must not mean standard input, or all ports.
std::string said(const std::string& value) { return value.empty() ? "is empty" : ""; }

class RenderWords {
 public:
  RenderWords(Words& words, CLI::App* verb) : words_(words), verb_(verb) {}

  void add_all() {
    target();
    auto* const file = verb_->add_option(
        "file", arguments_.list_file,
        "a prefix, or a host with port and protocol, on each line, as 'catalog resolve' prints "
        "them; otherwise standard input");
    auto* const organization =
        verb_
            ->add_option("--organization", arguments_.organization,
                         "in place of a file: what the daemon lets in for this organization now")
            ->excludes(file)
            ->check(&said);
    auto* const vendor = verb_
                             ->add_option("--catalog", arguments_.vendor,
                                          "in place of a file: what is needed of this vendor, as 'catalog "
                                          "list' has it")
                             ->type_name("VENDOR")
                             ->excludes(file)
                             ->excludes(organization)
                             ->check(&said);
    selection(vendor);
    output();
  }

 private:
  void target() {
    std::string targets;
    for (const render::Target& target : render::targets()) {
      targets += (targets.empty() ? "" : ",") + std::string(target.id);
    }
    verb_->add_option("target", arguments_.render_target, "what it is for")
        ->type_name(fmt::format("{{{}}}", targets));
  }

  // As 'catalog resolve' has them.
  void selection(CLI::Option* vendor) {
    verb_
        ->add_option("--catalogs", arguments_.catalog_folder,
                     "folder with a YAML file for each vendor; otherwise SALLYPORT_CATALOGS names it, or "
                     "else they are those that came with the program")
        ->type_name("FOLDER")
        ->needs(vendor);
    several("--offering", arguments_.offerings, "services or products that are used; all, where left out")
        ->needs(vendor);
    several("--site", arguments_.sites, "data centres or regions that are used; all, where left out")
        ->needs(vendor);
    verb_->add_option("--version", arguments_.product_version, "of the product, such as 16.2")->needs(vendor);
    several("--feature", arguments_.features, "features that are used; none, where left out")->needs(vendor);
    verb_
        ->add_option("--on", arguments_.on,
                     "the day on which the list is to be right, such as 2026-12-31; today, where left out")
        ->type_name("DAY")
        ->needs(vendor);
    verb_->add_flag("--all", arguments_.all, "everything, what is only recommended or optional too")
        ->needs(vendor);
    verb_
        ->add_flag("--allow-unknown", arguments_.allow_unknown,
                   "also where the vendor does not say what a cell has")
        ->needs(vendor);
  }

  void output() {
    verb_->add_option("--name", arguments_.name, "of sets, chains and files; sallyport, where left out");
    verb_
        ->add_option("--direction", arguments_.direction,
                     "of rules that have one: in (the default), they connect to you; or out. Of a catalog, "
                     "what it says; where it has both, from-vendor (in) or to-vendor (out)")
        ->check(one_of({"in", "out", "from-vendor", "to-vendor"}));
    verb_
        ->add_option("--ports", arguments_.ports,
                     "of lines that have none, such as 443/tcp,80/tcp; all ports, where left out")
        ->check(&said);
    verb_->add_flag("--summarise", arguments_.summarise,
                    "where the target cannot say it or has no room for it, allow more, and say what");
    verb_
        ->add_option("--to", arguments_.to,
                     "the folder to write all files into, in place of printing the first")
        ->type_name("FOLDER");
    verb_->add_flag("--list", arguments_.list_targets, "the targets, and what they can say");
  }

  // Several of them, with commas or by repeating the option; what follows is no value of it.
  CLI::Option* several(const std::string& name, std::vector<std::string>& values, const std::string& help) {
    return verb_->add_option(name, values, help)->delimiter(',')->allow_extra_args(false);
  }

  Words& words_;
  CLI::App* verb_;
  Arguments& arguments_ = words_.arguments();
};

}  // namespace

void add_render_words(Words& words) {
  auto* const verb = words.verb(
      &words.app(), "render",
      "write a list for a target, such as a firewall; without one, list the targets; asks no daemon "
      "but for --organization",
      render_list);
  RenderWords(words, verb).add_all();
}

}  // namespace sallyport::cli
