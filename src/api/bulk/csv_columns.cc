#include "api/bulk/csv_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "api/bulk/bulk_text.h"
#include "base/text.h"
#include "net/prefix.h"

namespace sallyport::api {
namespace {

struct ColumnName {
  std::string_view name;
  Column column;
};
constexpr std::array kColumnNames{
    ColumnName{"prefix", Column::prefix},          ColumnName{"note", Column::note},
    ColumnName{"valid_from", Column::valid_from},  ColumnName{"valid_until", Column::valid_until},
    ColumnName{"kind", Column::passed_over},       ColumnName{"source", Column::passed_over},
    ColumnName{"by", Column::passed_over},         ColumnName{"created", Column::passed_over},
    ColumnName{"first_seen", Column::passed_over}, ColumnName{"last_seen", Column::passed_over},
    ColumnName{"hits", Column::passed_over}};

// What others call them. They are not taken: their columns may hold something else.
struct OtherName {
  std::string_view name;
  std::string_view ours;
};
constexpr std::array kOtherNames{OtherName{"ip", "prefix"},           OtherName{"ips", "prefix"},
                                 OtherName{"ip address", "prefix"},   OtherName{"ip_address", "prefix"},
                                 OtherName{"ipaddress", "prefix"},    OtherName{"address", "prefix"},
                                 OtherName{"addresses", "prefix"},    OtherName{"cidr", "prefix"},
                                 OtherName{"network", "prefix"},      OtherName{"networks", "prefix"},
                                 OtherName{"subnet", "prefix"},       OtherName{"range", "prefix"},
                                 OtherName{"comment", "note"},        OtherName{"description", "note"},
                                 OtherName{"name", "note"},           OtherName{"label", "note"},
                                 OtherName{"notes", "note"},          OtherName{"start", "valid_from"},
                                 OtherName{"from", "valid_from"},     OtherName{"end", "valid_until"},
                                 OtherName{"until", "valid_until"},   OtherName{"expiry", "valid_until"},
                                 OtherName{"expires", "valid_until"}, OtherName{"expiration", "valid_until"}};

std::string name_in(std::string_view field) {
  std::string name(without_blanks(field));
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return name;
}

std::optional<Column> column_named(std::string_view name) {
  const auto* const found = std::ranges::find(kColumnNames, name, &ColumnName::name);
  if (found == kColumnNames.end()) return std::nullopt;
  return found->column;
}

std::string_view ours_for(std::string_view name) {
  const auto* const found = std::ranges::find(kOtherNames, name, &OtherName::name);
  return found == kOtherNames.end() ? std::string_view() : found->ours;
}

std::unexpected<Error> fail_unknown_column(std::size_t line, std::string_view field, std::string_view name) {
  const std::string said = printable_excerpt(without_blanks(field));
  if (const auto ours = ours_for(name); !ours.empty()) {
    return fail(
        ErrorCode::malformed_request,
        fmt::format("line {} names a column {}: call it {}, where that is what it has", line, said, ours));
  }
  return fail(ErrorCode::malformed_request,
              fmt::format("line {} names a column {}: there are prefix, note, valid_from and valid_until",
                          line, said));
}

}  // namespace

bool Columns::of_our_export() const {
  return std::ranges::find(columns, Column::passed_over) != columns.end();
}

std::size_t Columns::place_of(Column column) const {
  return static_cast<std::size_t>(std::ranges::find(columns, column) - columns.begin());
}

bool is_header(const CsvReader::Record& record) {
  bool names = false;
  for (const std::string& field : record.fields) {
    if (net::Prefix::parse(without_blanks(field))) return false;
    const std::string name = name_in(field);
    names = names || column_named(name) || ours_for(name) == "prefix";
  }
  return names;
}

Result<Columns> read_header(const CsvReader::Record& record) {
  Columns read{{}, true};
  for (const std::string& field : record.fields) {
    const std::string name = name_in(field);
    const auto column = column_named(name);
    if (!column) return fail_unknown_column(record.line, field, name);
    if (*column != Column::passed_over && read.place_of(*column) != read.columns.size()) {
      return fail(ErrorCode::malformed_request,
                  fmt::format("line {} names the column {} twice", record.line, name));
    }
    read.columns.push_back(*column);
  }
  if (read.place_of(Column::prefix) != read.columns.size()) return read;
  return fail(ErrorCode::malformed_request,
              fmt::format("line {} names columns, but none is prefix", record.line));
}

}  // namespace sallyport::api
