// ObjectReader: takes the fields that a request may have out of a JSON object, and refuses the others by
// name.
//
// What is wrong is kept, and empty where it was asked for: a handler asks for every field, then calls
// finish() once, or faults().
//
// Thread safety: one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/json_value.h"

namespace sallyport::api {

class ObjectReader {
 public:
  static constexpr std::size_t kStringBytes = 4096;

  // REQUIRES: `value` outlives it. `where` names it in messages, such as "entries[3]"; empty: the body.
  explicit ObjectReader(const JsonValue& value, std::string where = {});

  std::string required_string(std::string_view name);
  std::optional<std::string> string(std::string_view name);
  std::optional<bool> boolean(std::string_view name);
  std::optional<std::int64_t> integer(std::string_view name);
  const JsonValue::Array* array(std::string_view name);  // null where it is not there
  const JsonValue* object(std::string_view name);        // the same
  const JsonValue* any(std::string_view name);           // the same, of whatever type

  // A string that `parse` knows; `words` are listed in the message for one that it does not.
  template <class T>
  std::optional<T> word(std::string_view name, std::optional<T> (*parse)(std::string_view),
                        std::string_view words) {
    const auto text = string(name);
    if (!text) return std::nullopt;
    const auto value = parse(*text);
    if (!value) refuse(name, words);
    return value;
  }
  // A string that `parse` turns into something, with an error of its own.
  template <class T>
  std::optional<T> parsed(std::string_view name, Result<T> (*parse)(std::string_view)) {
    const auto text = string(name);
    if (!text) return std::nullopt;
    auto value = parse(*text);
    if (value) return std::move(*value);
    faults_.push_back({std::string(name), std::move(value).error()});
    return std::nullopt;
  }

  // One thing that is wrong. `field`: with which field; empty: with the object.
  struct Fault {
    std::string field;
    Error error;
  };

  bool has(std::string_view name) const;
  // Whether null is said there; then it counts as asked for.
  bool is_null(std::string_view name);
  void refuse(Error error) { faults_.push_back({{}, std::move(error)}); }
  void missing(std::string_view name);
  // Errors: what was wrong first, or malformed_request for a field that nobody asked for.
  Result<void> finish();
  // All that was wrong, in finish()'s order.
  std::vector<Fault> faults();

 private:
  const JsonValue* find(std::string_view name);
  void refuse(std::string_view name, std::string_view expected);
  std::string path(std::string_view name) const;
  Fault unknown(std::string_view name) const;

  const JsonValue::Object* object_ = nullptr;
  std::string where_;
  std::vector<std::string_view> asked_;
  std::vector<Fault> faults_;
};

}  // namespace sallyport::api
