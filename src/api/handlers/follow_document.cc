#include "api/handlers/follow_document.h"

#include <fmt/format.h>

#include "base/duration.h"

namespace sallyport::api {
namespace {

constexpr std::size_t kMostIds = 1000;

void write_ids(JsonWriter& json, std::string_view name, const std::vector<std::string>& ids) {
  if (ids.empty()) return;
  json.key(name).begin_array();
  for (const std::string& id : ids) json.string(id);
  json.end_array();
}

}  // namespace

std::vector<std::string> read_ids(ObjectReader& fields, std::string_view name) {
  const JsonValue::Array* const items = fields.array(name);
  if (items == nullptr) return {};
  std::vector<std::string> ids;
  for (const JsonValue& item : *items) {
    const auto* const text = std::get_if<std::string>(&item.value);
    if (text == nullptr || items->size() > kMostIds) {
      fields.refuse({ErrorCode::malformed_request,
                     fmt::format("{} must be a list of at most {} ids", name, kMostIds),
                     {}});
      return {};
    }
    ids.push_back(*text);
  }
  return ids;
}

control::Follow read_follow(ObjectReader& fields) {
  control::Follow follow;
  follow.offerings = read_ids(fields, "offerings");
  follow.sites = read_ids(fields, "sites");
  follow.version = fields.parsed("version", &catalog::Version::parse);
  follow.features = read_ids(fields, "features");
  follow.all = fields.boolean("all").value_or(false);
  follow.early = fields.boolean("early").value_or(false);
  follow.grace = fields.parsed("grace", &parse_duration).value_or(control::kFollowGrace);
  return follow;
}

void write_follow(JsonWriter& json, const control::Follow& follow) {
  json.field("vendor", follow.vendor);
  write_ids(json, "offerings", follow.offerings);
  write_ids(json, "sites", follow.sites);
  if (follow.version) json.field("version", follow.version->to_string());
  write_ids(json, "features", follow.features);
  json.flag("all", follow.all).flag("early", follow.early).field("grace", to_string(follow.grace));
}

}  // namespace sallyport::api
