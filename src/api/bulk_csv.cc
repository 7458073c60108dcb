#include "api/bulk_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "api/bulk_text.h"
#include "api/csv_reader.h"
#include "base/text.h"
#include "control/names.h"

namespace sallyport::api {
namespace {

enum class Column : std::uint8_t { prefix, note, valid_from, valid_until, passed_over };

struct ColumnName {
  std::string_view name;
  Column column;
};
constexpr std::array kColumns{
    ColumnName{"prefix", Column::prefix},          ColumnName{"note", Column::note},
    ColumnName{"valid_from", Column::valid_from},  ColumnName{"valid_until", Column::valid_until},
    ColumnName{"kind", Column::passed_over},       ColumnName{"source", Column::passed_over},
    ColumnName{"by", Column::passed_over},         ColumnName{"created", Column::passed_over},
    ColumnName{"first_seen", Column::passed_over}, ColumnName{"last_seen", Column::passed_over},
    ColumnName{"hits", Column::passed_over}};

using Columns = std::vector<Column>;

std::optional<Column> column_named(std::string_view text) {
  std::string name(text);
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const auto* const found = std::ranges::find(kColumns, name, &ColumnName::name);
  if (found == kColumns.end()) return std::nullopt;
  return found->column;
}

bool is_header(const CsvReader::Record& record) {
  return std::ranges::any_of(record.fields,
                             [](const std::string& field) { return column_named(field).has_value(); });
}

Result<Columns> read_header(const CsvReader::Record& record) {
  Columns columns;
  for (const std::string& field : record.fields) {
    const auto column = column_named(field);
    if (!column) {
      return fail(ErrorCode::malformed_request,
                  fmt::format("line {} names a column {}: there are prefix, note, valid_from and valid_until",
                              record.line, printable_excerpt(field)));
    }
    if (*column != Column::passed_over && std::ranges::find(columns, *column) != columns.end()) {
      return fail(ErrorCode::malformed_request,
                  fmt::format("line {} names the column {} twice", record.line, printable_excerpt(field)));
    }
    columns.push_back(*column);
  }
  if (std::ranges::find(columns, Column::prefix) != columns.end()) return columns;
  return fail(ErrorCode::malformed_request,
              fmt::format("line {} names columns, but none is prefix", record.line));
}

Result<void> check_width(const CsvReader::Record& record, const Columns& columns, bool named) {
  const std::size_t width = record.fields.size();
  if (named ? width == columns.size() : width <= columns.size()) return {};
  return fail(
      ErrorCode::malformed_request,
      named ? fmt::format("this line has {} columns, and the first line names {}", width, columns.size())
            : fmt::format("this line has {} columns: there are at most prefix, note, valid_from and "
                          "valid_until; put a note with commas in quotes",
                          width));
}

Result<control::NewEntry> to_entry(const CsvReader::Record& record, const Columns& columns, bool named,
                                   const control::NewEntry& common) {
  if (record.wrong) return std::unexpected(*record.wrong);
  SALLYPORT_TRY(check_width(record, columns, named));
  control::NewEntry entry = common;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const std::string& field = record.fields[i];
    if (columns[i] == Column::prefix) {
      SALLYPORT_ASSIGN(entry.prefix, net::parse_prefix(field));
    }
    if (field.empty()) continue;
    if (columns[i] == Column::note) {
      SALLYPORT_TRY(control::check_note(field));
      entry.note = field;
    } else if (columns[i] == Column::valid_from) {
      SALLYPORT_ASSIGN(entry.valid_from, parse_timestamp(field));
    } else if (columns[i] == Column::valid_until) {
      SALLYPORT_ASSIGN(entry.valid_until, parse_timestamp(field));
    }
  }
  return entry;
}

// What of a line a person would look for.
std::string_view input_of(const CsvReader::Record& record, const Columns& columns) {
  const auto prefix = static_cast<std::size_t>(std::ranges::find(columns, Column::prefix) - columns.begin());
  return prefix < record.fields.size() ? record.fields[prefix] : std::string_view();
}

}  // namespace

Result<NewEntries> read_bulk_csv(std::string_view text, const control::NewEntry& common) {
  CsvReader reader(without_byte_order_mark(text));
  Columns columns{Column::prefix, Column::note, Column::valid_from, Column::valid_until};
  auto record = reader.next();
  const bool named = record && is_header(*record);
  if (named) {
    SALLYPORT_ASSIGN(columns, read_header(*record));
    record = reader.next();
  }
  EntryCollector collector;
  for (; record; record = reader.next()) {
    if (!collector.has_room()) return fail_too_many_new_entries();
    collector.add(input_of(*record, columns), record->line, to_entry(*record, columns, named, common));
  }
  NewEntries read = collector.take();
  if (read.entries.empty() && read.wrong.empty()) {
    return fail(ErrorCode::malformed_request, "there is no line with an address: write one a line");
  }
  return read;
}

}  // namespace sallyport::api
