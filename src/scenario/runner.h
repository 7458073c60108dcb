// Runner: runs scenarios, each in a world of its own, and says which expectations did not hold.
//
// Thread safety: functions share nothing; the stream belongs to the caller.
#pragma once

#include <filesystem>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/parser.h"
#include "scenario/policy_reader.h"
#include "scenario/requester.h"

namespace sallyport::scenario {

struct Failure {
  std::size_t line = 0;
  std::string message;        // "expected ..., got ..."
  std::string expected = {};  // the same in its parts; empty where the world did not start
  std::string came = {};
};

// All expectations that did not hold, in order of line. Errors: the text is malformed; nothing was run then.
std::expected<std::vector<Failure>, FileError> run(std::string_view text, const RequesterFactory& requester,
                                                   const PolicyFiles& policies = {});

// run() on a file's text. Errors: it is malformed (then `line` is set), or cannot be read.
std::expected<std::vector<Failure>, FileError> run_file(const std::filesystem::path& file,
                                                        const RequesterFactory& requester,
                                                        const PolicyReader& read_policy = {});

// `read_policy`: what reads the documents that they apply. Runs each file; writes FILE:LINE: MESSAGE for all
// that is wrong, and one line at the end. Returns 0: every expectation held; 1: one did not; 2: a file is
// malformed or cannot be read.
int run_files(std::span<const std::filesystem::path> files, const RequesterFactory& requester,
              std::ostream& out, std::ostream& errors, const PolicyReader& read_policy = {});

}  // namespace sallyport::scenario
