#include "app/cli/words/words.h"

namespace sallyport::cli {
namespace {

CLI::App* member_verb(Words& words, const std::string& name, const std::string& help, Command command) {
  auto* const verb = words.verb(words.noun("member", "people of an organization"), name, help, command);
  words.organization(verb);
  verb->add_option("email", words.arguments().email, "the e-mail address")->required();
  return verb;
}

CLI::App* token_verb(Words& words, const std::string& name, const std::string& help, Command command) {
  auto* const verb = words.verb(words.noun("token", "what programs use the API with"), name, help, command);
  verb->add_option("organization", words.arguments().organization, "for it and those below it");
  verb->add_flag("--everywhere", words.arguments().everywhere,
                 "for all organizations instead; needs the administrator's token");
  return verb;
}

void add_sessions(Words& words) {
  auto* const in = words.verb(&words.app(), "sign-in",
                              "sign in; asks for the password, or reads it from standard input", sign_in);
  in->add_option("email", words.arguments().email, "your e-mail address")->required();
  words.verb(&words.app(), "sign-out", "end the session", sign_out);
  words.verb(&words.app(), "whoami", "who the token acts for, and what they may do where", who_am_i);
}

}  // namespace

CLI::Option* Words::permissions(CLI::App* verb) {
  return verb
      ->add_option("--may", arguments().permissions,
                   "permissions, separated by commas: owner, authorized_ips, read, audit; or none")
      ->type_name("PERMISSION")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(one_of({"owner", "authorized_ips", "read", "audit", "none"}));
}

void add_people_words(Words& words) {
  add_sessions(words);
  member_verb(words, "show", "show one", member_show);
  words.permissions(member_verb(words, "change", "change what a member may do", member_change))->required();
  member_verb(words, "remove", "remove a member", member_remove);
  member_verb(words, "invite", "mail a link with which to set a password", member_invite);
  auto* const language =
      words.verb(words.noun("member", "people of an organization"), "language",
                 "choose what you read mails and pages in, when signed in", member_language);
  language->add_option("language", words.arguments().language, "en, de or ja")
      ->required()
      ->check(one_of({"en", "de", "ja"}));

  token_verb(words, "list", "list them", token_list);
  auto* const create = token_verb(words, "create", "make one and show it this once", token_create);
  create->add_option("name", words.arguments().name, "name of the token");
  words.permissions(create)->required();
  create->add_option("--for", words.arguments().lifetime, "works for so long, such as 90d")
      ->type_name("DURATION");
  auto* const revoke = token_verb(words, "revoke", "let one work no more", token_revoke);
  revoke->add_option("name", words.arguments().name, "name of the token");
}

}  // namespace sallyport::cli
