#include "scenario/runner.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "base/text.h"
#include "scenario/outcome.h"
#include "scenario/perform.h"
#include "scenario/world.h"

namespace sallyport::scenario {
namespace {

constexpr std::uintmax_t kLargestFile = 16 * 1024 * 1024;

std::expected<std::string, FileError> read(const std::filesystem::path& file) {
  std::error_code failure;
  const auto size = std::filesystem::file_size(file, failure);
  if (failure) return std::unexpected(FileError{0, "cannot be read: " + failure.message()});
  if (size > kLargestFile) return std::unexpected(FileError{0, "is larger than 16 MiB"});
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return std::unexpected(FileError{0, "cannot be read"});
  return text;
}

std::string place(const std::filesystem::path& file, std::size_t line) {
  const std::string name = printable(file.string());
  return line == 0 ? name : fmt::format("{}:{}", name, line);
}

}  // namespace

std::expected<std::vector<Failure>, FileError> run(std::string_view text, const RequesterFactory& requester,
                                                   const PolicyFiles& policies) {
  const auto statements = parse(text);
  if (!statements) return std::unexpected(statements.error());
  const auto world = World::create(requester);
  if (!world) return std::vector<Failure>{{0, "the world did not start: " + world.error().message}};
  std::vector<Failure> failures;
  for (const Statement& statement : *statements) {
    const auto came = perform(**world, statement, policies);
    if (holds(statement.expectation, came)) continue;
    std::string expected = describe(statement.expectation);
    std::string got = describe(came);
    std::string message = fmt::format("expected {}, got {}", expected, got);
    failures.push_back({statement.line, std::move(message), std::move(expected), std::move(got)});
  }
  return failures;
}

std::expected<std::vector<Failure>, FileError> run_file(const std::filesystem::path& file,
                                                        const RequesterFactory& requester,
                                                        const PolicyReader& read_policy) {
  const auto text = read(file);
  if (!text) return std::unexpected(text.error());
  return run(*text, requester, {read_policy, file.parent_path()});
}

int run_files(std::span<const std::filesystem::path> files, const RequesterFactory& requester,
              std::ostream& out, std::ostream& errors, const PolicyReader& read_policy) {
  std::size_t held = 0;
  bool failed = false;
  bool malformed = false;
  for (const auto& file : files) {
    const auto failures = run_file(file, requester, read_policy);
    if (!failures) {
      errors << place(file, failures.error().line) << ": " << failures.error().message << '\n';
      malformed = true;
      continue;
    }
    for (const Failure& failure : *failures) {
      errors << place(file, failure.line) << ": " << failure.message << '\n';
    }
    if (failures->empty()) {
      ++held;
    } else {
      failed = true;
    }
  }
  out << fmt::format("{} of {} scenarios held\n", held, files.size());
  return malformed ? 2 : failed ? 1 : 0;
}

}  // namespace sallyport::scenario
