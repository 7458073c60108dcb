// The words of the command line and what they mean.
//
// Thread safety: one thread, once.
#pragma once

#include "app/cli/commands.h"
#include "app/word_tree.h"

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

// Everything that may be said, for completion, the manual and the reference.
app::Word program_words();

// Prints help, or what is wrong with the words.
Invocation parse_command_line(int argc, char** argv);

}  // namespace sallyport::cli
