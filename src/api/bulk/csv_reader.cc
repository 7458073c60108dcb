#include "api/bulk/csv_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace sallyport::api {
namespace {

std::optional<Error> malformed(std::string message) {
  return Error{ErrorCode::malformed_request, std::move(message), {}};
}

}  // namespace

bool CsvReader::at_line_end() const {
  const std::string_view rest = text_.substr(at_);
  return rest.empty() || rest.front() == '\n' || rest.starts_with("\r\n") || rest == "\r";
}

std::size_t CsvReader::after_blanks() const {
  return std::min(text_.find_first_not_of(" \t", at_), text_.size());
}

void CsvReader::take_line_end() {
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size()) ++at_;  // the LF
  ++line_;
}

void CsvReader::skip_line() {
  at_ = std::min(text_.find('\n', at_), text_.size());
  take_line_end();
}

std::optional<Error> CsvReader::read_quoted(std::string& field) {
  const std::size_t start = line_;
  ++at_;
  while (true) {
    const std::size_t quote = text_.find('"', at_);
    if (quote == std::string_view::npos) {
      at_ = text_.size();
      return malformed(fmt::format("a quote is opened in line {} and never closed", start));
    }
    const std::string_view part = text_.substr(at_, quote - at_);
    field += part;
    line_ += static_cast<std::size_t>(std::ranges::count(part, '\n'));
    at_ = quote + 1;
    if (at_ >= text_.size() || text_[at_] != '"') break;
    field += '"';
    ++at_;
  }
  at_ = after_blanks();
  if (at_field_end()) return std::nullopt;
  return malformed(fmt::format(
      "after a closing quote comes a {} or the end of the line; a quote inside is doubled", separator_));
}

std::optional<Error> CsvReader::read_field(std::string& field) {
  if (const std::size_t quote = after_blanks(); quote < text_.size() && text_[quote] == '"') {
    at_ = quote;
    return read_quoted(field);
  }
  const std::size_t start = at_;
  while (!at_field_end() && text_[at_] != '"') ++at_;
  field = text_.substr(start, at_ - start);
  if (at_field_end()) return std::nullopt;
  return malformed("a column with a quote in it starts and ends with one, and the one inside is doubled");
}

CsvReader::Record CsvReader::read_record() {
  Record record;
  record.line = line_;
  if (const std::size_t start = after_blanks(); start < text_.size() && text_[start] == '#') {
    record.comment = true;
    skip_line();
    return record;
  }
  while (true) {
    std::string field;
    record.wrong = read_field(field);
    record.fields.push_back(std::move(field));
    if (!record.wrong && record.fields.size() > kMostFields) {
      record.wrong = malformed(fmt::format("a line has at most {} columns", kMostFields));
    }
    if (record.wrong) {
      skip_line();
      return record;
    }
    if (at_line_end()) break;
    ++at_;  // the separator
  }
  take_line_end();
  return record;
}

std::optional<CsvReader::Record> CsvReader::next() {
  while (at_ < text_.size()) {
    if (at_line_end()) {
      take_line_end();
      continue;
    }
    return read_record();
  }
  return std::nullopt;
}

std::string csv_field(std::string_view value) {
  const std::size_t start = value.find_first_not_of(" \t");
  const bool comment = start != std::string_view::npos && value[start] == '#';
  if (!comment && value.find_first_of("\",\r\n") == std::string_view::npos) return std::string(value);
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace sallyport::api
