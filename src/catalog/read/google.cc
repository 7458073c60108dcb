// Google: https://www.gstatic.com/ipranges/cloud.json (with service and scope) and goog.json (without), as
// cloud.google.com/compute/docs/faq#find_ip_range describes them. The serial is a time in milliseconds.

#include "catalog/read/feed_values.h"
#include "catalog/read/formats.h"
#include "catalog/read/google_prefix.h"

namespace sallyport::catalog {
namespace {

// The number of what the item says by that name; the empty name where it says nothing.
Result<std::uint32_t> google_name(const JsonAt& item, std::string_view name, FeedBuilder& builder) {
  const auto value = item.find(name);
  if (!value) return 0U;
  return name_of(*value, builder);
}

}  // namespace

Result<net::Prefix> google_prefix_of(const JsonAt& item) {
  if (!item.is(JsonKind::object)) SALLYPORT_TRY(item.members());
  const auto ipv4 = item.find("ipv4Prefix");
  const auto ipv6 = item.find("ipv6Prefix");
  if (ipv4 && ipv6) return item.refuse("it has both ipv4Prefix and ipv6Prefix, and should have one of them");
  if (ipv4) return prefix_of(*ipv4, net::Family::ipv4);
  if (ipv6) return prefix_of(*ipv6, net::Family::ipv6);
  return item.refuse("ipv4Prefix or ipv6Prefix is missing");
}

Result<Feed> read_google(const FeedJson& json, std::size_t most) {
  const JsonAt root = JsonAt::root(json);
  FeedBuilder builder(Format::google, most);
  SALLYPORT_ASSIGN(const auto token, root.field("syncToken"));
  SALLYPORT_ASSIGN(builder.header().order, digits_of(token));
  builder.header().serial = std::to_string(*builder.header().order);
  SALLYPORT_ASSIGN(const auto time, root.field("creationTime"));
  SALLYPORT_ASSIGN(builder.header().made, time_of(time));
  SALLYPORT_ASSIGN(const auto prefixes, root.field("prefixes"));
  SALLYPORT_ASSIGN(const auto items, prefixes.items());
  SALLYPORT_TRY(builder.add_list("prefixes", items.empty()));
  for (const JsonAt item : items) {
    SALLYPORT_ASSIGN(const auto prefix, google_prefix_of(item));
    SALLYPORT_ASSIGN(const auto offering, google_name(item, "service", builder));
    SALLYPORT_ASSIGN(const auto site, google_name(item, "scope", builder));
    SALLYPORT_TRY(builder.add(prefix, {offering, site}));
  }
  return builder.take();
}

}  // namespace sallyport::catalog
