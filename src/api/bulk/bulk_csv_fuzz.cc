// Any text: the reader finds the records that its slow twin finds, or says in which line it is wrong; and the
// lists made of it hold only what the address parser takes.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "api/bulk/bulk_csv.h"
#include "api/bulk/csv_reader.h"
#include "api/testing/golden_bulk.h"

namespace {

using namespace sallyport;

void require(bool holds) {
  if (!holds) std::abort();
}

std::size_t lines_of(std::string_view text) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

// The reader against its twin.
void compare(std::string_view text, char separator) {
  const auto golden = api::testing::golden_records(text, separator);
  api::CsvReader reader(text, separator);
  std::size_t at = 0;
  std::size_t last_line = 0;
  bool wrong = false;
  bool wide = false;
  std::string written;
  while (const auto record = reader.next()) {
    require(record->line > last_line && record->line <= lines_of(text));
    last_line = record->line;
    if (record->comment) continue;
    wrong = wrong || record->wrong;
    wide = wide || record->fields.size() > api::CsvReader::kMostFields;
    if (golden && !wide) require(at < golden->size() && !record->wrong && record->fields == (*golden)[at]);
    ++at;
    for (std::size_t i = 0; i < record->fields.size(); ++i) {
      written += (i == 0 ? "" : ",") + api::csv_field(record->fields[i]);
    }
    written += "\r\n";
  }
  if (golden && !wide) require(at == golden->size());
  require(golden || wrong);
  if (wrong) return;
  // What was read can be written, and is read again.
  require(api::testing::golden_records(written).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  compare(text, ',');
  compare(text, ';');
  if (const auto read = api::read_bulk_csv(text, {})) {
    for (const auto& entry : read->entries)
      require(net::Prefix::parse(entry.prefix.to_string()) == entry.prefix);
    for (const auto& line : read->wrong) require(line.line >= 1 && line.line <= lines_of(text));
  }
  return 0;
}
