#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/words.h"

namespace sallyport::cli {

Invocation parse_command_line(int argc, char** argv) {
  Invocation invocation;
  CLI::App app("Sallyport: which addresses may come in. Exit: 0 done, 1 refused, 2 wrong usage, 3 no answer.",
               "sallyport");
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--url", invocation.url, "where sallyportd's API listens")
      ->envname("SALLYPORT_URL")
      ->default_str("http://127.0.0.1:8080");
  app.add_option(
      "--token-file", invocation.token_file,
      "file with the API's token; otherwise SALLYPORT_TOKEN has the token, or SALLYPORT_TOKEN_FILE the file");
  const std::map<std::string, Format> formats = {{"table", Format::table}, {"json", Format::json}};
  app.add_option("--format", invocation.format, "table, for people (the default), or json")
      ->transform(CLI::CheckedTransformer(formats).description("{table,json}"));
  Words words(app, invocation);  // its callbacks run while parsing
  add_basic_words(words);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    invocation.command = nullptr;
    invocation.exit_code = app.exit(error, std::cout, std::cerr) == 0 ? kDone : kUsage;
    return invocation;
  }
  if (invocation.url.empty()) invocation.url = "http://127.0.0.1:8080";
  return invocation;
}

}  // namespace sallyport::cli
