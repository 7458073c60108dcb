#include "app/daemon/administrator.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "app/secret_file.h"

namespace sallyport::daemon {

Result<void> provide_administrator_token(control::Control& control, const std::filesystem::path& file) {
  SALLYPORT_ASSIGN(const bool known, control.access().has_administrator_token());
  std::error_code failure;
  const bool emptied =
      std::filesystem::exists(file, failure) && std::filesystem::file_size(file, failure) == 0;
  if (known && !emptied) return {};
  // The empty file comes first: a process that is killed between making the token and writing it makes
  // another one when it starts again.
  const int empty = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (empty < 0) {
    return fail(ErrorCode::unavailable,
                fmt::format("cannot write {}: {}", file.string(), std::generic_category().message(errno)));
  }
  ::fsync(empty);
  ::close(empty);
  SALLYPORT_ASSIGN(const std::string token, control.access().issue_administrator_token());
  SALLYPORT_TRY(app::write_secret_file(file, token));
  spdlog::info("the administrator's token for the API lies in {}", file.string());
  return {};
}

}  // namespace sallyport::daemon
