// read_catalog: a catalog out of its YAML file, refused with line and column where anything is wrong.
//
// Never feed it what comes from the network: yaml-cpp was not written for that. Files are read up to 8 MiB
// and 400,000 values, and how deep they go is looked at before a document is built.
//
// Thread safety: pure.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "catalog/model.h"

namespace sallyport::catalog {

// Errors: malformed_catalog, "FILE:LINE:COLUMN: what is wrong; what was probably meant", a line for each
// fault, in the order of the file (up to 20). `file` is only named.
Result<Catalog> read_catalog(std::string_view yaml, const std::string& file);

// Errors: not_found where it cannot be opened; malformed_catalog.
Result<Catalog> load_catalog(const std::filesystem::path& file);

// As people would write it. What it writes is read back to the same catalog. REQUIRES: what read_catalog()
// made.
std::string write_catalog(const Catalog& catalog);

}  // namespace sallyport::catalog
