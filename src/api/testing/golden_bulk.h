// The slow twins of the parsers of bulk_text.h, csv_reader.h and bulk_csv.h, one character at a time. For
// tests only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/spreadsheet.h"
#include "control/model.h"
#include "control/names.h"

namespace sallyport::api::testing {

// The items of a text, each with its line.
inline std::vector<std::pair<std::size_t, std::string>> golden_items(std::string_view text) {
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  std::vector<std::pair<std::size_t, std::string>> items;
  std::string item;
  std::size_t line = 1;
  bool comment = false;
  const auto end_item = [&] {
    while (!item.empty() && (item.back() == ' ' || item.back() == '\t')) item.pop_back();
    while (!item.empty() && (item.front() == ' ' || item.front() == '\t')) item.erase(0, 1);
    if (!item.empty()) items.emplace_back(line, item);
    item.clear();
  };
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const bool end = at == text.size();
    const bool line_end = end || text[at] == '\n';
    const bool before_line_end = !end && text[at] == '\r' && (at + 1 == text.size() || text[at + 1] == '\n');
    if (before_line_end) continue;
    if (line_end) {
      end_item();
      comment = false;
      ++line;
    } else if (comment) {
      continue;
    } else if (text[at] == '#') {
      comment = true;
    } else if (text[at] == ',' || text[at] == ';') {
      end_item();
    } else {
      item += text[at];
    }
  }
  return items;
}

// The records of values that a character separates; empty where any of it is not as csv_reader.h has it.
// Comments are left out.
inline std::optional<std::vector<std::vector<std::string>>> golden_records(std::string_view text,
                                                                           char separator = ',') {
  enum class At { field_start, plain, quoted, quote_in_quoted, after_quote, comment };
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> fields(1);
  At at = At::field_start;
  const auto end_record = [&] {
    // An empty line is none; a line with an empty field in quotes would be told apart by `at`.
    const bool was_quoted = at == At::quote_in_quoted || at == At::after_quote;
    if (at != At::comment && (fields.size() > 1 || !fields[0].empty() || was_quoted))
      records.push_back(fields);
    fields.assign(1, "");
    at = At::field_start;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool blank = c == ' ' || c == '\t';
    const bool before_line_end = c == '\r' && (i + 1 == text.size() || text[i + 1] == '\n');
    if (at == At::quoted) {
      if (c == '"') {
        at = At::quote_in_quoted;
      } else {
        fields.back() += c;
      }
      continue;
    }
    if (before_line_end) continue;
    if (c == '\n') {
      end_record();
    } else if (at == At::comment) {
      continue;
    } else if (c == separator) {
      fields.emplace_back();
      at = At::field_start;
    } else if (c == '"') {
      if (at == At::plain || at == At::after_quote) return std::nullopt;
      if (at == At::quote_in_quoted) fields.back() += '"';
      if (at == At::field_start) fields.back().clear();  // the blanks before it
      at = At::quoted;
    } else if (at == At::quote_in_quoted || at == At::after_quote) {
      if (!blank) return std::nullopt;
      at = At::after_quote;
    } else if (at == At::field_start && c == '#' && fields.size() == 1) {
      at = At::comment;
    } else {
      fields.back() += c;
      if (!blank) at = At::plain;
    }
  }
  if (at == At::quoted) return std::nullopt;
  end_record();
  return records;
}

inline std::string golden_trim(std::string text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.pop_back();
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.erase(0, 1);
  return text;
}

// What a line says whose columns have these names; empty where it is refused.
inline std::optional<control::NewEntry> golden_entry(const std::vector<std::string>& names,
                                                     const std::vector<std::string>& fields) {
  if (names.size() != fields.size()) return std::nullopt;
  bool ours = false;
  for (const std::string& name : names) ours = ours || name == "hits";
  control::NewEntry entry;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string text = golden_trim(fields[i]);
    if (names[i] == "prefix") {
      const auto prefix = net::Prefix::parse(text);
      if (!prefix) return std::nullopt;
      entry.prefix = *prefix;
    } else if (names[i] == "note") {
      entry.note = ours ? std::string(unguard_cell(fields[i])) : text;
      if (!control::check_note(entry.note)) return std::nullopt;
    } else if (names[i] != "hits" && !text.empty()) {
      const auto time = parse_timestamp(text);
      if (!time) return std::nullopt;
      (names[i] == "valid_from" ? entry.valid_from : entry.valid_until) = *time;
    }
  }
  return entry;
}

}  // namespace sallyport::api::testing
