#include "app/cli/password_prompt.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace sallyport::cli {
namespace {

constexpr std::size_t kMostBytes = 1024;

// What is typed is not shown while it lives.
class Silence {
 public:
  Silence() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ECHONL;
    silent_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() {
    if (silent_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

 private:
  termios before_{};
  bool silent_ = false;
};

}  // namespace

Result<std::string> ask_password(std::string_view prompt) {
  std::string password;
  if (::isatty(STDIN_FILENO) == 1) {
    const Silence silence;
    std::cerr << prompt << std::flush;
    std::getline(std::cin, password);
  } else {
    std::getline(std::cin, password);
  }
  if (password.ends_with('\r')) password.pop_back();
  if (!password.empty() && password.size() <= kMostBytes) return password;
  return fail(ErrorCode::invalid_setting,
              "type the password, or give it as the first line of standard input");
}

}  // namespace sallyport::cli
