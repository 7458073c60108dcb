#include "app/cli/words/words.h"
#include "control/webhooks/event_types.h"

namespace sallyport::cli {
namespace {

void of(Words& words, CLI::App* verb) {
  verb->add_option("--organization", words.arguments().organization,
                   "whose it is; left out: the whole installation's");
}

void number(Words& words, CLI::App* verb) {
  verb->add_option("webhook", words.arguments().webhook, "its number")
      ->required()
      ->check(whole_number(1, kAnyNumber));
  of(words, verb);
}

}  // namespace

CLI::Validator event_choice() {
  std::vector<std::string> types;
  for (const auto& type : control::event_types()) types.emplace_back(type.type);
  auto check = one_of(types);
  return check.operation([types](std::string& choice) {
    return control::is_event_choice(choice) ? std::string() : none_of_them(choice, types);
  });
}

void add_webhooks_words(Words& words) {
  auto* const webhooks = words.noun("webhook", "programs that are told of events");
  of(words, words.verb(webhooks, "list", "list them", webhook_list));
  auto* const create =
      words.verb(webhooks, "create", "create one, and show its secret this once", webhook_create);
  create->add_option("receiver", words.arguments().receiver, "where events are sent to: https://...")
      ->type_name("URL")
      ->required();
  create
      ->add_option("--event", words.arguments().events,
                   "what it hears of, such as entry.authorized or 'entry.*'; may be repeated; everything "
                   "when left out")
      ->allow_extra_args(false)
      ->check(event_choice());
  of(words, create);
  auto* const change =
      words.verb(webhooks, "change", "change one: where to, what of, or whether at all", webhook_change);
  number(words, change);
  change->add_option("--url", words.arguments().receiver, "where events are sent to: https://...")
      ->type_name("URL");
  auto* const some = change
                         ->add_option("--event", words.arguments().events,
                                      "what it hears of, in place of all that it heard of; may be repeated")
                         ->allow_extra_args(false)
                         ->check(event_choice());
  change->add_flag("--all-events", words.arguments().all_events, "it hears of everything")->excludes(some);
  auto* const enable = change->add_flag("--enable", words.arguments().enable,
                                        "send to it again, also where its receiver answered 410 Gone");
  change->add_flag("--disable", words.arguments().disable, "send nothing; what waits is gone")
      ->excludes(enable);
  number(words, words.verb(webhooks, "remove", "remove one; what waits is not sent", webhook_remove));
  auto* const rotate =
      words.verb(webhooks, "rotate-secret", "make a new secret and show it this once", webhook_rotate_secret);
  number(words, rotate);
  rotate
      ->add_option("--overlap", words.arguments().overlap,
                   "for so long the former one signs too, such as 12h; a day when left out")
      ->type_name("DURATION");
  number(words, words.verb(webhooks, "test", "send it a webhook.test, and try now what waits before it",
                           webhook_test));
  number(words, words.verb(webhooks, "attempts", "what was sent, newest first", webhook_attempts));
}

}  // namespace sallyport::cli
