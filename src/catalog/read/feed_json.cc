#include "catalog/read/feed_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>

#include "base/text.h"

namespace sallyport::catalog {

namespace json = boost::json;

// What Boost.JSON's parser tells, built into nodes.
class JsonTreeBuilder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);  // add() counts all values together
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = 1024;
  static constexpr std::size_t max_string_size = std::size_t{1} << 20;

  FeedJson take() { return std::move(json_); }
  const std::string& repeated() const { return repeated_; }
  bool too_many() const { return too_many_; }
  // Where the body ended or went wrong: the path of the innermost value that had not ended.
  std::string where() const { return open_.empty() ? std::string() : at(open_.back()).path(); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& code) { return open(JsonKind::object, code); }
  bool on_array_begin(json::error_code& code) { return open(JsonKind::list, code); }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }
  bool on_object_end(std::size_t, json::error_code& code) {
    find_repeated_name();
    if (!repeated_.empty()) {
      code = json::make_error_code(json::error::syntax);
      return false;
    }
    return close();
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return append(part); }
  bool on_key(json::string_view part, std::size_t size, json::error_code&) {
    append(part);
    name_size_ = static_cast<std::uint32_t>(size);
    name_at_ = static_cast<std::uint32_t>(json_.text_.size() - size);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return append(part); }
  bool on_string(json::string_view part, std::size_t size, json::error_code& code) {
    append(part);
    JsonNode node{.kind = JsonKind::string};
    node.text_size = static_cast<std::uint32_t>(size);
    node.text_at = static_cast<std::uint32_t>(json_.text_.size() - size);
    return add(node, code);
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& code) {
    JsonNode node{.kind = JsonKind::number, .whole = number >= 0};
    if (node.whole) node.number = static_cast<std::uint64_t>(number);
    return add(node, code);
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code& code) {
    JsonNode node{.kind = JsonKind::number, .whole = true};
    node.number = number;
    return add(node, code);
  }
  bool on_double(double, json::string_view, json::error_code& code) {
    return add({.kind = JsonKind::number}, code);
  }
  bool on_bool(bool, json::error_code& code) { return add({.kind = JsonKind::boolean}, code); }
  bool on_null(json::error_code& code) { return add({.kind = JsonKind::null}, code); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  JsonAt at(std::uint32_t index) const { return JsonAt(json_, index); }

  bool append(json::string_view part) {
    json_.text_.append(part.data(), part.size());
    return true;
  }
  bool add(JsonNode node, json::error_code& code) {
    const auto index = static_cast<std::uint32_t>(json_.nodes_.size());
    if (index >= kFeedValues) {
      too_many_ = true;
      code = json::make_error_code(json::error::array_too_large);
      return false;
    }
    node.parent = open_.empty() ? index : open_.back();
    node.end = index + 1;
    node.name_at = name_at_;
    node.name_size = name_size_;
    name_size_ = 0;
    json_.nodes_.push_back(node);
    return true;
  }
  bool open(JsonKind kind, json::error_code& code) {
    if (!add({.kind = kind}, code)) return false;
    open_.push_back(static_cast<std::uint32_t>(json_.nodes_.size() - 1));
    return true;
  }
  bool close() {
    json_.nodes_[open_.back()].end = static_cast<std::uint32_t>(json_.nodes_.size());
    open_.pop_back();
    return true;
  }
  void find_repeated_name() {
    names_.clear();
    const auto end = static_cast<std::uint32_t>(json_.nodes_.size());
    for (std::uint32_t child = open_.back() + 1; child < end; child = json_.nodes_[child].end) {
      names_.push_back(at(child).name());
    }
    std::ranges::sort(names_);
    if (const auto twice = std::ranges::adjacent_find(names_); twice != names_.end()) {
      repeated_ = fmt::format("says {} twice", twice->empty() ? "an empty name" : printable_excerpt(*twice));
    }
  }

  FeedJson json_;
  std::vector<std::uint32_t> open_;  // lists and objects that have not ended, the innermost last
  std::vector<std::string_view> names_;
  std::uint32_t name_at_ = 0;
  std::uint32_t name_size_ = 0;
  std::string repeated_;
  bool too_many_ = false;
};

namespace {

std::string inside(const std::string& path) { return path.empty() ? path : fmt::format(", in {}", path); }

std::unexpected<Error> refuse_json(std::string message) {
  return fail(ErrorCode::malformed_feed, std::move(message));
}

}  // namespace

Result<FeedJson> FeedJson::parse(std::string_view body) {
  json::parse_options options;
  options.max_depth = kFeedLevels;
  json::basic_parser<JsonTreeBuilder> parser(options);
  json::error_code code;
  const std::size_t read = parser.write_some(false, body.data(), body.size(), code);
  JsonTreeBuilder& builder = parser.handler();
  if (builder.too_many()) return refuse_json(fmt::format("it holds more than {} values", kFeedValues));
  if (!builder.repeated().empty()) {
    return refuse_json(fmt::format("{}: {} {} in one object", place_in(body, read),
                                   builder.where().empty() ? "the JSON" : builder.where(),
                                   builder.repeated()));
  }
  if (code == json::error::incomplete) {
    return refuse_json(
        fmt::format("{}: the JSON is cut off{}", place_in(body, body.size()), inside(builder.where())));
  }
  if (code == json::error::too_deep) {
    return refuse_json(fmt::format("{}: it is more than {} levels deep", place_in(body, read), kFeedLevels));
  }
  if (code) {
    return refuse_json(fmt::format("{}: this is not JSON ({}){}", place_in(body, read), code.message(),
                                   inside(builder.where())));
  }
  if (read < body.size()) {
    return refuse_json(fmt::format("{}: the body goes on after its JSON value", place_in(body, read)));
  }
  return builder.take();
}

std::string_view JsonAt::name() const {
  return std::string_view(json_->text_).substr(node().name_at, node().name_size);
}

std::string JsonAt::path() const {
  if (node().parent == index_) return {};
  const JsonAt parent(*json_, node().parent);
  const std::string before = parent.path();
  if (parent.is(JsonKind::object)) {
    return before + (before.empty() ? "" : ".") + printable_excerpt(name());
  }
  std::size_t number = 0;
  for (std::uint32_t child = parent.index_ + 1; child < index_; child = json_->nodes_[child].end) ++number;
  return fmt::format("{}[{}]", before, number);
}

JsonRange JsonAt::children() const { return {*json_, index_ + 1, node().end}; }

std::optional<JsonAt> JsonAt::find(std::string_view wanted) const {
  if (!is(JsonKind::object)) return std::nullopt;
  for (const JsonAt child : children()) {
    if (child.name() == wanted) return child;
  }
  return std::nullopt;
}

Result<JsonAt> JsonAt::field(std::string_view wanted) const {
  if (!is(JsonKind::object)) return refuse_kind("an object");
  const auto found = find(wanted);
  if (!found) return refuse(fmt::format("{} is missing", wanted));
  return *found;
}

Result<JsonRange> JsonAt::items() const {
  if (!is(JsonKind::list)) return refuse_kind("a list");
  return children();
}

Result<JsonRange> JsonAt::members() const {
  if (!is(JsonKind::object)) return refuse_kind("an object");
  return children();
}

Result<std::string_view> JsonAt::text() const {
  if (!is(JsonKind::string)) return refuse_kind("a string");
  return std::string_view(json_->text_).substr(node().text_at, node().text_size);
}

Result<std::uint64_t> JsonAt::number() const {
  if (!is(JsonKind::number) || !node().whole) return refuse_kind("a whole number");
  return node().number;
}

std::unexpected<Error> JsonAt::refuse(std::string_view why) const {
  const std::string where = path();
  return fail(ErrorCode::malformed_feed,
              where.empty() ? std::string(why) : fmt::format("{}: {}", where, why));
}

std::unexpected<Error> JsonAt::refuse_kind(std::string_view wanted) const {
  return refuse(fmt::format("this is {}, and should be {}", kind_name(kind()), wanted));
}

JsonRange::Iterator& JsonRange::Iterator::operator++() {
  index_ = JsonAt(*json_, index_).node().end;
  return *this;
}

std::string_view kind_name(JsonKind kind) {
  switch (kind) {
    case JsonKind::null:
      return "null";
    case JsonKind::boolean:
      return "a boolean";
    case JsonKind::number:
      return "a number";
    case JsonKind::string:
      return "a string";
    case JsonKind::list:
      return "a list";
    case JsonKind::object:
      return "an object";
  }
  return "a value";
}

std::string place_in(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte);
  const std::size_t line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
  const std::size_t last = before.rfind('\n');
  const std::size_t column = last == std::string_view::npos ? before.size() + 1 : before.size() - last;
  return fmt::format("line {}, column {}", line, column);
}

}  // namespace sallyport::catalog
