#include <fmt/format.h>

#include "app/cli/words.h"
#include "render/target.h"

namespace sallyport::cli {

void add_render_words(Words& words) {
  Arguments& arguments = words.arguments();
  auto* const verb = words.verb(
      &words.app(), "render",
      "write a list for a target, such as a firewall; without one, list the targets; asks no daemon",
      render_list);
  std::string targets;
  for (const render::Target& target : render::targets()) {
    targets += (targets.empty() ? "" : ",") + std::string(target.id);
  }
  verb->add_option("target", arguments.render_target, "what it is for")
      ->type_name(fmt::format("{{{}}}", targets))
      ->option_text("(one of: sallyport render --list)");
  verb->add_option("file", arguments.list_file,
                   "a prefix, or a host with port and protocol, on each line, as 'catalog resolve' prints "
                   "them; otherwise standard "
                   "input");
  verb->add_option("--name", arguments.name, "of sets, chains and files; sallyport, where left out");
  verb->add_option("--direction", arguments.direction,
                   "of rules that have one: in (the default), they connect to you; or out")
      ->check(CLI::IsMember({"in", "out"}));
  verb->add_flag("--summarise", arguments.summarise,
                 "where the target cannot say it or has no room for it, allow more, and say what");
  verb->add_option("--to", arguments.to,
                   "the folder to write all files into, in place of printing the first");
  verb->add_flag("--list", arguments.list_targets, "the targets, and what they can say");
}

}  // namespace sallyport::cli
