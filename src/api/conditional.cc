#include "api/conditional.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace sallyport::api {
namespace {

constexpr std::size_t kMostTags = 100;

// A list of entity tags (RFC 9110, 8.8.3), or "*".
struct Tags {
  bool any = false;
  struct Tag {
    std::string_view quoted;
    bool weak = false;
  };
  std::vector<Tag> tags;
};

void skip_space(std::string_view& text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
}

// Takes one tag. Empty where there is none.
Tags::Tag take_tag(std::string_view& text) {
  Tags::Tag tag;
  tag.weak = text.starts_with("W/");
  if (tag.weak) text.remove_prefix(2);
  const std::size_t end = text.starts_with('"') ? text.find('"', 1) : std::string_view::npos;
  if (end == std::string_view::npos) return {};
  tag.quoted = text.substr(0, end + 1);
  const bool visible = std::ranges::all_of(tag.quoted, [](char c) { return c > ' ' && c <= '~'; });
  text.remove_prefix(end + 1);
  return visible ? tag : Tags::Tag{};
}

Result<Tags> read_tags(const http::Request& request, std::string_view name) {
  Tags found;
  const auto malformed = [&] {
    return fail(
        ErrorCode::malformed_request,
        fmt::format("{} takes * or at most {} entity tags, as an answer's ETag has them", name, kMostTags));
  };
  for (const auto& field : request.fields) {
    if (!http::same_name(field.name, name)) continue;
    std::string_view text = field.value;
    if (found.any) return malformed();
    if (text == "*" && found.tags.empty()) {
      found.any = true;
      continue;
    }
    do {
      skip_space(text);
      const auto tag = take_tag(text);
      if (tag.quoted.empty() || found.tags.size() == kMostTags) return malformed();
      found.tags.push_back(tag);
      skip_space(text);
      if (!text.empty() && !text.starts_with(',')) return malformed();
      if (text.starts_with(',')) text.remove_prefix(1);
    } while (!text.empty());
  }
  return found;
}

// Of one of our tags; -1 for others.
std::int64_t version_of(const Tags::Tag& tag) {
  std::int64_t version = -1;
  const char* const end = tag.quoted.data() + tag.quoted.size() - 1;
  const auto read = std::from_chars(tag.quoted.data() + 1, end, version);
  const bool ours = read.ec == std::errc() && (read.ptr == end || *read.ptr == '-') && version > 0;
  return ours && !tag.weak ? version : -1;
}

}  // namespace

Result<Conditions> read_conditions(const http::Request& request) {
  Conditions conditions;
  SALLYPORT_ASSIGN(const auto match, read_tags(request, "If-Match"));
  conditions.match = match.any || !match.tags.empty();
  conditions.match_any = match.any;
  for (const auto& tag : match.tags) conditions.versions.push_back(version_of(tag));
  SALLYPORT_ASSIGN(const auto none, read_tags(request, "If-None-Match"));
  conditions.none_match_any = none.any;
  for (const auto& tag : none.tags) conditions.none_of.push_back(tag.quoted);
  return conditions;
}

std::string entity_tag(std::int64_t version, std::string_view body) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(body.data()),
                     body.size(), nullptr, 0);
  std::string tag = version > 0 ? fmt::format("\"{}-", version) : "\"";
  for (const unsigned char byte : hash) tag += fmt::format("{:02x}", byte);
  return tag + '"';
}

bool has_already(const Conditions& conditions, std::string_view tag) {
  return conditions.none_match_any || std::ranges::find(conditions.none_of, tag) != conditions.none_of.end();
}

}  // namespace sallyport::api
