#include "api/new_entries.h"

#include <fmt/format.h>

#include <unordered_set>

#include "api/object_reader.h"
#include "control/names.h"

namespace sallyport::api {
namespace {

// Everything of an entry but its prefix.
control::NewEntry read_circumstances(ObjectReader& fields) {
  control::NewEntry entry;
  entry.note = fields.string("note").value_or(std::string());
  if (const auto checked = control::check_note(entry.note); !checked) fields.refuse(checked.error());
  entry.valid_from = fields.parsed("valid_from", &parse_timestamp).value_or(policy::kAlways);
  entry.valid_until = fields.parsed("valid_until", &parse_timestamp).value_or(policy::kForever);
  return entry;
}

// The message keeps its suggestion; the path says which field it is about, where that is not the body's own.
Result<control::NewEntry> read_entry(const JsonValue& value, const std::string& where) {
  ObjectReader fields(value, where);
  const auto prefix = fields.parsed("prefix", &net::parse_prefix);
  if (!fields.has("prefix")) fields.missing("prefix");
  control::NewEntry entry = read_circumstances(fields);
  SALLYPORT_TRY(fields.finish());
  entry.prefix = *prefix;
  return entry;
}

// What a person would look for in what was sent.
std::string input_of(const JsonValue& value) {
  if (const auto* text = std::get_if<std::string>(&value.value)) return *text;
  if (const auto* object = std::get_if<JsonValue::Object>(&value.value)) {
    for (const auto& [name, member] : *object) {
      if (name == "prefix" && std::holds_alternative<std::string>(member.value)) {
        return std::get<std::string>(member.value);
      }
    }
  }
  return std::string(kind_of(value));
}

class Collector {
 public:
  explicit Collector(std::size_t size) { read_.entries.reserve(size); }

  void add(const JsonValue& value, Result<control::NewEntry> entry) {
    const std::size_t index = index_++;
    if (!entry) {
      read_.wrong.push_back({index, input_of(value), std::move(entry).error()});
    } else if (!seen_.insert(entry->prefix).second) {
      read_.wrong.push_back(
          {index,
           input_of(value),
           {ErrorCode::duplicate,
            fmt::format("{} stands in this request twice: say it once", entry->prefix.to_string()),
            {}}});
    } else {
      read_.entries.push_back(std::move(*entry));
    }
  }
  NewEntries take() { return std::move(read_); }

 private:
  NewEntries read_;
  std::unordered_set<net::Prefix> seen_;
  std::size_t index_ = 0;
};

NewEntries read_prefixes(const JsonValue::Array& values, const control::NewEntry& common) {
  Collector collector(values.size());
  for (const JsonValue& value : values) {
    const auto* text = std::get_if<std::string>(&value.value);
    if (text == nullptr) {
      collector.add(value, fail(ErrorCode::malformed_request,
                                fmt::format("a prefix must be a string, not {}", kind_of(value))));
      continue;
    }
    auto prefix = net::parse_prefix(*text);
    if (!prefix) {
      collector.add(value, std::unexpected(std::move(prefix).error()));
      continue;
    }
    control::NewEntry entry = common;
    entry.prefix = *prefix;
    collector.add(value, std::move(entry));
  }
  return collector.take();
}

NewEntries read_entries(const JsonValue::Array& values) {
  Collector collector(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    collector.add(values[i], read_entry(values[i], fmt::format("entries[{}]", i)));
  }
  return collector.take();
}

}  // namespace

Result<control::NewEntry> read_new_entry(const JsonValue& body) { return read_entry(body, {}); }

Result<NewEntries> read_new_entries(const JsonValue& body) {
  ObjectReader fields(body);
  const int forms = int{fields.has("prefix")} + int{fields.has("prefixes")} + int{fields.has("entries")};
  if (forms != 1) {
    fields.refuse(
        {ErrorCode::malformed_request, "the body must have exactly one of prefix, prefixes and entries", {}});
  }
  const auto prefix = fields.string("prefix");
  const JsonValue::Array* prefixes = fields.array("prefixes");
  const JsonValue::Array* entries = fields.array("entries");
  const control::NewEntry common = read_circumstances(fields);
  if (fields.has("entries") &&
      (fields.has("note") || fields.has("valid_from") || fields.has("valid_until"))) {
    fields.refuse(
        {ErrorCode::malformed_request, "say note, valid_from and valid_until with each of entries", {}});
  }
  SALLYPORT_TRY(fields.finish());
  NewEntries read = prefix     ? read_prefixes({JsonValue{*prefix}}, common)
                    : prefixes ? read_prefixes(*prefixes, common)
                               : read_entries(*entries);
  if (read.entries.empty() && read.wrong.empty()) {
    return fail(ErrorCode::malformed_request, "the list is empty: name at least one prefix");
  }
  return read;
}

}  // namespace sallyport::api
