#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/about.h"
#include "app/cli/words/notes.h"
#include "app/cli/words/usage_error.h"
#include "app/cli/words/words.h"
#include "app/help.h"

namespace sallyport::cli {

namespace {

Format parse_format(std::string_view name) {
  return name == "json" ? Format::json : name == "csv" ? Format::csv : Format::table;
}

void add_options(CLI::App& app, Invocation& invocation) {
  app.description("Sallyport: which addresses may come in.");
  app.set_version_flag("--version", "sallyport " SALLYPORT_VERSION, "print the version and exit");
  app.get_help_ptr()->description("print what a command takes and exit");
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--url", invocation.url, "where sallyportd's API listens")
      ->envname("SALLYPORT_URL")
      ->default_str("http://127.0.0.1:8080");
  app.add_option("--token-file", invocation.token_file,
                 "file with the API's token; otherwise SALLYPORT_TOKEN has the token, or "
                 "SALLYPORT_TOKEN_FILE the file; or else it is the one that sign-in kept")
      ->type_name("FILE");
  app.add_option_function<std::string>(
         "--format", [&invocation](const std::string& name) { invocation.format = parse_format(name); },
         "how answers are printed: table, for people; json; or csv, for spreadsheets")
      ->check(one_of({"table", "json", "csv"}))
      ->default_str("table");
}

void add_words(Words& words) {
  add_basic_words(words);
  add_help_words(words);
  add_list_words(words);
  add_family_words(words);
  add_people_words(words);
  add_webhooks_words(words);
  add_policy_words(words);
  add_catalog_words(words);
  add_render_words(words);
  add_follow_words(words);
}

// Help and the version are thrown as errors too.
int answer_or_complain(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  if (error.get_name() == "CallForVersion") {
    std::cout << error.what() << '\n';
    return kDone;
  }
  if (error.get_exit_code() == 0) {
    std::vector<std::string> path;
    for (const CLI::App* command : commands_read(app)) path.push_back(command->get_name());
    path.erase(path.begin());  // the program's own
    std::cout << app::help(program_words(), about(), path);
    return kDone;
  }
  std::cerr << "sallyport: " << usage_error(app, error, argc, argv) << '\n';
  return kUsage;
}

}  // namespace

app::Word program_words() {
  Invocation unused;
  CLI::App app("", "sallyport");
  add_options(app, unused);
  Words words(app, unused);
  add_words(words);
  app::Word program = app::describe(app);
  add_notes(program);
  return program;
}

Invocation parse_command_line(int argc, char** argv) {
  Invocation invocation;
  CLI::App app("", "sallyport");
  add_options(app, invocation);
  Words words(app, invocation);  // its callbacks run while parsing
  add_words(words);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    invocation.command = nullptr;
    invocation.exit_code = answer_or_complain(app, error, argc, argv);
    return invocation;
  }
  invocation.arguments.token_file = invocation.token_file;
  if (invocation.url.empty()) invocation.url = "http://127.0.0.1:8080";
  return invocation;
}

}  // namespace sallyport::cli
