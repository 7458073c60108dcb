#include "app/cli/words/words.h"

namespace sallyport::cli {

void add_policy_words(Words& words) {
  Arguments& arguments = words.arguments();
  auto* const apply = words.verb(
      &words.app(), "apply", "make organizations as a file says: shows the plan, asks, does all or nothing",
      policy_apply);
  apply
      ->add_option("-f,--file", arguments.policy_file,
                   "the policy document (YAML or JSON); - reads standard input")
      ->required();
  auto* const plan =
      apply->add_flag("--plan", arguments.plan_only,
                      "only say what it would do, and what the document does not have; exit 0: all is as it "
                      "says; 1: something is not; 2: the document is wrong; 3: no plan could be had");
  apply->add_flag("--prune", arguments.prune,
                  "what the named lists have beyond the document goes; learned entries and credentials stay");
  apply->add_flag("--force", arguments.force,
                  "also where it locks out what was let in during the last 7 days");
  apply->add_flag("--yes", arguments.yes, "do not ask")->excludes(plan);
  auto* const exported =
      words.verb(&words.app(), "export", "print organizations as a policy document (YAML)", policy_export);
  exported->add_option("organization", arguments.organization,
                       "this one and all below it; all, where left out");
}

}  // namespace sallyport::cli
