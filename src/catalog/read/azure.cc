// Azure: the service tags of one cloud, as microsoft.com/download (id 56519 for the public one) has them each
// week and learn.microsoft.com/azure/virtual-network/service-tags-overview describes them.
//
// A tag is a service ("Sql"), or a service in a region ("Sql.EastUS2"). The tag's own name says which: the
// field "region" is the same for Sql.EastUS2 and Sql.EastUS2Stage.

#include "catalog/read/feed_values.h"
#include "catalog/read/formats.h"

namespace sallyport::catalog {
namespace {

Result<FeedPlace> read_azure_place(const JsonAt& tag, const JsonAt& properties, FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto name, tag.field("name"));
  SALLYPORT_ASSIGN(const auto tag_name, name.text());
  if (tag_name.empty()) return name.refuse("a tag has a name");
  SALLYPORT_ASSIGN(const auto region, properties.field("region"));
  SALLYPORT_ASSIGN(const auto region_name, region.text());
  const std::size_t dot = region_name.empty() ? std::string_view::npos : tag_name.rfind('.');
  const auto offering = builder.name(tag_name.substr(0, dot));
  if (!offering) return refuse_value(name, offering.error());
  const auto site = builder.name(dot == std::string_view::npos ? region_name : tag_name.substr(dot + 1));
  if (!site) return refuse_value(name, site.error());
  return FeedPlace{*offering, *site};
}

Result<void> add_azure_tag(const JsonAt& tag, FeedBuilder& builder) {
  SALLYPORT_ASSIGN(const auto properties, tag.field("properties"));
  SALLYPORT_ASSIGN(const auto place, read_azure_place(tag, properties, builder));
  SALLYPORT_ASSIGN(const auto prefixes, properties.field("addressPrefixes"));
  SALLYPORT_ASSIGN(const auto items, prefixes.items());
  SALLYPORT_ASSIGN(const auto name, tag.field("name"));
  SALLYPORT_ASSIGN(const auto tag_name, name.text());
  SALLYPORT_TRY(builder.add_list(std::string(tag_name), items.empty()));
  return add_prefixes(prefixes, place, builder);
}

}  // namespace

Result<Feed> read_azure(const FeedJson& json, std::size_t most) {
  const JsonAt root = JsonAt::root(json);
  FeedBuilder builder(Format::azure, most);
  SALLYPORT_ASSIGN(const auto change, root.field("changeNumber"));
  SALLYPORT_ASSIGN(builder.header().order, change.number());
  builder.header().serial = std::to_string(*builder.header().order);
  SALLYPORT_ASSIGN(const auto cloud, root.field("cloud"));
  SALLYPORT_ASSIGN(builder.header().kind, label_of(cloud));
  SALLYPORT_ASSIGN(const auto values, root.field("values"));
  SALLYPORT_ASSIGN(const auto tags, values.items());
  SALLYPORT_TRY(builder.add_list("values", tags.empty()));
  for (const JsonAt tag : tags) SALLYPORT_TRY(add_azure_tag(tag, builder));
  return builder.take();
}

}  // namespace sallyport::catalog
