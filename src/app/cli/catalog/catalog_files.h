// The catalogs that the command line looks into: a folder with one YAML file a vendor.
//
// Thread safety: one thread.
#pragma once

#include <chrono>

#include "app/cli/commands.h"
#include "catalog/model.h"

namespace sallyport::cli {

// What --catalogs or SALLYPORT_CATALOGS says; else ../share/sallyport/catalogs, seen from the folder of the
// program: there an installation has them, and a build tree a link to its sources. Errors: not_found, with
// what could be done.
Result<std::filesystem::path> catalog_folder(const Arguments& arguments);

// The vendors of the folder, sorted. Errors: not_found, where it cannot be read.
Result<std::vector<std::string>> vendors_in(const std::filesystem::path& folder);

// Errors: not_found, with the nearest vendor and the list; those of load_catalog().
Result<catalog::Catalog> load_vendor(const Arguments& arguments, const std::string& vendor);

// "2024-09-30"; today (UTC) where there is no text. Errors: malformed_request.
Result<std::chrono::sys_days> parse_day(const std::string& text);

// What --language says; English, where it says nothing.
catalog::Language language_of(const Arguments& arguments);

// Prints it, a line for each fault of a catalog, and returns the exit code: refused for an unknown cell,
// usage for the rest.
int tell(Session& session, const Error& error);

// The columns that something stands in; all of them, where programs read the answer.
std::vector<Column> columns_in_use(const Session& session, const boost::json::array& items,
                                   const std::vector<Column>& columns);

}  // namespace sallyport::cli
