// sallyport: the command line. The words are in command_line.h, what they do in commands.h.

#include <fmt/format.h>

#include <cstdlib>
#include <iostream>

#include "app/cli/command_line.h"
#include "app/cli/hidden_tokens.h"
#include "app/cli/session_file.h"
#include "app/secret_file.h"

namespace sallyport::cli {
namespace {

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

Result<std::string> read_token(const std::filesystem::path& file, std::string_view named_by) {
  if (is_token(file.string())) {
    return fail(ErrorCode::invalid_setting,
                fmt::format("{} is a token itself: write it into a file, and name the file", named_by));
  }
  return app::read_secret_file(file);
}

// The token, from where the caller says it lies; empty where nobody says: the daemon then refuses what needs
// one.
Result<std::string> find_token(const Invocation& invocation) {
  if (invocation.command == sign_in) return std::string();  // it asks for one
  if (!invocation.token_file.empty()) return read_token(invocation.token_file, "--token-file");
  if (auto token = environment("SALLYPORT_TOKEN"); !token.empty()) {
    if (token.find_first_of("\r\n") == std::string::npos) return token;
    return fail(ErrorCode::invalid_setting, "SALLYPORT_TOKEN holds more than one line");
  }
  if (const auto file = environment("SALLYPORT_TOKEN_FILE"); !file.empty()) {
    return read_token(file, "SALLYPORT_TOKEN_FILE");
  }
  std::error_code failure;
  if (const auto file = session_file(); !file.empty() && std::filesystem::exists(file, failure)) {
    return app::read_secret_file(file);
  }
  return std::string();
}

int run(int argc, char** argv) {
  const HiddenTokens hidden(std::cerr);
  const Invocation invocation = parse_command_line(argc, argv);
  if (invocation.command == nullptr) return invocation.exit_code;
  auto token = find_token(invocation);
  if (!token) {
    std::cerr << "sallyport: " << token.error().message << '\n';
    return kUsage;
  }
  Session session(Client(invocation.url, std::move(*token)), invocation.format, std::cout, std::cerr);
  return invocation.command(session, invocation.arguments);
}

}  // namespace
}  // namespace sallyport::cli

int main(int argc, char** argv) { return sallyport::cli::run(argc, argv); }
