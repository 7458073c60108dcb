// Fastly: https://api.fastly.com/public-ip-list, as
// fastly.com/documentation/reference/api/utils/public-ip-list describes it: two lists, without serial and
// time.

#include "catalog/read/feed_values.h"
#include "catalog/read/formats.h"

namespace sallyport::catalog {

Result<Feed> read_fastly(const FeedJson& json, std::size_t most) {
  const JsonAt root = JsonAt::root(json);
  FeedBuilder builder(Format::fastly, most);
  for (const std::string_view name : {"addresses", "ipv6_addresses"}) {
    SALLYPORT_ASSIGN(const auto list, root.field(name));
    SALLYPORT_ASSIGN(const auto items, list.items());
    SALLYPORT_TRY(builder.add_list(std::string(name), items.empty()));
    const auto family = name == "addresses" ? net::Family::ipv4 : net::Family::ipv6;
    for (const JsonAt item : items) {
      SALLYPORT_ASSIGN(const auto prefix, prefix_of(item, family));
      SALLYPORT_TRY(builder.add(prefix, {}));
    }
  }
  return builder.take();
}

}  // namespace sallyport::catalog
