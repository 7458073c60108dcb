#include "app/cli/words.h"

namespace sallyport::cli {
namespace {

void of(Words& words, CLI::App* verb) {
  verb->add_option("--organization", words.arguments().organization,
                   "whose it is; left out: the whole installation's");
}

void number(Words& words, CLI::App* verb) {
  verb->add_option("webhook", words.arguments().webhook, "its number")
      ->required()
      ->check(CLI::PositiveNumber);
  of(words, verb);
}

}  // namespace

void add_webhooks_words(Words& words) {
  auto* const webhooks = words.noun("webhook", "programs that are told of events");
  of(words, words.verb(webhooks, "list", "list them", webhook_list));
  auto* const create =
      words.verb(webhooks, "create", "create one, and show its secret this once", webhook_create);
  create->add_option("receiver", words.arguments().receiver, "url that events are sent to")->required();
  create->add_option("--event", words.arguments().events,
                     "what it hears of, such as entry.authorized or 'entry.*'; may be repeated; everything "
                     "when left out");
  of(words, create);
  number(words, words.verb(webhooks, "remove", "remove one; what waits is not sent", webhook_remove));
  auto* const rotate =
      words.verb(webhooks, "rotate-secret", "make a new secret and show it this once", webhook_rotate_secret);
  number(words, rotate);
  rotate->add_option("--overlap", words.arguments().overlap,
                     "for so long the former one signs too, such as 12h; a day when left out");
  number(words, words.verb(webhooks, "test", "send it a webhook.test", webhook_test));
  number(words, words.verb(webhooks, "attempts", "what was sent, newest first", webhook_attempts));
}

}  // namespace sallyport::cli
