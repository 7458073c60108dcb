// The words of the command line and what they mean.
//
// Thread safety: one thread, once.
#pragma once

#include "app/cli/commands.h"

namespace sallyport::cli {

using Command = int (*)(Session&, const Arguments&);

struct Invocation {
  Command command = nullptr;  // null: there is nothing to do but to end with `exit_code`
  int exit_code = kDone;
  Arguments arguments;
  Format format = Format::table;
  std::string url;
  std::filesystem::path token_file;
};

// Prints help, or what is wrong with the words.
Invocation parse_command_line(int argc, char** argv);

}  // namespace sallyport::cli
