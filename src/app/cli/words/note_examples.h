// Examples of each command, for the manual, --help and docs/reference/cli.md.
//
// Thread safety: immutable.
// Invariants: every command has one, and each is a command line that is read without a complaint: a test
// holds them against the words.
#pragma once

#include <span>
#include <string_view>

namespace sallyport::cli {

struct NoteExample {
  std::string_view path;     // the command's words: "address list"
  std::string_view command;  // the line
  std::string_view meaning;
};

std::span<const NoteExample> note_examples();

}  // namespace sallyport::cli
