#include "api/handlers/new_entries.h"

#include <fmt/format.h>

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

NewEntries read_prefixes(const JsonValue::Array& values, const control::NewEntry& common) {
  EntryCollector collector;
  for (const JsonValue& value : values) {
    const auto* text = std::get_if<std::string>(&value.value);
    if (text == nullptr) {
      collector.add(input_of(value), 0,
                    fail(ErrorCode::malformed_request,
                         fmt::format("a prefix must be a string, not {}", kind_of(value))));
      continue;
    }
    auto prefix = net::parse_prefix(*text);
    if (!prefix) {
      collector.add(input_of(value), 0, std::unexpected(std::move(prefix).error()));
      continue;
    }
    control::NewEntry entry = common;
    entry.prefix = *prefix;
    collector.add(input_of(value), 0, std::move(entry));
  }
  return collector.take();
}

NewEntries read_entries(const JsonValue::Array& values) {
  EntryCollector collector;
  for (std::size_t i = 0; i < values.size(); ++i) {
    collector.add(input_of(values[i]), 0, read_entry(values[i], fmt::format("entries[{}]", i)));
  }
  return collector.take();
}

}  // namespace

void EntryCollector::add(std::string_view input, std::size_t line, Result<control::NewEntry> entry) {
  const std::size_t index = index_++;
  if (!entry) {
    read_.wrong.push_back({index, line, std::string(input), std::move(entry).error()});
  } else if (!seen_.insert(entry->prefix).second) {
    read_.wrong.push_back(
        {index,
         line,
         std::string(input),
         {ErrorCode::duplicate,
          fmt::format("{} stands in this request twice: say it once", entry->prefix.to_string()),
          {}}});
  } else {
    read_.entries.push_back(std::move(*entry));
    read_.origins.push_back({index, line, std::string(input)});
  }
}

std::unexpected<Error> fail_too_many_new_entries() {
  return fail(ErrorCode::too_many_entries,
              fmt::format("this has more than {} entries: send it in parts", kMostNewEntries));
}

Result<control::NewEntry> read_new_entry(const JsonValue& body) { return read_entry(body, {}); }

Result<control::EntryChange> read_entry_change(const JsonValue& body) {
  ObjectReader fields(body);
  const auto time = [&fields](std::string_view name, Timestamp none) -> std::optional<Timestamp> {
    if (fields.is_null(name)) return none;
    return fields.parsed(name, &parse_timestamp);
  };
  control::EntryChange change;
  change.note = fields.is_null("note") ? std::string() : fields.string("note");
  change.valid_from = time("valid_from", policy::kAlways);
  change.valid_until = time("valid_until", policy::kForever);
  SALLYPORT_TRY(fields.finish());
  return change;
}

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
  if ((prefixes && prefixes->size() > kMostNewEntries) || (entries && entries->size() > kMostNewEntries)) {
    return fail_too_many_new_entries();
  }
  NewEntries read = prefix     ? read_prefixes({JsonValue{*prefix}}, common)
                    : prefixes ? read_prefixes(*prefixes, common)
                               : read_entries(*entries);
  if (read.entries.empty() && read.wrong.empty()) {
    return fail(ErrorCode::malformed_request, "the list is empty: name at least one prefix");
  }
  return read;
}

}  // namespace sallyport::api
