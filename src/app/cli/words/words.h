// Words: the program's nouns and verbs, and the options that several of them have.
//
// Thread safety: one thread.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "app/cli/command_line.h"
#include "app/cli/words/values.h"

namespace sallyport::cli {

// The command whose words were given lands in the invocation. REQUIRES: both outlive the parsing.
class Words {
 public:
  Words(CLI::App& app, Invocation& invocation) : app_(app), invocation_(invocation) {}

  // The noun of that name, made where there is none yet.
  CLI::App* noun(const std::string& name, const std::string& help) {
    const auto known = app_.get_subcommands([&](const CLI::App* word) { return word->get_name() == name; });
    if (!known.empty()) return known.front();
    auto* const noun = app_.add_subcommand(name, help);
    noun->require_subcommand(1);
    return noun;
  }
  CLI::App* verb(CLI::App* noun, const std::string& name, const std::string& help, Command command) {
    auto* const verb = noun->add_subcommand(name, help);
    verb->callback([this, command] { invocation_.command = command; });
    return verb;
  }

  // How the verb prints where --format does not say. REQUIRES: the verb has its command.
  void format_unless_said(CLI::App* verb, Format format) {
    verb->parse_complete_callback([this, format] {
      if (app_.count("--format") == 0) invocation_.format = format;
    });
  }
  void organization(CLI::App* verb) {
    verb->add_option("organization", arguments().organization, "name of the organization")->required();
  }
  void scope(CLI::App* verb) {
    verb->add_option("scope", arguments().scope, "ORGANIZATION or ORGANIZATION/CREDENTIAL")->required();
  }
  void name(CLI::App* verb, const std::string& help) {
    verb->add_option("name", arguments().name, help)->required();
  }
  void channel(CLI::App* verb, const std::string& help) {
    verb->add_option("--channel", arguments().channel, help)->check(one_of({"api", "smtp"}));
  }

  // Required where it says what somebody may do from now on.
  CLI::Option* permissions(CLI::App* verb);

  CLI::App& app() { return app_; }
  Arguments& arguments() { return invocation_.arguments; }

 private:
  CLI::App& app_;
  Invocation& invocation_;
};

// The types of events, which are the actions of the audit; completion offers them, and a first word with ".*"
// is taken too.
CLI::Validator event_choice();

// Each adds the words of its commands; one file for each.
void add_basic_words(Words& words);
void add_help_words(Words& words);
void add_list_words(Words& words);
void add_family_words(Words& words);
void add_people_words(Words& words);
void add_webhooks_words(Words& words);
void add_policy_words(Words& words);
void add_catalog_words(Words& words);
void add_render_words(Words& words);
void add_follow_words(Words& words);

}  // namespace sallyport::cli
