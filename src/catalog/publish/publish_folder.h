// publish_folder: published files in a folder that a web server serves.
//
// A reader of a file sees the old one or the new one, never half of one: each is written beside, brought to
// the disk, and renamed. One that would not change is left untouched, with its time. A manifest has the names
// of what was written: only what it names is ever replaced or removed.
//
// Thread safety: one publisher at a time for a folder, of any process; another one is refused.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "catalog/publish/publish.h"

namespace sallyport::catalog {

inline constexpr std::string_view kPublishManifest = ".sallyport-published";

struct PublishedChanges {  // paths, sorted
  std::vector<std::string> written;
  std::vector<std::string> untouched;
  std::vector<std::string> removed;
};

// Makes the folder where it is not there; the one above must be. Errors: not_found (no such place, not a
// folder); duplicate (it holds another vendor's files, or a file of that name that was not published);
// unavailable (another publisher is at work); corrupted (the manifest is none); invalid_setting (it cannot be
// written; files that are renamed already stay, the rest is as it was).
Result<PublishedChanges> publish_folder(const std::filesystem::path& folder, const std::string& vendor,
                                        const std::vector<PublishedFile>& files);

}  // namespace sallyport::catalog
