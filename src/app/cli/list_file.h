// A file with a list of addresses, as it is sent to the API: a text, CSV, or an export of ours in JSON.
//
// Thread safety: one thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sallyport::cli {

struct ListUpload {
  std::string body;
  std::string type;  // the media type

  bool is_json() const { return type == "application/json"; }
};

// Standard input where the file is "-". Errors: not_found, too_many_entries (larger than what the API takes),
// malformed_request.
Result<ListUpload> read_list_file(const std::filesystem::path& file);

// JSON where it begins with a brace; CSV where the name says so, or the first line that says something names
// columns, is in quotes or says what separates them; otherwise a text. Errors: malformed_request (JSON that
// is no export).
Result<ListUpload> to_upload(const std::filesystem::path& file, std::string text);

}  // namespace sallyport::cli
