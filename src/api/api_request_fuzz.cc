// What a stranger can make the API decode: the first line is a request target, the rest a body.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "api/dispatch.h"
#include "api/handlers/new_entries.h"
#include "api/json_writer.h"
#include "api/object_reader.h"
#include "base/text.h"

namespace {

using namespace sallyport::api;

void require(bool truth) {
  if (!truth) std::abort();
}

void write(JsonWriter& json, const JsonValue& value) {
  if (const auto* text = std::get_if<std::string>(&value.value)) {
    json.string(*text);
  } else if (const auto* list = std::get_if<JsonValue::Array>(&value.value)) {
    json.begin_array();
    for (const auto& item : *list) write(json, item);
    json.end_array();
  } else if (const auto* object = std::get_if<JsonValue::Object>(&value.value)) {
    json.begin_object();
    for (const auto& [name, member] : *object) write(json.key(name), member);
    json.end_object();
  } else {
    json.raw("null");
  }
}

void check_target(std::string_view target) {
  const auto matched = match("GET", target.substr(0, target.find('?')));
  if (matched) {
    for (const auto& [name, value] : matched->parameters) {
      require(sallyport::is_utf8(value) && value.find('\0') == std::string::npos && !value.empty());
    }
  }
  if (const auto query = decode_query(target)) {
    for (const auto& [name, value] : *query) require(sallyport::is_utf8(name) && sallyport::is_utf8(value));
  }
}

void check_body(std::string_view body) {
  const auto parsed = parse_json(body);
  if (!parsed) return;
  JsonWriter json;
  write(json, *parsed);
  require(parse_json(json.take()).has_value());  // what was read can be written and read again
  const auto read = read_new_entries(*parsed);
  if (read) {
    require(!read->entries.empty() || !read->wrong.empty());
    if (!read->wrong.empty()) require(parse_json(problem_document(read->wrong)).has_value());
  } else {
    require(parse_json(problem_document(read.error())).has_value());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = input.find('\n');
  check_target(input.substr(0, end));
  if (end != std::string_view::npos) check_body(input.substr(end + 1));
  return 0;
}
