// What differs between two catalogs, two days of one, or lists; and what ends when.

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/cli/catalog/catalog_files.h"
#include "catalog/answer/answer_compare.h"
#include "catalog/read_catalog.h"

namespace sallyport::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using catalog::Listing;

constexpr std::size_t kLargestList = std::size_t{256} << 20;

Result<std::string> read_list(const std::string& file) {
  std::ifstream stream;
  if (file != "-") stream.open(file, std::ios::binary);
  std::istream& in = file == "-" ? std::cin : stream;
  std::string text;
  for (std::string part(1 << 20, '\0');
       in.read(part.data(), static_cast<std::streamsize>(part.size())) || in.gcount() > 0;) {
    text.append(part, 0, static_cast<std::size_t>(in.gcount()));
    if (text.size() > kLargestList) {
      return fail(ErrorCode::too_many_entries,
                  fmt::format("{} has more than {} MiB", file, kLargestList >> 20));
    }
  }
  if (in.bad() || (file != "-" && !stream.is_open()))
    return fail(ErrorCode::not_found, file + " cannot be read");
  return text;
}

struct Side {
  std::string name;
  std::chrono::sys_days on;
};

// Takes "@2024-09-30" off.
Result<Side> side_of(const std::string& text, std::chrono::sys_days on) {
  const auto at = text.rfind('@');
  std::error_code failure;
  if (at == std::string::npos || fs::exists(text, failure)) return Side{text, on};
  SALLYPORT_ASSIGN(const auto day, parse_day(text.substr(at + 1)));
  return Side{text.substr(0, at), day};
}

Result<Listing> load_side(const Arguments& arguments, const std::string& text, std::chrono::sys_days today) {
  SALLYPORT_ASSIGN(const Side side, side_of(text, today));
  const fs::path file = side.name;
  std::error_code failure;
  const bool is_file = side.name == "-" || fs::is_regular_file(file, failure) || fs::is_fifo(file, failure);
  const bool is_yaml = file.extension() == ".yaml" || file.extension() == ".yml";
  if (is_yaml) {
    SALLYPORT_ASSIGN(const auto catalog, catalog::load_catalog(file));
    return catalog::listing_of(catalog, side.on);
  }
  auto vendor = load_vendor(arguments, side.name);
  if (vendor) return catalog::listing_of(*vendor, side.on);
  if (vendor.error().code != ErrorCode::not_found) return std::unexpected(std::move(vendor).error());
  if (!is_file) {
    return fail(ErrorCode::not_found, vendor.error().message + " (nor is there a file of that name)");
  }
  SALLYPORT_ASSIGN(const auto lines, read_list(side.name));
  SALLYPORT_ASSIGN(auto destinations, catalog::read_lines(side.name, lines));
  return catalog::listing_of(std::move(destinations));
}

}  // namespace

int catalog_compare(Session& session, const Arguments& arguments) {
  const auto today = parse_day(arguments.on);
  if (!today) return tell(session, today.error());
  const auto before = load_side(arguments, arguments.compared[0], *today);
  if (!before) return tell(session, before.error());
  const auto after = load_side(arguments, arguments.compared[1], *today);
  if (!after) return tell(session, after.error());
  const auto differences = catalog::compare(*before, *after);
  const auto rows = catalog::compare_rows(differences, *after);
  if (!rows.empty() || session.format() != Format::table) {
    session.print_items(json::object{{"items", rows}}, rows,
                        columns_in_use(session, rows,
                                       {{"CHANGE", "change"},
                                        {"WHAT", "what"},
                                        {"BEFORE", "before"},
                                        {"AFTER", "after"},
                                        {"UNTIL", "until"},
                                        {"THEN", "replaced_by"}}));
  }
  return differences.empty() ? kDone : kRefused;
}

}  // namespace sallyport::cli
