#include <fmt/format.h>

#include <iostream>

#include "app/cli/about.h"
#include "app/cli/command_line.h"
#include "app/cli/completion.h"

namespace sallyport::cli {

int print_completion(Session&, const Arguments& arguments) {
  std::cout << completion(arguments.shell, program_words());
  return kDone;
}

int print_manual(Session& session, const Arguments& arguments) {
  const std::string page = app::manual_page(program_words(), about(), arguments.words);
  if (page.empty()) {
    return session.usage(fmt::format("there is no command {}: 'sallyport --help' lists them",
                                     fmt::join(arguments.words, " ")));
  }
  std::cout << page;
  return kDone;
}

}  // namespace sallyport::cli
