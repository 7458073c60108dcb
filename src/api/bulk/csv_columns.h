// The columns of a list as comma separated values.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "api/bulk/csv_reader.h"
#include "base/result.h"

namespace sallyport::api {

enum class Column : std::uint8_t { prefix, note, valid_from, valid_until, passed_over };

struct Columns {
  std::vector<Column> columns{Column::prefix, Column::note, Column::valid_from, Column::valid_until};
  bool named = false;  // by the first line

  // Only our exports have columns that are passed over.
  bool of_our_export() const;
  std::size_t place_of(Column column) const;  // the number of columns where it is none of them
};

// Whether the record names columns: one of them is known, or is what others call an address, and none is one.
bool is_header(const CsvReader::Record& record);

// REQUIRES: is_header(). Errors: malformed_request, with the name that is probably meant.
Result<Columns> read_header(const CsvReader::Record& record);

}  // namespace sallyport::api
