// The files that catalogs stand in: one folder, NAME.yaml for the vendor NAME.
//
// Thread safety: pure; reads files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "catalog/model.h"

namespace sallyport::catalog {

// ../share/sallyport/catalogs, seen from the folder of the program: there an installation has them, and a
// build tree a link to its sources. Whether it is there is another question. Empty: nobody knows the program.
std::filesystem::path installed_catalogs();

// The vendors of the folder, sorted; what does not end in .yaml is no catalog. Errors: not_found, where it
// cannot be read.
Result<std::vector<std::string>> vendors_in(const std::filesystem::path& folder);

std::filesystem::path file_of(const std::filesystem::path& folder, const std::string& vendor);

// REQUIRES: one of vendors_in(folder). Errors: not_found, where the file cannot be opened; malformed_catalog,
// also where it is the catalog of another vendor than its name says.
Result<Catalog> load_vendor(const std::filesystem::path& folder, const std::string& vendor);

}  // namespace sallyport::catalog
