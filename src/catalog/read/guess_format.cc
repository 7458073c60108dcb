#include <initializer_list>

#include "catalog/read/formats.h"

namespace sallyport::catalog {
namespace {

bool has_all(const JsonAt& value, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (!value.find(name)) return false;
  }
  return true;
}

// The first item of that list of the value, where it is an object.
std::optional<JsonAt> first_item(const JsonAt& list) {
  const auto items = list.items();
  if (!items || items->empty()) return std::nullopt;
  const JsonAt first = *items->begin();
  return first.is(JsonKind::object) ? std::optional(first) : std::nullopt;
}

bool has_google_prefixes(const JsonAt& root) {
  const auto prefixes = root.find("prefixes");
  const auto first = prefixes ? first_item(*prefixes) : std::nullopt;
  return first && (first->find("ipv4Prefix") || first->find("ipv6Prefix"));
}

}  // namespace

std::optional<Format> guess_format(const FeedJson& json) {
  const JsonAt root = JsonAt::root(json);
  if (root.is(JsonKind::list)) {
    const auto first = first_item(root);
    if (first && has_all(*first, {"id", "serviceArea"})) return Format::m365;
    return std::nullopt;
  }
  if (has_all(root, {"syncToken", "createDate", "prefixes"})) return Format::aws;
  if (has_all(root, {"creationTime"}) && has_google_prefixes(root)) {
    return root.find("syncToken") ? Format::google : Format::jafar;
  }
  if (has_all(root, {"changeNumber", "cloud", "values"})) return Format::azure;
  if (has_all(root, {"hooks", "git"})) return Format::github;
  if (has_all(root, {"last_updated_timestamp", "regions"})) return Format::oracle;
  if (has_all(root, {"addresses", "ipv6_addresses"})) return Format::fastly;
  if (has_all(root, {"cloudName", "hubPrefixes"})) return Format::zscaler;
  return std::nullopt;
}

}  // namespace sallyport::catalog
