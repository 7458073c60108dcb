// Zscaler: https://config.zscaler.com/api/zscaler.net/hubs/cidr/json/recommended (or .../required): the hubs
// of one of its clouds. Both lists say in "type" which of them they are.

#include "catalog/read/feed_values.h"
#include "catalog/read/formats.h"

namespace sallyport::catalog {

Result<Feed> read_zscaler(const FeedJson& json, std::size_t most) {
  const JsonAt root = JsonAt::root(json);
  FeedBuilder builder(Format::zscaler, most);
  SALLYPORT_ASSIGN(const auto cloud, root.field("cloudName"));
  SALLYPORT_ASSIGN(const auto cloud_name, label_of(cloud));
  SALLYPORT_ASSIGN(const auto type, root.field("type"));
  SALLYPORT_ASSIGN(const auto type_name, label_of(type));
  builder.header().kind = cloud_name + " " + type_name;
  SALLYPORT_ASSIGN(const auto prefixes, root.field("hubPrefixes"));
  SALLYPORT_ASSIGN(const auto items, prefixes.items());
  SALLYPORT_TRY(builder.add_list("hubPrefixes", items.empty()));
  SALLYPORT_TRY(add_prefixes(prefixes, {}, builder));
  return builder.take();
}

}  // namespace sallyport::catalog
