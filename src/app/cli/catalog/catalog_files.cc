#include "app/cli/catalog/catalog_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>

#include "base/nearest.h"
#include "base/text.h"
#include "catalog/answer/answer_day.h"
#include "catalog/shelf/catalog_files.h"

namespace sallyport::cli {
namespace {

namespace fs = std::filesystem;

}  // namespace

Result<fs::path> catalog_folder(const Arguments& arguments) {
  std::error_code failure;
  // Not read by the option itself: each verb has one, and those that are not used would read it too.
  const char* const environment = std::getenv("SALLYPORT_CATALOGS");
  fs::path said = arguments.catalog_folder;
  if (said.empty() && environment != nullptr) said = environment;
  if (!said.empty()) {
    if (fs::is_directory(said, failure)) return said;
    return fail(ErrorCode::not_found,
                fmt::format("{} is no folder with catalogs: say another one with --catalogs",
                            printable(said.string())));
  }
  const fs::path folder = catalog::installed_catalogs();
  if (!folder.empty() && fs::is_directory(folder, failure)) return folder;
  return fail(
      ErrorCode::not_found,
      fmt::format("there are no catalogs in {}: say where they are with --catalogs or SALLYPORT_CATALOGS",
                  printable(folder.string())));
}

Result<std::vector<std::string>> vendors_in(const fs::path& folder) { return catalog::vendors_in(folder); }

Result<catalog::Catalog> load_vendor(const Arguments& arguments, const std::string& vendor) {
  SALLYPORT_ASSIGN(const fs::path folder, catalog_folder(arguments));
  SALLYPORT_ASSIGN(const auto vendors, vendors_in(folder));
  if (!std::ranges::binary_search(vendors, vendor)) {  // and so no path can be made of it
    const std::vector<std::string_view> known(vendors.begin(), vendors.end());
    return fail(ErrorCode::not_found, no_such("vendor", vendor, known));
  }
  return catalog::load_vendor(folder, vendor);
}

Result<std::chrono::sys_days> parse_day(const std::string& text) {
  return catalog::single_day(text, std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
}

catalog::Language language_of(const Arguments& arguments) {
  return catalog::parse_language(arguments.language).value_or(catalog::Language::english);
}

int tell(Session& session, const Error& error) {
  // A line of these begins with the file and the place in it.
  const bool of_file = error.code == ErrorCode::malformed_catalog || error.code == ErrorCode::malformed_list;
  std::string_view rest = error.message;
  bool first = true;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string line(rest.substr(0, end));
    session.print_note(first && !of_file ? "sallyport: " + line : line);
    first = false;
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return error.code == ErrorCode::unknown_cell ? kRefused : kUsage;
}

std::vector<Column> columns_in_use(const Session& session, const boost::json::array& items,
                                   const std::vector<Column>& columns) {
  if (session.format() != Format::table) return columns;
  std::vector<Column> used;
  std::ranges::copy_if(columns, std::back_inserter(used), [&items](const Column& column) {
    return std::ranges::any_of(items, [&column](const boost::json::value& item) {
      const auto* const value = item.get_object().if_contains(column.field);
      if (value == nullptr || value->is_null()) return false;
      if (value->is_string()) return !value->get_string().empty();
      return !value->is_array() || !value->get_array().empty();
    });
  });
  return used;
}

}  // namespace sallyport::cli
