// Oracle Cloud: https://docs.oracle.com/iaas/tools/public_ip_ranges.json, as
// docs.oracle.com/iaas/Content/General/Concepts/addressranges.htm describes it. A prefix has tags: what it is
// used for.

#include "catalog/read/feed_values.h"
#include "catalog/read/formats.h"

namespace sallyport::catalog {
namespace {

Result<void> add_oracle_prefix(const JsonAt& item, std::uint32_t site, FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto text, item.field("cidr"));
  SALLYPORT_ASSIGN(const auto prefix, prefix_of(text));
  SALLYPORT_ASSIGN(const auto tags, item.field("tags"));
  SALLYPORT_ASSIGN(const auto names, tags.items());
  if (names.empty()) return builder.add(prefix, {.offering = 0, .site = site});
  for (const JsonAt name : names) {
    SALLYPORT_ASSIGN(const auto offering, name_of(name, builder));
    SALLYPORT_TRY(builder.add(prefix, {offering, site}));
  }
  return {};
}

Result<void> add_oracle_region(const JsonAt& region, FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto name, region.field("region"));
  SALLYPORT_ASSIGN(const auto site, name_of(name, builder));
  SALLYPORT_ASSIGN(const auto prefixes, region.field("cidrs"));
  SALLYPORT_ASSIGN(const auto items, prefixes.items());
  SALLYPORT_ASSIGN(const auto region_name, name.text());
  SALLYPORT_TRY(builder.add_list(std::string(region_name), items.empty()));
  for (const JsonAt item : items) SALLYPORT_TRY(add_oracle_prefix(item, site, builder));
  return {};
}

}  // namespace

Result<Feed> read_oracle(const FeedJson& json, std::size_t most) {
  const JsonAt root = JsonAt::root(json);
  FeedBuilder builder(Format::oracle, most);
  SALLYPORT_ASSIGN(const auto time, root.field("last_updated_timestamp"));
  SALLYPORT_ASSIGN(builder.header().made, time_of(time));
  SALLYPORT_ASSIGN(builder.header().serial, label_of(time));
  SALLYPORT_ASSIGN(const auto regions, root.field("regions"));
  SALLYPORT_ASSIGN(const auto items, regions.items());
  SALLYPORT_TRY(builder.add_list("regions", items.empty()));
  for (const JsonAt region : items) SALLYPORT_TRY(add_oracle_region(region, builder));
  return builder.take();
}

}  // namespace sallyport::catalog
