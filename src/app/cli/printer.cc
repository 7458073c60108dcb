#include "app/cli/printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <ostream>

#include "app/cli/change_text.h"
#include "app/cli/width.h"
#include "base/spreadsheet.h"
#include "base/text.h"

namespace sallyport::cli {
namespace {

// JSON stays JSON: the control characters that a serializer lets through become its own escapes.
std::string printable_json(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    if (byte == 0x7f) {
      out += "\\u007f";
    } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {
      out += fmt::format("\\u{:04x}", next);
      ++at;
    } else {
      out.push_back(text[at]);
    }
  }
  return out;
}

const boost::json::value* value_at(const boost::json::value& item, std::string_view field) {
  const auto* object = item.if_object();
  return object != nullptr ? object->if_contains(field) : nullptr;
}

// A field's value as people read it; empty where there is none.
std::string readable(const boost::json::value& item, std::string_view field) {
  const auto* const value = value_at(item, field);
  return value != nullptr ? short_form(*value) : std::string();
}

// As a cell of CSV: what has levels stays JSON, for programs.
std::string for_csv(const boost::json::value& value) {
  if (value.is_object()) return printable(boost::json::serialize(value));
  if (!value.is_array()) return short_form(value);
  std::string text;
  for (const auto& item : value.get_array()) text += (text.empty() ? "" : ", ") + for_csv(item);
  return text;
}

// Objects inside it become fields of its own: {"a":{"b":1}} is {"a.b":1}.
boost::json::object flat(const boost::json::value& value) {
  boost::json::object fields;
  const auto* const object = value.if_object();
  if (object == nullptr) return fields;
  for (const auto& field : *object) {
    if (!field.value().is_object()) {
      fields[field.key()] = field.value();
      continue;
    }
    for (auto& inner : flat(field.value())) {
      fields[std::string(field.key()) + "." + std::string(inner.key())] = std::move(inner.value());
    }
  }
  return fields;
}

std::string cell(std::string text) { return text.empty() ? "-" : std::move(text); }

// A cell of RFC 4180, and no formula.
std::string csv_cell(std::string_view value) {
  std::string text = guard_cell(value);
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

}  // namespace

void Printer::items(const boost::json::array& items, const std::vector<Column>& columns) {
  switch (format_) {
    case Format::json:
      return json(boost::json::object{{"items", items}});
    case Format::table:
      return table(items, columns);
    case Format::csv:
      break;
  }
  std::vector<std::string_view> names;
  for (const Column& column : columns) names.push_back(column.field);
  csv(items, names);
}

void Printer::object(const boost::json::value& value) {
  const auto* const object = value.if_object();
  if (format_ == Format::json) return json(value);
  if (object == nullptr) return;
  if (format_ == Format::table) return fields(*object);
  const auto* const items = object->if_contains("items");
  boost::json::array rows;
  if (items != nullptr && items->is_array()) {
    for (const auto& item : items->get_array()) rows.push_back(flat(item));
  } else {
    rows.push_back(flat(value));
  }
  std::vector<std::string_view> names;  // of all rows, as they first appear
  for (const auto& row : rows) {
    for (const auto& field : row.get_object()) {
      const std::string_view name(field.key().data(), field.key().size());
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  if (!names.empty()) csv(rows, names);
}

void Printer::json(const boost::json::value& value) {
  out_ << printable_json(boost::json::serialize(value)) << '\n';
}

void Printer::lines(std::string_view json_lines) { out_ << printable_json(json_lines); }

void Printer::line(std::string_view text) { out_ << printable(text) << '\n'; }

void Printer::fields(const boost::json::object& object) {
  std::size_t widest = 0;
  for (const auto& field : object) widest = std::max(widest, field.key().size());
  for (const auto& field : object) {
    std::string name = printable(std::string_view(field.key().data(), field.key().size()));
    std::ranges::replace(name, '_', ' ');
    out_ << fmt::format("{:<{}}  {}\n", name, widest, cell(short_form(field.value())));
  }
}

void Printer::table(const boost::json::array& items, const std::vector<Column>& columns) {
  std::vector<std::vector<std::string>> rows(1);
  for (const Column& column : columns) rows.front().emplace_back(column.heading);
  for (const auto& item : items) {
    auto& row = rows.emplace_back();
    for (const Column& column : columns) row.push_back(cell(readable(item, column.field)));
  }
  std::vector<std::size_t> widths(columns.size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - display_width(row[i]) + 2, ' ');
    }
    out_ << line << '\n';
  }
}

void Printer::csv(const boost::json::array& items, const std::vector<std::string_view>& fields) {
  const auto write_row = [this](const auto& cells, const auto& text) {
    std::string line;
    for (const auto& each : cells) line += (&each == &cells.front() ? "" : ",") + csv_cell(text(each));
    out_ << line << "\r\n";
  };
  write_row(fields, [](std::string_view field) { return printable(field); });
  for (const auto& item : items) {
    write_row(fields, [&item](std::string_view field) {
      const auto* const value = value_at(item, field);
      return value != nullptr ? for_csv(*value) : std::string();
    });
  }
}

}  // namespace sallyport::cli
