#include "app/cli/session_file.h"

#include <cstdlib>

namespace sallyport::cli {

std::filesystem::path session_file() {
  const auto folder = [](const char* name) {
    const char* const value = std::getenv(name);
    const std::filesystem::path path = value != nullptr ? value : "";
    return path.is_absolute() ? path : std::filesystem::path();  // as the XDG specification wants it
  };
  if (const auto config = folder("XDG_CONFIG_HOME"); !config.empty()) return config / "sallyport" / "token";
  if (const auto home = folder("HOME"); !home.empty()) return home / ".config" / "sallyport" / "token";
  return {};
}

}  // namespace sallyport::cli
