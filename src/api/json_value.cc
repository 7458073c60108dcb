#include "api/json_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <utility>

namespace sallyport::api {
namespace {

namespace json = boost::json;

// What Boost.JSON's parser tells, built into values.
template <std::size_t kLongestString>
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);  // add() counts all values together
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = 1024;
  static constexpr std::size_t max_string_size = kLongestString;

  JsonValue take() { return std::move(root_); }
  const std::string& repeated() const { return repeated_; }
  bool too_many() const { return values_ > kJsonValues; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return open(JsonValue::Object()); }
  bool on_array_begin(json::error_code&) { return open(JsonValue::Array()); }
  bool on_array_end(std::size_t, json::error_code& code) { return close(code); }
  bool on_object_end(std::size_t, json::error_code& code) {
    const auto& members = std::get<JsonValue::Object>(open_.back().value.value);
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& member : members) names.emplace_back(member.name);
    std::ranges::sort(names);
    if (const auto twice = std::ranges::adjacent_find(names); twice != names.end()) {
      repeated_ = *twice;
      code = json::make_error_code(json::error::syntax);
      return false;
    }
    return close(code);
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return append(part); }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    append(part);
    open_.back().key = std::exchange(text_, {});
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return append(part); }
  bool on_string(json::string_view part, std::size_t, json::error_code& code) {
    append(part);
    return add({std::exchange(text_, {})}, code);
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& code) {
    return add({number}, code);
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code& code) {
    return add({static_cast<double>(number)}, code);  // the parser says uint64 only where int64 is too small
  }
  bool on_double(double number, json::string_view, json::error_code& code) { return add({number}, code); }
  bool on_bool(bool truth, json::error_code& code) { return add({truth}, code); }
  bool on_null(json::error_code& code) { return add({}, code); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  struct Open {
    JsonValue value;  // an array or an object that has not ended
    std::string key;  // of the member whose value comes next
  };

  bool append(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool open(auto container) {
    open_.push_back({{std::move(container)}, {}});
    return true;
  }
  bool close(json::error_code& code) {
    JsonValue ended = std::move(open_.back().value);
    open_.pop_back();
    return add(std::move(ended), code);
  }
  bool add(JsonValue value, json::error_code& code) {
    if (++values_ > kJsonValues) {
      code = json::make_error_code(json::error::array_too_large);
      return false;
    }
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (auto* array = std::get_if<JsonValue::Array>(&open_.back().value.value)) {
      array->push_back(std::move(value));
    } else {
      std::get<JsonValue::Object>(open_.back().value.value)
          .push_back({std::move(open_.back().key), std::move(value)});
    }
    return true;
  }

  JsonValue root_;
  std::vector<Open> open_;
  std::string text_;
  std::string repeated_;
  std::size_t values_ = 0;
};

template <std::size_t kLongestString>
Result<JsonValue> parse(std::string_view text) {
  json::parse_options options;
  options.max_depth = kJsonDepth;
  json::basic_parser<Builder<kLongestString>> parser(options);
  json::error_code code;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), code);
  if (parser.handler().too_many()) {
    return fail(ErrorCode::too_many_entries,
                fmt::format("the body holds more than {} values: send it in parts", kJsonValues));
  }
  if (!parser.handler().repeated().empty()) {
    return fail(ErrorCode::malformed_request, fmt::format("the body says {} twice in one object: say it once",
                                                          parser.handler().repeated()));
  }
  if (code) {
    return fail(ErrorCode::malformed_request,
                fmt::format("the body is not JSON: {} near byte {}", code.message(), read));
  }
  if (read < text.size()) {
    return fail(ErrorCode::malformed_request,
                fmt::format("the body goes on after its JSON value, at byte {}", read));
  }
  return parser.handler().take();
}

}  // namespace

Result<JsonValue> parse_json(std::string_view text) { return parse<std::size_t{64} * 1024>(text); }

Result<JsonValue> parse_json_with_files(std::string_view text) {
  return parse<static_cast<std::size_t>(-1)>(text);
}

std::string_view kind_of(const JsonValue& value) {
  switch (value.value.index()) {
    case 0:
      return "null";
    case 1:
      return "a boolean";
    case 2:
    case 3:
      return "a number";
    case 4:
      return "a string";
    case 5:
      return "a list";
    default:
      return "an object";
  }
}

}  // namespace sallyport::api
