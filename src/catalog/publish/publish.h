// publish: from one catalog all files in which a vendor tells its addresses, to people and to programs.
//
// Thread safety: pure functions: no clock, no files. The same catalog and day give the same bytes.
// Invariants: no two files have the same path; paths are relative, of [A-Za-z0-9._-] and "/", and no part of
// one begins with a dot. Texts of the catalog reach a file only through escape.h, or as strings of JSON.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "catalog/model.h"

namespace sallyport::catalog {

struct PublishedFile {
  std::string path;
  std::string content_type;
  std::string text;

  friend bool operator==(const PublishedFile&, const PublishedFile&) = default;
};

// What counts on that day, and what is dated before and after it. Nobody knows what an unknown cell has: it
// is in no list, and the page says so. What has no line makes no file: an empty list would read as "none".
// REQUIRES: a catalog that read_catalog() made. Cost: a resolve() of everything for
// each day on which something changes.
std::vector<PublishedFile> publish(const Catalog& catalog, std::chrono::sys_days on);

// What the catalog has and some file cannot say, a sentence each: cells that are unknown, and patterns of
// exactly one label, that Microsoft 365's format has no words for.
std::vector<std::string> left_out_of_files(const Catalog& catalog, std::chrono::sys_days on);

}  // namespace sallyport::catalog
