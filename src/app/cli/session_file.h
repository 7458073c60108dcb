// Where the token of who signed in lies between two runs.
//
// Thread safety: pure functions of the environment.
#pragma once

#include <filesystem>

namespace sallyport::cli {

// ${XDG_CONFIG_HOME:-~/.config}/sallyport/token; empty where there is no home.
std::filesystem::path session_file();

}  // namespace sallyport::cli
