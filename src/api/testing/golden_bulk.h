// The slow twins of the parsers of bulk_text.h and csv_reader.h, one character at a time. For tests only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

// The records of comma separated values; empty where any of it is not as RFC 4180 has it.
inline std::optional<std::vector<std::vector<std::string>>> golden_records(std::string_view text) {
  enum class At { field_start, plain, quoted, quote_in_quoted };
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> fields(1);
  At at = At::field_start;
  const auto end_record = [&] {
    // An empty line is none; a line with an empty field in quotes would be told apart by `at`.
    if (fields.size() > 1 || !fields[0].empty() || at == At::quote_in_quoted) records.push_back(fields);
    fields.assign(1, "");
    at = At::field_start;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
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
    } else if (c == ',') {
      fields.emplace_back();
      at = At::field_start;
    } else if (c == '"') {
      if (at == At::plain) return std::nullopt;
      if (at == At::quote_in_quoted) fields.back() += '"';
      at = At::quoted;
    } else {
      if (at == At::quote_in_quoted) return std::nullopt;
      fields.back() += c;
      at = At::plain;
    }
  }
  if (at == At::quoted) return std::nullopt;
  end_record();
  return records;
}

}  // namespace sallyport::api::testing
