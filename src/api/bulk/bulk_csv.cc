#include "api/bulk/bulk_csv.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/bulk/bulk_text.h"
#include "api/bulk/csv_columns.h"
#include "api/bulk/csv_reader.h"
#include "base/spreadsheet.h"
#include "control/names.h"

namespace sallyport::api {
namespace {

constexpr std::string_view kSeparators = ",;";

// The text that is left where its first line says what separates columns, as spreadsheets write and read it.
struct Separated {
  std::string_view text;
  char separator = ',';
  std::size_t line = 1;  // of the first that is left
};

// The first separator outside of quotes and comments; a comma where there is none.
char first_separator(std::string_view text) {
  bool quoted = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!quoted && without_blanks(line).starts_with('#')) continue;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;
      if (!quoted && kSeparators.contains(c)) return c;
    }
  }
  return ',';
}

Result<Separated> find_separator(std::string_view text) {
  constexpr std::string_view kSays = "sep=";
  if (!text.starts_with(kSays)) return Separated{text, first_separator(text), 1};
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view said = text.substr(kSays.size(), end - kSays.size());
  if (said.ends_with('\r')) said.remove_suffix(1);
  if (said.size() != 1 || !kSeparators.contains(said.front())) {
    return fail(ErrorCode::malformed_request,
                "line 1 says what separates the columns: that can be a comma or a semicolon");
  }
  return Separated{text.substr(std::min(end + 1, text.size())), said.front(), 2};
}

bool says_nothing(const CsvReader::Record& record) {
  return !record.wrong && std::ranges::all_of(record.fields, [](const std::string& field) {
    return without_blanks(field).empty();
  });
}

// Takes a list's lines into a collector.
class CsvLines {
 public:
  CsvLines(const Columns& columns, char separator, const control::NewEntry& common)
      : columns_(columns), separator_(separator), common_(common) {}

  Result<control::NewEntry> read(const CsvReader::Record& record) const {
    if (record.wrong) return std::unexpected(*record.wrong);
    if (record.comment) {
      return fail(
          ErrorCode::malformed_request,
          "a line that starts with # is a comment only where prefix is the first column: take it out, or "
          "put its first column in quotes");
    }
    if (auto checked = check_width(record); !checked) return std::unexpected(std::move(checked).error());
    control::NewEntry entry = common_;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      SALLYPORT_TRY(take(columns_.columns[i], record.fields[i], entry));
    }
    return entry;
  }

  // What of a line a person would look for.
  std::string_view input_of(const CsvReader::Record& record) const {
    const std::size_t place = columns_.place_of(Column::prefix);
    return place < record.fields.size() ? without_blanks(record.fields[place]) : std::string_view();
  }

 private:
  Result<void> check_width(const CsvReader::Record& record) const {
    const std::size_t width = record.fields.size();
    const std::size_t most = columns_.columns.size();
    if (columns_.named ? width == most : width <= most) return {};
    if (columns_.named) {
      return fail(ErrorCode::malformed_request,
                  fmt::format("this line has {} columns, and the first line names {}; \"{}\" separates them",
                              width, most, separator_));
    }
    return fail(ErrorCode::malformed_request,
                fmt::format("this line has {} columns: there are at most prefix, note, valid_from and "
                            "valid_until; put a note with a \"{}\" in quotes",
                            width, separator_));
  }

  // A column that is empty leaves what is said for all.
  Result<void> take(Column column, std::string_view field, control::NewEntry& entry) const {
    const std::string_view text = without_blanks(field);
    if (column == Column::prefix) {
      SALLYPORT_ASSIGN(entry.prefix, read_prefix(text));
    } else if (column == Column::note) {
      const std::string_view note = columns_.of_our_export() ? unguard_cell(field) : text;
      if (!note.empty()) SALLYPORT_TRY(take_note(note, entry));
    } else if (column == Column::valid_from && !text.empty()) {
      SALLYPORT_ASSIGN(entry.valid_from, parse_timestamp(text));
    } else if (column == Column::valid_until && !text.empty()) {
      SALLYPORT_ASSIGN(entry.valid_until, parse_timestamp(text));
    }
    return {};
  }

  Result<net::Prefix> read_prefix(std::string_view text) const {
    auto prefix = read_listed_prefix(text);
    const std::size_t other = text.find(separator_ == ',' ? ';' : ',');
    if (prefix || other == std::string_view::npos ||
        !net::Prefix::parse(without_blanks(text.substr(0, other))))
      return prefix;
    return fail(
        ErrorCode::malformed_address,
        fmt::format("\"{}\" separates the columns of this file, as in its first line, and this line has "
                    "\"{}\" instead",
                    separator_, text[other]));
  }

  Result<void> take_note(std::string_view note, control::NewEntry& entry) const {
    SALLYPORT_TRY(control::check_note(note));
    if (!columns_.named && net::Prefix::parse(note)) {
      return fail(
          ErrorCode::malformed_request,
          fmt::format("the second column is a note, and {} is an address: write one address a line, or "
                      "send a text that is no CSV (text/plain, a file whose name does not end in .csv)",
                      note));
    }
    entry.note = note;
    return {};
  }

  const Columns& columns_;
  const char separator_;
  const control::NewEntry& common_;
};

}  // namespace

Result<NewEntries> read_bulk_csv(std::string_view text, const control::NewEntry& common) {
  SALLYPORT_ASSIGN(const auto separated, find_separator(without_byte_order_mark(text)));
  CsvReader reader(separated.text, separated.separator, separated.line);
  auto record = reader.next();
  while (record && says_nothing(*record)) record = reader.next();
  Columns columns;
  if (record && is_header(*record)) {
    SALLYPORT_ASSIGN(columns, read_header(*record));
    record = reader.next();
  }
  const CsvLines lines(columns, separated.separator, common);
  const bool comments = columns.columns.front() == Column::prefix;
  EntryCollector collector;
  for (; record; record = reader.next()) {
    if (record->comment ? comments : says_nothing(*record)) continue;
    if (!collector.has_room()) return fail_too_many_new_entries();
    collector.add(lines.input_of(*record), record->line, lines.read(*record));
  }
  NewEntries read = collector.take();
  if (read.entries.empty() && read.wrong.empty()) {
    return fail(ErrorCode::malformed_request, "there is no line with an address: write one a line");
  }
  return read;
}

}  // namespace sallyport::api
