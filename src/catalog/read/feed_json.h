// FeedJson: a body in JSON, as one flat tree in which every value knows its path.
//
// Stricter than most readers: a name that stands twice in one object is refused, since two readers could take
// different ones. Strings are UTF-8.
//
// Thread safety: an immutable value.
// Invariants: at most kFeedLevels deep and kFeedValues values. A JsonAt is valid as long as its FeedJson
// stays in its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sallyport::catalog {

inline constexpr std::size_t kFeedLevels = 32;
inline constexpr std::size_t kFeedValues = 2'000'000;

enum class JsonKind : std::uint8_t { null, boolean, number, string, list, object };

struct JsonNode {
  JsonKind kind = JsonKind::null;
  bool whole = false;           // a number that is written as one and fits into 64 bits without a sign
  std::uint32_t parent = 0;     // the root is its own
  std::uint32_t end = 0;        // the node after all that is in it
  std::uint32_t name_at = 0;    // in the text of the tree
  std::uint32_t name_size = 0;  // of a member of an object
  std::uint32_t text_at = 0;
  std::uint32_t text_size = 0;
  std::uint64_t number = 0;
};

class JsonRange;

class FeedJson {
 public:
  // Exactly one value and white space around it. Errors: malformed_feed, with line and column.
  static Result<FeedJson> parse(std::string_view body);

 private:
  friend class JsonAt;
  friend class JsonTreeBuilder;

  std::vector<JsonNode> nodes_;
  std::string text_;
};

// A value of the tree.
class JsonAt {
 public:
  static JsonAt root(const FeedJson& json) { return {json, 0}; }

  JsonKind kind() const { return node().kind; }
  bool is(JsonKind kind) const { return node().kind == kind; }
  std::string_view name() const;  // in its object; empty elsewhere
  std::string path() const;       // "prefixes[12].ip_prefix", fit for a terminal. Cost: its neighbours

  // What an object has by that name. Cost: its members.
  std::optional<JsonAt> find(std::string_view name) const;

  // These refuse with malformed_feed where the value is of another kind or is not there.
  Result<JsonAt> field(std::string_view name) const;
  Result<JsonRange> items() const;
  Result<JsonRange> members() const;
  Result<std::string_view> text() const;
  Result<std::uint64_t> number() const;

  // "PATH: why", as malformed_feed.
  std::unexpected<Error> refuse(std::string_view why) const;

  bool operator==(const JsonAt& other) const { return index_ == other.index_; }

 private:
  friend class JsonRange;
  friend class JsonTreeBuilder;

  JsonAt(const FeedJson& json, std::uint32_t index) : json_(&json), index_(index) {}
  const JsonNode& node() const { return json_->nodes_[index_]; }
  JsonRange children() const;
  std::unexpected<Error> refuse_kind(std::string_view wanted) const;

  const FeedJson* json_;
  std::uint32_t index_;
};

// The items of a list, or the members of an object, in their order.
class JsonRange {
 public:
  class Iterator {
   public:
    Iterator(const FeedJson& json, std::uint32_t index) : json_(&json), index_(index) {}
    JsonAt operator*() const { return {*json_, index_}; }
    Iterator& operator++();
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const FeedJson* json_;
    std::uint32_t index_;
  };

  JsonRange(const FeedJson& json, std::uint32_t first, std::uint32_t end)
      : json_(&json), first_(first), end_(end) {}
  Iterator begin() const { return {*json_, first_}; }
  Iterator end() const { return {*json_, end_}; }
  bool empty() const { return first_ == end_; }

 private:
  const FeedJson* json_;
  std::uint32_t first_;
  std::uint32_t end_;
};

// "a string", "a list", ... for messages.
std::string_view kind_name(JsonKind kind);

// "line 3, column 14" of a byte in a text.
std::string place_in(std::string_view text, std::size_t byte);

}  // namespace sallyport::catalog
