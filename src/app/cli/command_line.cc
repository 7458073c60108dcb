#include "app/cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/about.h"
#include "app/cli/unknown_word.h"
#include "app/cli/words.h"

namespace sallyport::cli {

namespace {

void add_options(CLI::App& app, Invocation& invocation) {
  app.description("Sallyport: which addresses may come in.");
  std::string codes = "Exit codes:";
  for (const auto& [code, meaning] : about().exit_codes) codes += fmt::format("\n  {}  {}", code, meaning);
  app.footer(codes + "\n\n'sallyport man' is the manual; 'sallyport completion SHELL' completes words.");
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--url", invocation.url, "where sallyportd's API listens")
      ->envname("SALLYPORT_URL")
      ->default_str("http://127.0.0.1:8080")
      ->option_text("URL=http://127.0.0.1:8080 (or SALLYPORT_URL)");
  app.add_option("--token-file", invocation.token_file,
                 "file with the API's token; otherwise SALLYPORT_TOKEN has the token, or "
                 "SALLYPORT_TOKEN_FILE the file; or "
                 "else it is the one that sign-in kept");
  const std::map<std::string, Format> formats = {
      {"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}};
  app.add_option("--format", invocation.format,
                 "how answers are printed: table, for people; json; or csv, for spreadsheets")
      ->transform(CLI::CheckedTransformer(formats).description("{table,json,csv}"))
      ->default_str("table")
      ->option_text("table|json|csv");
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

}  // namespace

app::Word program_words() {
  Invocation unused;
  CLI::App app("", "sallyport");
  add_options(app, unused);
  Words words(app, unused);
  add_words(words);
  return app::describe(app);
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
    if (const auto wrong = unknown_word(app, argc, argv); wrong && error.get_exit_code() != 0) {
      std::cerr << "sallyport: " << *wrong << '\n';
      invocation.exit_code = kUsage;
      return invocation;
    }
    invocation.exit_code = app.exit(error, std::cout, std::cerr) == 0 ? kDone : kUsage;
    return invocation;
  }
  invocation.arguments.token_file = invocation.token_file;
  if (invocation.url.empty()) invocation.url = "http://127.0.0.1:8080";
  return invocation;
}

}  // namespace sallyport::cli
