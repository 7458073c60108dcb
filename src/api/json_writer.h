// JsonWriter: JSON text, written from front to back. Commas are put where they belong.
//
// Thread safety: one thread.
// Invariants: what comes out is valid UTF-8 whatever strings go in: bytes that are not UTF-8 become U+FFFD.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace sallyport::api {

class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view value);
  JsonWriter& number(std::uint64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& raw(std::string_view json);  // REQUIRES: one JSON value

  JsonWriter& field(std::string_view name, std::string_view value) { return key(name).string(value); }
  JsonWriter& field(std::string_view name, std::uint64_t value) { return key(name).number(value); }
  JsonWriter& field(std::string_view name, Timestamp value) { return key(name).string(to_string(value)); }
  JsonWriter& field(std::string_view name, const std::optional<Timestamp>& value) {
    return value ? field(name, *value) : *this;
  }
  JsonWriter& flag(std::string_view name, bool value) { return key(name).boolean(value); }

  std::string take() { return std::move(text_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string text_;
};

}  // namespace sallyport::api
