// A program that a test starts, with pipes to its standard input and from its standard output.
//
// Thread safety: one thread.
// Invariants: the process is gone when the value is.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace sallyport::notify::testing {

class Process {
 public:
  // REQUIRES: `command` starts with the program's path.
  explicit Process(const std::vector<std::string>& command);
  ~Process();  // kills it if it still runs
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void write(const std::string& bytes);
  void close_input();
  // The next line without its end; empty at the end of the output. Waits at most 20 s.
  std::string read_line();
  int wait();  // its exit status, or -1 if a signal ended it

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string read_ahead_;
};

}  // namespace sallyport::notify::testing
