#include "app/cli/words/words.h"

namespace sallyport::cli {

void add_help_words(Words& words) {
  auto* const completion = words.verb(
      &words.app(), "completion", "print a script that completes words; asks no daemon", print_completion);
  completion->add_option("shell", words.arguments().shell, "which shell")
      ->required()
      ->check(one_of({"bash", "zsh", "fish"}));
  auto* const manual =
      words.verb(&words.app(), "man", "print the manual page of sallyport or of one command; asks no daemon",
                 print_manual);
  manual->add_option("command", words.arguments().words, "the command's words; none: all of sallyport");
  words.verb(&words.app(), "help", "print what a command takes, as its --help; asks no daemon", print_help)
      ->add_option("command", words.arguments().words, "the command's words; none: all of sallyport");
}

}  // namespace sallyport::cli
